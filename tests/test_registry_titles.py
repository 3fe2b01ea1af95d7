"""Titles and role words."""

from __future__ import annotations

import pytest

from corpus.records import Role
from corpus.registry.titles import find_title_at, find_titles, is_title, role_of, title_base

TITLES = [
    "kehittämispäällikkö",
    "Kaupunginjohtaja",
    "kaupunginjohtajan",
    "kaupunginjohtajalle",
    "talousjohtajaksi",
    "päällikön",
    "Hallintojohtajana",
    "kunnansihteeri",
    "kaupunginarkkitehdin",
    "kaupunginlakimies",
    "lakimiehen",
    "Yhteisömanageri",
    "tekninen johtaja",
    "vs. tekninen johtaja",
    "vt. sivistysjohtaja",
    "johtava ylihammaslääkäri",
    "Yksikön päällikkö",
    "sosiaali- ja terveysjohtaja",
    "Sairaala-, kuntoutus- ja hoivapalvelujen johtaja",
    "Terveysinsinööri 1",
    "Varhaiskasvatuksen aluepäällikkö 5.1",
    "controller",
    "kaupunkisuunnittelujohtaja",
    "stadsdirektör",
    "Stadsdirektören",
    "bildningschef",
    "stadssekreterare",
    "apulaispormestari",
    "HR-päällikkö",
    "kaupunginjohtaja,",
    "palveluesihenkilö",
]
NOT_TITLES = [
    "puheenjohtaja",
    "varapuheenjohtaja",
    "kaupunginhallituksen puheenjohtaja",
    "vastaava",
    "kaupunki",
    "Anne",
    "Johtola",
    "johto",
    "ja",
    "",
    "§",
    "päätös",
    "pöytäkirjantarkastaja",
    "kaupungin hallintojohtaja",
    "tarkastus",
]


@pytest.mark.parametrize("word", TITLES)
def test_titles(word: str) -> None:
    assert is_title(word)


@pytest.mark.parametrize("word", NOT_TITLES)
def test_words_that_are_no_titles(word: str) -> None:
    assert not is_title(word)


@pytest.mark.parametrize(
    ("word", "base"),
    [
        ("Kaupunginjohtajalle", "kaupunginjohtaja"),
        ("kehittämispäällikön", "kehittämispäällikkö"),
        ("kaupunginlakimiehen", "kaupunginlakimies"),
        ("kaupunginlakimiestä", "kaupunginlakimies"),
        ("arkkitehdin", "arkkitehti"),
        ("stadsdirektörens", "stadsdirektör"),
        ("Matti", None),
    ],
)
def test_base(word: str, base: str | None) -> None:
    assert title_base(word) == base


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kehittämispäällikkö Maria Mallikas", "kehittämispäällikkö"),
        ("vt. tekninen johtaja Erkki Esimerkki", "vt. tekninen johtaja"),
        ("Yksikön päällikkö 21.1.2022", "Yksikön päällikkö"),
        ("Tekninen\u00a0johtaja Matti", "Tekninen\u00a0johtaja"),
        ("Kaupunginjohtajan esitys:", "Kaupunginjohtajan"),
        ("Kulttuurin ja vapaa-ajan toimialajohtaja päätti", "Kulttuurin ja vapaa-ajan toimialajohtaja"),
        ("ja hallintojohtaja", None),
        ("Maria Mallikas, kehittämispäällikkö", None),
    ],
)
def test_title_at_start(text: str, expected: str | None) -> None:
    match = find_title_at(text, 0)
    assert (match.text if match else None) == expected
    assert match is None or text[match.start : match.end] == match.text


def test_titles_in_prose() -> None:
    text = "Läsnä olivat Maria Mallikas, kehittämispäällikkö, ja vs. tekninen johtaja Erkki Esimerkki."
    assert [match.text for match in find_titles(text)] == ["kehittämispäällikkö", "vs. tekninen johtaja"]


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("Puheenjohtaja", Role.CHAIR),
        ("pj", Role.CHAIR),
        ("pj.", Role.CHAIR),
        ("puheenjohtajana", Role.CHAIR),
        ("vpj", Role.VICE_CHAIR),
        ("I vpj", Role.VICE_CHAIR),
        ("II vpj.", Role.VICE_CHAIR),
        ("1. varapuheenjohtaja", Role.VICE_CHAIR),
        ("1. vicechairman", Role.VICE_CHAIR),
        ("j", Role.MEMBER),
        ("jäsen", Role.MEMBER),
        ("Varajäsen", Role.DEPUTY),
        ("vj.", Role.DEPUTY),
        ("Esittelijä:", Role.PRESENTER),
        ("esittelijänä", Role.PRESENTER),
        ("Pöytäkirjanpitäjä", Role.SECRETARY),
        ("sihteerinä", Role.SECRETARY),
        ("Asiantuntija", Role.EXPERT),
        ("verkostoyhdyshenkilöksi", Role.CONTACT),
        ("varahenkilöksi", Role.DEPUTY_CONTACT),
        ("pöytäkirjantarkastajaksi", Role.INSPECTOR),
        ("ordförande", Role.CHAIR),
        ("ersättare", Role.DEPUTY),
        ("Tiedottaja", Role.OTHER),
        ("Kääntäjä", Role.OTHER),
        ("kaupunki", None),
        ("", None),
    ],
)
def test_roles(word: str, role: Role | None) -> None:
    assert role_of(word) == role


@pytest.mark.parametrize(
    "junk", ["§" * 1_000_000, "a" * 1_000_000, "johtaja-" * 100_000, "kaupungin " * 100_000]
)
def test_long_junk_is_read_quickly(junk: str) -> None:
    assert find_title_at(junk, 0) is None
    assert find_titles(junk) == []
    assert not is_title(junk)
