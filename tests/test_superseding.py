"""An agenda at one address and its minutes at another: whichever comes first, the minutes hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.database import Library
from corpus.records import Document, Item, Kind, Reading, State
from corpus.storing import store, version_at
from corpus.superseding import supersede_agendas
from corpus.versions import compare, versions_of
from ingest.pipeline import read_bytes


def reading(
    uri: str, text: str, kind: Kind, title: str, *, organ: str = "Kunnanhallitus", number: str = ""
) -> tuple[Reading, bytes]:
    data = text.encode()
    read = read_bytes(data, "a.txt", uri)
    item = read.items[0]
    fields = {
        **item.model_dump(),
        "kind": kind,
        "title": title,
        "municipality": "Kuusiranta",
        "organ": organ,
        "meeting_date": "2024-10-21",
        "id": f"kuusiranta/khall/2024-10-21/{uri[-1]}",
        "diary_numbers": [{"written": number, "key": number}] if number else [],
        "evidence": (),
    }
    document = Document.model_validate({**read.document.model_dump(), "kind": kind})
    return Reading(document=document, pages=read.pages, items=(Item.model_validate(fields),)), data


def put(library: Library, *parts: tuple[Reading, bytes]) -> None:
    for one, data in parts:
        with library.writing() as connection:
            store(connection, library.archive, one, data)
            held = version_at(connection, one.document.uri)
            assert held is not None
            supersede_agendas(connection, held["id"])


AGENDA = reading("http://k.example/a", "Esityslista\nOtsikko\nEhdotus", Kind.AGENDA, "Otsikko")
MINUTES = reading("http://k.example/b", "Pöytäkirja\nOtsikko\nPäätös", Kind.ITEM, "  OTSIKKO ")
RENAMED = reading(
    "http://k.example/c", "Pöytäkirja\nToinen nimi", Kind.ITEM, "Toinen nimi", number="1/00.01/2024"
)
NUMBERED = reading("http://k.example/d", "Esityslista\nNimi", Kind.AGENDA, "Nimi", number="1/00.01/2024")
WHOLE = reading("http://k.example/e", "Pöytäkirja koko", Kind.MINUTES, "Muu asia")
OTHER_ORGAN = reading("http://k.example/f", "Ptk toinen", Kind.ITEM, "Otsikko", organ="Tekninen lautakunta")
OTHER_MATTER = reading("http://k.example/g", "Ptk muu", Kind.ITEM, "Muu asia")

CASES: list[tuple[str, tuple[Reading, bytes], tuple[Reading, bytes], bool]] = [
    ("the same title", AGENDA, MINUTES, True),
    ("the same number", NUMBERED, RENAMED, True),
    ("the whole minutes", AGENDA, WHOLE, True),
    ("another body", AGENDA, OTHER_ORGAN, False),
    ("another matter", AGENDA, OTHER_MATTER, False),
]


@pytest.mark.parametrize("minutes_first", [False, True])
@pytest.mark.parametrize(("name", "agenda", "minutes", "replaced"), CASES, ids=[case[0] for case in CASES])
def test_minutes_replace_their_agenda(
    tmp_path: Path,
    name: str,
    agenda: tuple[Reading, bytes],
    minutes: tuple[Reading, bytes],
    replaced: bool,
    minutes_first: bool,
) -> None:
    with Library.open(tmp_path, create=True) as library:
        put(library, *((minutes, agenda) if minutes_first else (agenda, minutes)))
        states = {one.document.kind: one.state for one in library.documents(all_versions=True)}
        assert states[Kind.AGENDA] is (State.AMENDED if replaced else State.LIVE)
        assert states[minutes[0].document.kind] is State.LIVE
        assert len(list(library.items())) == (1 if replaced else 2)
        if replaced:
            live = next(library.items())
            versions = versions_of(library, live.item.id)
            assert [one.document.document.kind for one in versions] == [minutes[0].document.kind, Kind.AGENDA]
        # The agenda read once more stays where it is.
        put(library, agenda)
        assert len(list(library.items())) == (1 if replaced else 2)


def test_versions_are_compared(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        put(library, AGENDA, MINUTES)
        newer, older = versions_of(library, next(library.items()).item.id)
        lines = list(compare(older.item, newer.item))
        assert [line.text for line in lines if line.mark == "-"] == ["Esityslista", "Ehdotus"]
        assert [line.text for line in lines if line.mark == "+"] == ["Pöytäkirja", "Päätös"]
        assert [line.text for line in compare(None, newer.item) if line.mark == "-"] == []
        with pytest.raises(KeyError):
            versions_of(library, "nothing")
