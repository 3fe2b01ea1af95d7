"""From a question to marked results."""

from __future__ import annotations

import datetime as dt
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.database import Library
from corpus.records import Document, Kind, Outcome, Reading
from index.analysis import ANALYSER, Analyser
from index.engines import IndexFailure, Order, choice
from index.engines import folder as engine_folder
from index.engines.choice import chosen, engine_of
from index.engines.folder import FolderEngine
from index.matches import matches
from index.query import QueryError, parse
from index.search import reindex, search
from index.snippets import WIDTH, Marker, Snippet
from index.tree import analysed
from tests.index_items import DEVELOPMENT, ITEMS, JOIN, SWEDISH, item, library_of, store


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_of(tmp_path_factory.mktemp("search"), *ITEMS) as made:
        reindex(made)
        yield made


def ids(library: Library, query: str, **options: str) -> list[str]:
    return [hit.item_id for hit in search(library, query, options).hits]


INFLECTIONS = [
    "kehittämisverkosto",
    "kehittämisverkostoissa",
    "kehittämisverkostomme",
    "verkostojen kehittäminen",
    "verkoston kehittäminen",
    "ydintiimi",
    "ydintiimeistä",
    "toimintamalli",
    "alueellinen toimikunta",
    '"kehittämisverkoston toimintamalli"',
]


@pytest.mark.parametrize("query", INFLECTIONS)
def test_inflections_and_compounds_find_the_item(library: Library, query: str) -> None:
    assert DEVELOPMENT.id in ids(library, query)


@pytest.mark.parametrize(
    "query", ["kunta -kunnassa", "lauta", '="kehittämisverkosto"', "tiimi -ydin*", "kehittämisverkko"]
)
def test_what_is_not_there_is_not_found(library: Library, query: str) -> None:
    assert DEVELOPMENT.id not in ids(library, query)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kunta:Koivumaa pvm:2021 päätös:noted", [DEVELOPMENT.id]),
        ("verkosto:USO kausi:2025 päätös:hyväksytty", [JOIN.id]),
        ("rooli:esittelijä henkilö:kehittämispäällikkö", [DEVELOPMENT.id]),
        ("kontaktperson", []),
        ("roll:kontaktperson kommun:Harjula", [JOIN.id]),
        ("maksu:>5000", [JOIN.id]),
        ("avgift:1200,50 språk:sv", [SWEDISH.id]),
        ("nätverk", [SWEDISH.id]),
        ("kommunens nätverk", [SWEDISH.id]),
        ("KOIDno-2021-379", [DEVELOPMENT.id]),
        ('dnro:"koidno 2021-379"', [DEVELOPMENT.id]),
        ("2204/00.04.01/2024", [JOIN.id]),
        ("9 000 euroa", [JOIN.id]),
        ("§ 257", [JOIN.id]),
        ("Harjula kaupunginhallitus kausi", [JOIN.id]),
    ],
)
def test_questions(library: Library, query: str, found: list[str]) -> None:
    assert ids(library, query) == found


def test_a_result_says_what_the_item_is(library: Library) -> None:
    (hit,) = search(library, "osallistumismaksu").hits
    assert (hit.municipality, hit.organ, hit.section) == ("Harjula", "Kaupunginhallitus", 257)
    assert (hit.date, hit.outcome, hit.diary_number) == (
        dt.date(2024, 10, 28),
        Outcome.APPROVED_AS_PROPOSED,
        "2204/00.04.01/2024",
    )
    assert hit.fee is not None
    assert hit.fee.amount == Decimal(9000)
    assert hit.title == "Osallistuminen USO-verkostoon"
    assert hit.document == "harjula-kaupunginhallitus-2024-10-28-257.txt"
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.spans] == ["Osallistumismaksu"]


