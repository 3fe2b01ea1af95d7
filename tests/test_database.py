"""The library: what is stored, what replaces what, and what it says when it cannot."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.database import FactKind, Library, Stored
from corpus.records import DiaryNumber, State
from tests.readings import FULL, a_reading, an_item, ids


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        yield opened


def test_what_is_stored_comes_back_as_it_was(library: Library) -> None:
    reading = a_reading(b"data", FULL)
    assert library.store(reading, b"data") is Stored.NEW
    stored = library.item(FULL.id)
    assert stored is not None
    assert stored.item == FULL
    assert stored.document == reading.document
    assert library.pages(stored.document_id) == ["page one", "page two"]
    assert library.document_bytes(stored.document_id) == b"data"
    assert list(library.meetings()) == [(stored.document_id, reading.meeting)]
    assert list(library.items()) == [stored]


def test_it_is_there_after_reopening(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.store(a_reading(b"x", FULL), b"x")
        identity, revision = library.id, library.revision()
    with Library.open(tmp_path) as library:
        assert (library.id, library.revision()) == (identity, revision)
        assert ids(library) == [FULL.id]
        assert library.document_bytes(1) == b"x"


def test_same_bytes_and_reader_change_nothing(library: Library) -> None:
    library.store(a_reading(), b"one")
    revision = library.revision()
    assert library.store(a_reading(), b"one") is Stored.UNCHANGED
    assert library.revision() == revision
    assert len(list(library.documents(all_versions=True))) == 1


def test_other_bytes_amend_and_keep_the_old_version(library: Library) -> None:
    library.store(a_reading(b"one", an_item(1), an_item(2)), b"one")
    before = library.revision()
    assert library.store(a_reading(b"two", an_item(1, title="Oikaistu")), b"two") is Stored.AMENDED
    assert library.revision() > before
    assert [(stored.item.id, stored.item.title) for stored in library.items()] == [
        (an_item(1).id, "Oikaistu")
    ]
    old, new = library.documents(all_versions=True)
    assert (old.state, new.state, new.previous) == (State.AMENDED, State.LIVE, old.id)
    assert library.document_bytes(old.id) == b"one"
    assert [document.id for document in library.documents()] == [new.id]
    assert not list(library.facts(FactKind.MONEY))


def test_going_back_to_earlier_bytes_archives_them_once(library: Library) -> None:
    for data in (b"one", b"two", b"one"):
        library.store(a_reading(data), data)
    versions = list(library.documents(all_versions=True))
    assert [version.state for version in versions] == [State.AMENDED, State.AMENDED, State.LIVE]
    assert versions[0].archived == versions[2].archived
    assert len(list(library.archive.records())) == 2


def test_another_reader_replaces_items_pages_and_facts(library: Library) -> None:
    library.store(a_reading(b"one", FULL, an_item(8)), b"one")
    again = a_reading(b"one", an_item(7, title="Uusi"), reader="text/2", pages=("other",))
    assert library.store(again, b"one") is Stored.REREAD
    assert [stored.item.title for stored in library.items()] == ["Uusi"]
    assert library.pages(1) == ["other"]
    assert not list(library.facts(FactKind.PERSON))
    assert [document.document.reader for document in library.documents()] == ["text/2"]


def test_same_bytes_at_another_address_are_one_document(library: Library) -> None:
    other = "file:///copy/1.txt"
    library.store(a_reading(), b"one")
    assert library.store(a_reading(uri=other), b"one") is Stored.DUPLICATE
    assert len(ids(library)) == 1
    assert library.document_at(other) == library.document_at("file:///minutes/1.txt")
    # One of the two addresses changes: the bytes still live at the other.
    assert library.store(a_reading(b"two", an_item(2), uri=other), b"two") is Stored.AMENDED
    assert [stored.item.section for stored in library.items()] == [1, 2]


def test_clashing_ids_get_a_number(library: Library) -> None:
    library.store(a_reading(b"a", uri="file:///a.txt"), b"a")
    library.store(a_reading(b"b", uri="file:///b.txt"), b"b")
    library.store(a_reading(b"c", uri="file:///c.txt"), b"c")
    base = an_item().id
    assert ids(library) == [base, f"{base}~2", f"{base}~3"]
    assert [stored.item.id for stored in library.find(base)] == [base]
    library.store(a_reading(b"b", uri="file:///b.txt", reader="text/2"), b"b")
    assert sorted(ids(library)) == [base, f"{base}~2", f"{base}~3"]


def test_find_by_the_beginning_of_an_id(library: Library) -> None:
    library.store(a_reading(b"one", an_item(1), an_item(12), an_item(2)), b"one")
    found = [stored.item.section for stored in library.find("kuusilahti/kunnanhallitus/2031-05-06/1")]
    assert found == [1]
    assert [stored.item.section for stored in library.find("kuusi")] == [1, 12, 2]
    assert library.find("kuusi%") == []
    assert library.item("nothing") is None


def test_facts_by_kind_and_key(library: Library) -> None:
    library.store(a_reading(b"one", an_item(1), FULL), b"one")
    (fee,) = library.facts(FactKind.MONEY)
    assert (fee.key, fee.item_id, fee.ordinal) == ("participation-fee", FULL.id, 0)
    assert fee.value == FULL.money[0]
    assert [fact.key for fact in library.facts("person")] == ["Aino Esimerkki", "sihteeri"]
    assert [fact.value for fact in library.facts("participation", "USO")] == list(FULL.participations)
    assert not list(library.facts("participation", "KHE"))
    assert [stored.item.id for stored in library.items_with(FactKind.DECISION)] == [FULL.id]


def test_items_of_a_case_are_in_order_of_time(library: Library) -> None:
    number = [DiaryNumber(written="K/1/2031", key="K/1/2031")]
    later = an_item(3, diary_numbers=number, meeting_date=dt.date(2032, 1, 2), id="k/later")
    earlier = an_item(2, diary_numbers=number, id="k/earlier")
    cites = an_item(1, cited_diary_numbers=number, id="k/cites")
    library.store(a_reading(b"one", later, cites, earlier), b"one")
    case = library.items_with_diary_number("K/1/2031")
    assert [stored.item.id for stored in case] == ["k/cites", "k/earlier", "k/later"]
    own = library.items_with_diary_number("K/1/2031", cited=False)
    assert [stored.item.id for stored in own] == ["k/earlier", "k/later"]


def test_words_are_remembered_per_analyser(library: Library) -> None:
    library.remember_words({"kunnan": ["kunta", "kunnan"], "§": []}, "voikko-1")
    assert library.word_terms(["kunnan", "§", "muu"], "voikko-1") == {"kunnan": ("kunta", "kunnan"), "§": ()}
    assert library.word_terms(["kunnan"], "other") == {}
    many = {f"sana{number}": [f"sana{number}"] for number in range(1500)}
    library.remember_words(many, "voikko-1")
    assert len(library.word_terms(many, "voikko-1")) == 1500


def test_words_can_be_remembered_while_items_are_read(library: Library) -> None:
    library.store(a_reading(b"one", *(an_item(number) for number in range(1, 1203))), b"one")
    seen = 0
    for stored in library.items():
        seen += 1
        if seen % 50 == 0:
            library.remember_words({str(stored.item.section): []}, "a")
    assert seen == 1202


def test_a_failure_is_forgotten_once_the_document_is_read(library: Library) -> None:
    library.record_failure("file:///minutes/1.txt", "ab", "is empty")
    (failure,) = library.failures()
    assert (failure.uri, failure.sha256, failure.reason) == ("file:///minutes/1.txt", "ab", "is empty")
    library.store(a_reading(), b"one")
    assert library.failures() == []


def test_what_failed_is_known_with_its_reader(library: Library) -> None:
    assert library.failure_at("file:///minutes/1.txt") is None
    library.record_failure("file:///minutes/1.txt", "ab", "is empty", "text/1+1")
    assert library.failures() == [library.failure_at("file:///minutes/1.txt")]
    failure = library.failure_at("file:///minutes/1.txt")
    assert failure is not None
    assert (failure.sha256, failure.reader) == ("ab", "text/1+1")
    library.record_failure("file:///minutes/1.txt", None, "no such file")
    failure = library.failure_at("file:///minutes/1.txt")
    assert failure is not None
    assert (failure.sha256, failure.reader, failure.reason) == (None, None, "no such file")


def test_failures_of_an_older_library_have_no_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.connection.SCHEMA_VERSION", 4)
    with Library.open(tmp_path, create=True) as library:
        library.connection.execute(
            "INSERT INTO failures VALUES ('file:///x', 'ab', 'is empty', '2031-05-06')"
        )
        assert [failure.reader for failure in library.failures()] == [None]
    monkeypatch.undo()
    with Library.open(tmp_path) as library:
        (failure,) = library.failures()
        assert (failure.uri, failure.reason, failure.reader) == ("file:///x", "is empty", None)
        library.record_failure("file:///x", "ab", "is empty", "text/1+1")
        assert [failure.reader for failure in library.failures()] == ["text/1+1"]


def test_the_same_reader_may_read_again(library: Library) -> None:
    library.store(a_reading(), b"one")
    revision = library.revision()
    better = a_reading(b"one", an_item(1), an_item(2))
    assert library.store(better, b"one") is Stored.UNCHANGED
    assert library.store(better, b"one", again=True) is Stored.REREAD
    assert library.revision() == revision + 1
    (document,) = library.documents(all_versions=True)
    assert document.items == 2


def test_counts(library: Library) -> None:
    library.store(a_reading(b"one", FULL, an_item(1)), b"one")
    library.store(a_reading(b"two", FULL), b"two")
    counts = library.counts()
    wanted = {
        "documents": 1,
        "amended_documents": 1,
        "items": 1,
        "pages": 2,
        "meetings": 1,
        "person_facts": 2,
    }
    assert {name: counts[name] for name in wanted} == wanted


def test_bytes_must_be_those_that_were_read(library: Library) -> None:
    with pytest.raises(ValueError, match="not the bytes"):
        library.store(a_reading(b"one"), b"other")
    assert ids(library) == []


def test_an_error_while_storing_leaves_all_as_it_was(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.store(a_reading(), b"one")
    revision = library.revision()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("corpus.storing._insert_reading", interrupted)
    with pytest.raises(KeyboardInterrupt):
        library.store(a_reading(b"two", FULL), b"two")
    assert (ids(library), library.revision()) == ([an_item().id], revision)
    monkeypatch.undo()
    assert library.store(a_reading(b"two", FULL), b"two") is Stored.AMENDED
    assert library.document_bytes(2) == b"two"


def test_a_killed_process_loses_nothing_reported(tmp_path: Path) -> None:
    script = f"""
import tests.test_database as t
from pathlib import Path
library = t.Library.open(Path({str(tmp_path)!r}), create=True)
for number in range(10_000):
    data = str(number).encode()
    library.store(t.a_reading(data, t.an_item(number, id=str(number)), uri=f"file:///{{number}}"), data)
    print(number, flush=True)
"""
    root = Path(__file__).parent.parent
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=root)
    assert process.stdout is not None
    reported = [process.stdout.readline() for _ in range(8)]
    process.kill()
    reported += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    with Library.open(tmp_path, create=True) as library:
        held = set(ids(library))
        assert {line.strip() for line in reported if line.endswith("\n")} <= held
        for document in library.documents():
            assert library.document_bytes(document.id) == document.document.uri.rpartition("/")[2].encode()
        library.store(a_reading(b"after", uri="file:///after"), b"after")
        assert library.archive.read([*library.documents()][-1].archived) == b"after"


def test_two_processes_may_write(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as one, Library.open(tmp_path, create=True) as two:
        for number, library in enumerate([one, two, two, one]):
            data = str(number).encode()
            library.store(a_reading(data, an_item(number), uri=f"file:///{number}"), data)
        assert [one.document_bytes(document.id) for document in two.documents()] == [b"0", b"1", b"2", b"3"]
