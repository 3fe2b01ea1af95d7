"""Names of private persons are covered, those of officials stay."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cli import main
from corpus.database import Library
from corpus.records import Item, Person, Role
from corpus.redaction import RedactedLibrary, cover, redacted
from index.search import reindex
from tests.index_items import item, library_of
from tests.serving import serving

COVERED = (
    ("applicant", "Hakija Maija Mallikas pyytää poikkeamista.", "Hakija █████ ████████ pyytää poikkeamista."),
    ("inflected", "Maija Mallikkaan hakemus", "█████ ██████████ hakemus"),
    ("surname first", "Naapuri Mallikas Maija vastusti", "Naapuri ████████ █████ vastusti"),
    ("initial", "Pekka K. Mallikas valitti", "█████ █. ████████ valitti"),
    ("double name", "Anna-Maija Mallikas-Esimerkki", "████-█████ ████████-█████████"),
    ("two persons", "Maija Mallikas ja Pekka Esimerkki", "█████ ████████ ja █████ █████████"),
    ("hard space", "Maija\u00a0Mallikas", "█████\u00a0████████"),
    ("Swedish", "Sökanden Göran Exempelsson begär", "Sökanden █████ ███████████ begär"),
)
LEFT = (
    ("an official", "Esittelijä Heidi Virkanen esitti", ("Heidi Virkanen",)),
    ("an official inflected", "Heidi Virkasen esitys", ("Heidi Virkanen",)),
    ("a municipality", "Mänttä-Vilppulan kaupunki ja Tampere", ()),
    ("a body", "Kunnanhallitus Päätti Asiasta", ()),
    ("a network", "Uuden Sukupolven Organisaatiot", ()),
    ("a given name alone", "Maija sanoi", ()),
    ("no name", "Hyväksyttiin esityksen mukaisesti.", ()),
)


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in COVERED], ids=[c[0] for c in COVERED])
def test_covered(text: str, expected: str) -> None:
    assert cover(text) == expected


@pytest.mark.parametrize(("text", "known"), [case[1:] for case in LEFT], ids=[c[0] for c in LEFT])
def test_left(text: str, known: tuple[str, ...]) -> None:
    assert cover(text, known) == text


@given(st.text(max_size=300))
def test_every_offset_still_holds(text: str) -> None:
    assert len(cover(text)) == len(text)


def one() -> Item:
    return item(
        "kuusiranta/kunnanhallitus/2024-01-01/1",
        "Maija Mallikas hakee lupaa. Esittelijä Heidi Virkanen esittää, että lupa annetaan.",
        title="Maija Mallikkaan lupa",
        people=(Person(name="Heidi Virkanen", title="rakennustarkastaja", role=Role.PRESENTER),),
    )


def test_an_item_keeps_its_officials() -> None:
    shown = redacted(one())
    assert "Mallik" not in shown.model_dump_json()
    assert shown.people == one().people
    assert "Heidi Virkanen" in shown.text
    assert len(shown.text) == len(one().text)


def test_library_and_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    library_of(folder, one()).close()
    with RedactedLibrary.open(folder) as library:
        assert [stored.item.title for stored in library.items()] == ["█████ ██████████ lupa"]
    with Library.open(folder) as library:
        reindex(library)
    for arguments in (["search", "lupa"], ["show", one().id, "--text"], ["changes", "--since", "2020-01-01"]):
        plain = CliRunner().invoke(main, ["--library", str(folder), *arguments])
        covered = CliRunner().invoke(main, ["--library", str(folder), "--redact", *arguments])
        assert "Mallik" in plain.output, arguments
        assert "Mallik" not in covered.output, arguments
        assert covered.exit_code == 0


def test_pages(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    library_of(folder, one()).close()
    with Library.open(folder) as library:
        reindex(library)
    paths = (
        *(
            f"/items/{one().id}",
            "/search?q=lupa",
            "/changes",
            "/municipalities/Kuusiranta",
            "/search.csv?q=lupa",
        ),
        *(
            "/search.atom?q=lupa",
            f"/items/{one().id}.bib",
            "/api/v1/search?q=lupa",
            f"/api/v1/items/{one().id}",
        ),
        "/api/v1/changes",
    )
    with serving(folder, redact=True) as address, httpx.Client(base_url=address) as client:
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            assert "Mallik" not in answer.text, path
        assert "Heidi Virkanen" in client.get(paths[0]).text