def test_the_title_is_marked_too(library: Library) -> None:
    hit = next(hit for hit in search(library, "osallistuminen").hits if hit.item_id == JOIN.id)
    assert hit.title is not None
    assert [hit.title[start:end] for start, end in hit.title_spans] == ["Osallistuminen"]


def test_options_filter_as_fields_do(library: Library) -> None:
    assert (
        ids(library, "", municipality="Harjula", date="2024")
        == ids(library, "kunta:Harjula pvm:2024")
        == [JOIN.id]
    )


def test_sorting_and_paging(library: Library) -> None:
    newest = search(library, "pvm:2000..2030", sort=Order.NEWEST)
    assert [hit.date and hit.date.year for hit in newest.hits] == [2024, 2023, 2021]
    page = search(library, "pvm:2000..2030", sort=Order.OLDEST, limit=1, offset=1)
    assert (page.total, [hit.item_id for hit in page.hits]) == (3, [SWEDISH.id])


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("kunta:maa", 'no municipality "maa" in this library; did you mean koivumaa?'),
        ("kunta:Koivuma", 'no municipality "koivuma" in this library; did you mean koivumaa?'),
        ("verkosto:EVE", 'no network "eve" in this library'),
    ],
)
def test_an_unknown_name_is_noted(library: Library, query: str, note: str) -> None:
    assert search(library, query).notes == (note,)


def test_a_known_name_without_hits_is_not_noted(library: Library) -> None:
    assert search(library, "olematonta kunta:Koivumaa").notes == ()


# The index and the library


def test_the_index_is_made_and_renewed_when_needed(tmp_path: Path) -> None:
    with library_of(tmp_path, DEVELOPMENT) as library:
        assert ids(library, "verkosto*") == [DEVELOPMENT.id]
        assert reindex(library, if_needed=True) is None
        store(library, JOIN)
        assert set(ids(library, "verkosto*")) == {DEVELOPMENT.id, JOIN.id}
        assert reindex(library) == 2


def test_an_old_index_answers_when_it_cannot_be_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise IndexFailure("the disk is full")

    with library_of(tmp_path, DEVELOPMENT) as library:
        reindex(library)
        store(library, JOIN)
        monkeypatch.setattr(FolderEngine, "update", refuse)
        found = search(library, "verkosto*")
        assert [hit.item_id for hit in found.hits] == [DEVELOPMENT.id]
        assert found.notes == ("the index is older than the library: the disk is full",)


def test_a_damaged_index_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_folder, "_TRY_FOR", 0.0)
    with library_of(tmp_path, DEVELOPMENT) as library:
        reindex(library, engine="whoosh")
        table = next((tmp_path / "index" / "whoosh").glob("*.toc"))
        table.write_bytes(bytes(table.stat().st_size))
        assert ids(library, "ydintiimi") == [DEVELOPMENT.id]


def test_an_index_that_breaks_while_it_is_read_is_made_anew(tmp_path: Path) -> None:
    with library_of(tmp_path, DEVELOPMENT) as library:
        reindex(library, engine="whoosh")
        segment = next((tmp_path / "index" / "whoosh").glob("*.seg"))
        data = segment.read_bytes()
        segment.write_bytes(data[: len(data) // 4] + bytes(len(data) - len(data) // 4))
        assert ids(library, "ydintiimi") == [DEVELOPMENT.id]


class PanicException(BaseException):
    """As tantivy's own, which no module has by name."""


@pytest.mark.parametrize("where", ["_found", "vocabulary"])
def test_an_index_that_makes_tantivy_panic_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    engine = pytest.importorskip("index.engines.tantivy_engine")
    broken = [True]

    class Searcher:
        """tantivy's, over a file that is damaged."""

        def __init__(self, whole: Any) -> None:
            self._whole = whole

        def __getattr__(self, name: str) -> Any:
            if broken and name == ("search" if where == "_found" else "terms_with_prefix"):
                broken.clear()
                raise PanicException("index out of bounds")
            return getattr(self._whole, name)

    opened = engine.TantivyReader.__init__

    def damaged(self: Any, *args: Any, **options: Any) -> None:
        opened(self, *args, **options)
        self._searcher = Searcher(self._searcher)

    monkeypatch.setattr(engine.TantivyReader, "__init__", damaged)
    with library_of(tmp_path, DEVELOPMENT) as library:
        reindex(library, engine="tantivy")
        query = "ydintiimi" if where == "_found" else "ydintiimii"
        assert ids(library, query) == ([DEVELOPMENT.id] if where == "_found" else [])
        assert not broken
        broken.append(True)
        assert matches(library, query, hints=True).ids == ids(library, query)
        assert not broken


def test_an_engine_named_becomes_the_librarys_own(tmp_path: Path) -> None:
    with library_of(tmp_path, DEVELOPMENT) as library:
        reindex(library, engine="whoosh")
        assert chosen(library) == "whoosh"
        assert engine_of(library).name == "whoosh"
        assert not (tmp_path / "index" / "tantivy").exists()


def test_a_new_library_gets_the_quickest_engine_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "_installed", lambda _: False)
    with library_of(tmp_path / "plain", DEVELOPMENT) as library:
        assert ids(library, "ydintiimi") == [DEVELOPMENT.id]
        assert chosen(library) == "whoosh"
        monkeypatch.setattr(choice, "_installed", lambda _: True)
        assert engine_of(library).name == "whoosh"  # and keeps it
    with Library.open(tmp_path / "fast", create=True) as library:
        assert choice._for_new(library) == "tantivy"


def test_an_engine_that_is_not_installed_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "_installed", lambda _: False)
    with library_of(tmp_path, DEVELOPMENT) as library:
        with pytest.raises(IndexFailure, match=r"pip install pykala\[fast\]"):
            search(library, "verkosto", engine="tantivy")
        with pytest.raises(IndexFailure, match="no such engine: lucene: use one of whoosh, tantivy"):
            reindex(library, engine="lucene")


def test_without_any_index_a_failure_is_raised(tmp_path: Path) -> None:
    with library_of(tmp_path, DEVELOPMENT) as library:
        (tmp_path / "index").write_text("in the way")
        with pytest.raises(IndexFailure, match="cannot write the index"):
            search(library, "verkosto")


def test_a_query_is_read_before_anything_is_built(tmp_path: Path) -> None:
    with library_of(tmp_path, DEVELOPMENT) as library:
        with pytest.raises(QueryError):
            search(library, '"verkosto')
        assert not (tmp_path / "index").exists()


def test_another_writer_does_not_hold_up_a_question(tmp_path: Path) -> None:
    with library_of(tmp_path, DEVELOPMENT) as library, Library.open(tmp_path) as writer:
        reindex(library)
        writer.connection.execute("BEGIN IMMEDIATE")
        assert ids(library, "kehittämisverkostottomuus") == []
        writer.connection.execute("ROLLBACK")
        assert library.word_terms(["ydintiimi"], ANALYSER)


QUESTIONS = """
import sys
from pathlib import Path
from corpus.database import Library
from index.search import search
with Library.open(Path(sys.argv[1])) as library:
    for query in ("kehittämisverkosto", "verkosto kehittäminen", "ydintiimi kunta:Koivumaa", "nätverk"):
        print(search(library, query).total)
print(*(name for name in sys.argv[2:] if name in sys.modules))
"""
HEAVY = ("spacy", "pyvoikko", "kfst", "rich", "pdfplumber", "bs4", "corpus.registry.municipalities", "ingest")


def test_questions_in_words_the_library_knows_import_nothing_heavy(tmp_path: Path) -> None:
    with library_of(tmp_path, *ITEMS) as library:
        reindex(library)
    done = subprocess.run(
        [sys.executable, "-c", QUESTIONS, str(tmp_path), *HEAVY],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert done.stdout.split() == ["1", "1", "1", "1"]


# Snippets


def snippet(query: str, text: str, language: str = "fi") -> Snippet:
    analyser = Analyser()
    return Marker(analysed(parse(query), analyser), analyser).snippet(text, language)


def marked(query: str, text: str, language: str = "fi") -> list[str]:
    found = snippet(query, text, language)
    return [found.text[start:end] for start, end in found.spans]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("verkosto", "Kunnan verkostoissa ja verkkoa.", ["verkostoissa"]),
        ("verkosto", "Kehittämis\u00adverkoston tila.", ["Kehittämisverkoston"]),
        ("verkosto*", "Verkostoituminen kunnassa.", ["Verkostoituminen"]),
        ("USO-verk*", "USO-verkostoon mennään.", ["USO"]),
        ('"kunnan verkosto"', "Kunnan talo. Kunnan verkosto.", ["Kunnan", "verkosto"]),
        ('="kunnan talo"', "Kunnan talossa. Kunnan talo.", ["Kunnan", "talo"]),
        ('"kunta talo"~3', "Kunta osti uuden talon.", ["Kunta", "talon"]),
        ('"kunta talo katto"~2', "Kunnan talo, talon vanha katto.", ["Kunnan", "talon", "katto"]),
        ("-kunta talo", "Kunnan talo.", ["talo"]),
        ("9 000", "Maksu on 9\u00a0000 euroa.", ["9 000"]),
        ("kunta:Oulu", "Oulun asia.", []),
    ],
)
def test_marks(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


def test_the_piece_shown_is_where_the_words_are() -> None:
    far = "Muuta asiaa on tässä. " * 60
    found = snippet("meluaita", f"{far}Tielle tehdään\n\n meluaidat. {far}")
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")
    assert "Tielle tehdään meluaidat." in found.text
    assert len(found.text) <= WIDTH + 4


@given(st.text(alphabet="ab \n\u00ad-kunta.", max_size=600), st.sampled_from(["kunta", "a", "b*", '"a b"']))
def test_snippets_of_any_text(text: str, query: str) -> None:
    if query == "b*":
        query = "ba*"
    found = snippet(query, text, "en")
    assert len(found.text) <= WIDTH + 4
    assert "\n" not in found.text
    assert all(0 <= start < end <= len(found.text) for start, end in found.spans)
    assert all(found.text[start:end].strip() for start, end in found.spans)


# The real thing


def test_the_seed_on_development_networks_is_found_by_its_words(tmp_path: Path, shared: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        for path in sorted((shared / "seeds").glob("*.txt")):
            data = path.read_bytes()
            document = Document(
                name=path.name,
                uri=path.as_uri(),
                sha256=hashlib.sha256(data).hexdigest(),
                media_type="text/plain",
                kind=Kind.OTHER,
                language="fi",
                reader="test/1",
            )
            reading = Reading(
                document=document, pages=(data.decode(),), items=(item(path.name, data.decode()),)
            )
            library.store(reading, data)
        for query in (
            "kehittämisverkosto",
            "verkostojen kehittäminen",
            "ydintiimi",
            "ydintiimejä",
            "kehittämisverkostoille",
        ):
            assert "tuusula-hyte-lautakunta-12.txt" in ids(library, query), query


@pytest.mark.parametrize("query", ["HSL", "HSL:n", "hsl:ltä", "HSL:s", "esittelijä", '"HSL lippu"'])
def test_abbreviations_are_found_in_any_inflection(tmp_path: Path, query: str) -> None:
    """Also those that no dictionary knows, in minutes of either language, and words with a colon between."""
    finnish = item("a/1", "HSL:n liput. Esittelijä:Kunnanjohtaja")
    swedish = item("b/1", "Esittelijä om HSL:s lippu", language="sv")
    with library_of(tmp_path, finnish, swedish) as library:
        assert {hit.item_id for hit in search(library, query).hits} == {"a/1", "b/1"}
