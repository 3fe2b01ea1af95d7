"""Names, abbreviations and inflected forms of bodies."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.registry.organs import OrganKind, find_organ_at_line_start, organ_from, organ_heading, organs


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Kaupunginhallitus", "Kaupunginhallitus", "board"),
        ("Kaupunginhallituksen", "Kaupunginhallitus", "board"),
        ("kaupunginhallitukselle", "Kaupunginhallitus", "board"),
        ("Kaupunginhallituksen kokous", "Kaupunginhallitus", "board"),
        ("KAUPUNGINHALLITUS", "Kaupunginhallitus", "board"),
        ("Kunnanhallitus,", "Kunnanhallitus", "board"),
        ("Tuusulan kunnanhallitus", "Kunnanhallitus", "board"),
        ("KH", "Kunnanhallitus", "board"),
        ("Khall", "Kunnanhallitus", "board"),
        ("Kvalt:", "Kunnanvaltuusto", "council"),
        ("Kv.", "Kunnanvaltuusto", "council"),
        ("Tekn.ltk", "Tekninen lautakunta", "committee"),
        ("TEKNLTK", "Tekninen lautakunta", "committee"),
        ("HYTE-ltk", "Hyvinvoinnin ja terveyden edistämisen lautakunta", "committee"),
        ("Henjao", "Henkilöstöjaosto", "section"),
        ("Perla", "Peruspalvelulautakunta", "committee"),
        ("Teknpltk", "Teknpltk", "committee"),
        ("Hallitus", "Hallitus", "board"),
        ("Yhtymähallitus", "Yhtymähallitus", "joint"),
        ("Aluevaltuusto", "Aluevaltuusto", "welfare-region"),
        ("Aluehallituksen", "Aluehallitus", "welfare-region"),
        ("Teknisen lautakunnan", "Tekninen lautakunta", "committee"),
        ("Teknisen lautakunnan jaoston", "Teknisen lautakunnan jaosto", "section"),
        ("Seudullisen joukkoliikennelautakunnan", "Seudullinen joukkoliikennelautakunta", "committee"),
        ("Elinvoima- ja kehittämislautakunta", "Elinvoima- ja kehittämislautakunta", "committee"),
        (
            "Kulttuuri-, nuoriso- ja liikuntalautakunta",
            "Kulttuuri-, nuoriso- ja liikuntalautakunta",
            "committee",
        ),
        (
            "HYVINVOINNIN JA TERVEYDEN EDISTÄMISEN LAUTAKUNTA",
            "Hyvinvoinnin ja terveyden edistämisen lautakunta",
            "committee",
        ),
        ("Vapaan\u00a0sivistystyön jaosto", "Vapaan sivistystyön jaosto", "section"),
        ("Oulun Energia liikelaitoksen johtokunta", "Oulun Energia liikelaitoksen johtokunta", "committee"),
        ("Vanhusneuvosto", "Vanhusneuvosto", "advisory"),
        ("Nuorisovaltuusto", "Nuorisovaltuusto", "advisory"),
        ("Stadsstyrelsen", "Stadsstyrelsen", "board"),
        ("Kommunstyrelsens", "Kommunstyrelsen", "board"),
        ("Tekniska nämnden", "Tekniska nämnden", "committee"),
        ("Bildningsnämnden", "Bildningsnämnden", "committee"),
        ("Kommunfullmäktige", "Kommunfullmäktige", "council"),
        ("Nämnden Svenska rum", "Nämnden Svenska rum", "committee"),
        (
            "Svenska sektionen vid nämnden för fostran och utbildning",
            "Svenska sektionen vid nämnden för fostran och utbildning",
            "section",
        ),
        ("Kaupunkiympäristön toimialajohtaja", "Kaupunkiympäristön toimialajohtaja", "officeholder"),
        ("Kaupunginjohtajan", "Kaupunginjohtaja", "officeholder"),
        ("Rehtori, Kampus 5", "Rehtori, Kampus 5", "officeholder"),
        ("Pormestari", "Pormestari", "officeholder"),
    ],
)
def test_whole_strings(text: str, name: str, kind: str) -> None:
    organ = organ_from(text)
    assert organ is not None
    assert (organ.name, organ.kind.value) == (name, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "§",
        "Päätös",
        "Opetushallitus",
        "Valtioneuvosto",
        "Matti Mallikas",
        "Kaupunginhallitus päättää",
        "Esittelijä",
        "Päätösesitys Kaupunginhallitus",
        "Kehittämispäällikkö, Maria Mallikas",
        "Lisäksi lautakunta",
        "USO",
        "EVE",
        "2021",
        "Asian mukaan lautakunta",
        "Kaupunki",
        "a" * 400,
    ],
)
def test_strings_that_name_no_body(text: str) -> None:
    assert organ_from(text) is None


def test_town_name_of_an_abbreviation() -> None:
    board = organ_from("Khall")
    assert board is not None
    assert board.in_town().name == "Kaupunginhallitus"
    written = organ_from("Kunnanhallitus")
    assert written is not None
    assert written.in_town().name == "Kunnanhallitus"


@pytest.mark.parametrize(
    ("line", "name", "rest", "heading"),
    [
        (
            "Hyvinvoinnin ja terveyden edistämisen lautakunta, kokous 2.3.2021",
            "Hyvinvoinnin ja terveyden edistämisen lautakunta",
            ", kokous 2.3.2021",
            True,
        ),
        ("Kaupunginhallitus 28.10.2024 § 257", "Kaupunginhallitus", " 28.10.2024 § 257", True),
        (
            "Kaupunginhallitus\u00a028.10.2024 §\u00a0257",
            "Kaupunginhallitus",
            "\u00a028.10.2024 §\u00a0257",
            True,
        ),
        ("KH § 117", "Kunnanhallitus", " § 117", True),
        ("TEKNLTK 30", "Tekninen lautakunta", " 30", True),
        ("Kh § 190", "Kunnanhallitus", " § 190", True),
        ("Khall 02.02.2026 § 21", "Kunnanhallitus", " 02.02.2026 § 21", True),
        (
            "Kaupunginhallituksen suunnittelujaosto 1.2.2020",
            "Kaupunginhallituksen suunnittelujaosto",
            " 1.2.2020",
            True,
        ),
        ("Seudullinen joukkoliikennelautakunta", "Seudullinen joukkoliikennelautakunta", "", True),
        ("Kaupunkiympäristön toimialajohtaja", "Kaupunkiympäristön toimialajohtaja", "", True),
        ("Hallintojohtaja 3.4.2022 § 5", "Hallintojohtaja", " 3.4.2022 § 5", True),
        ("Stadsstyrelsen 4.5.2021 § 6", "Stadsstyrelsen", " 4.5.2021 § 6", True),
        ("  Tekniska nämnden", "Tekniska nämnden", "", True),
        ("Kaupunginhallitus Pöytäkirja 8.5.2017", "Kaupunginhallitus", " Pöytäkirja 8.5.2017", True),
        ("Kaupunginhallitus päättää, että", "Kaupunginhallitus", " päättää, että", False),
        ("Kunnanhallituksen esitys:", "Kunnanhallitus", " esitys:", False),
        ("SIVISTYSLAUTAKUNTA -607 350 -11", "Sivistyslautakunta", " -607 350 -11", False),
        ("Kaupunginhallitus 8.5.2017 klo 15.30 § 3", "Kaupunginhallitus", " 8.5.2017 klo 15.30 § 3", True),
        (
            "Nämnden för fostran och utbildning beslutar",
            "Nämnden för fostran och utbildning",
            " beslutar",
            False,
        ),
    ],
)
def test_line_starts(line: str, name: str, rest: str, heading: bool) -> None:
    found = find_organ_at_line_start(line)
    assert found is not None
    organ, end = found
    assert (organ.name, line[end:]) == (name, rest)
    assert (organ_heading(line) is not None) == heading


@pytest.mark.parametrize(
    "line",
    [
        "Päätösesitys Kaupunginhallitus päättää",
        "Esityksen mukaan lautakunta",
        "Kaupunginjohtaja Anne Mallikas",
        "12 §",
        "kh päätti asian",
        "Kokoukseen lautakunta kutsui",
        "Asiaan lautakunta palaa",
        "Kaupunginhallitukselle esitetään",
        "",
        "Matti Mallikas, puheenjohtaja",
        "Esittelijä Kaupunginjohtaja",
        "Opetushallituksen ohje",
        "Puheenjohtaja",
    ],
)
def test_lines_that_begin_with_no_body(line: str) -> None:
    assert find_organ_at_line_start(line) is None


def test_registry_names_are_recognised_as_themselves() -> None:
    names = {organ.name for organ in organs()}
    assert {"Kunnanhallitus", "Kaupunginhallitus", "Kommunstyrelsen", "Aluehallitus"} <= names
    different = [
        (organ.name, again.name if again else None)
        for organ in organs()
        if (again := organ_from(organ.name)) is None or again.name != organ.name
    ]
    assert not different


def test_helsinki_decision_makers(shared: Path) -> None:
    """Every Organization.Name of the real decisions, officeholders included."""
    names: dict[str, str] = {}
    for path in sorted((shared / "real" / "helsinki" / "decisions").glob("*.json")):
        for decision in _dicts(json.loads(path.read_text(encoding="utf-8"))):
            organisation = decision.get("Organization")
            if isinstance(organisation, dict):
                names[organisation["Name"]] = organisation["Type"]
    assert len(names) > 50
    missed = []
    for name, kind in names.items():
        organ = organ_from(name)
        officeholder = kind in ("Viranhaltija", "Luottamushenkilö")
        if organ is None or organ.name != name or (organ.kind is OrganKind.OFFICEHOLDER) != officeholder:
            missed.append((name, kind, organ))
    assert not missed


def test_bodies_of_mikkeli_and_tampere(shared: Path) -> None:
    nodes = json.loads((shared / "real" / "mikkeli" / "casem" / "10717_subnodes.json").read_text("utf-8"))
    names = {node["Name"] for node in _dicts(nodes) if "Name" in node} | {
        node["name"] for node in _dicts(nodes) if "name" in node
    }
    assert len(names) > 15
    assert not [name for name in names if organ_from(str(name)) is None]


def _dicts(value: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    stack = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            found.append(here)
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return found


@pytest.mark.parametrize(
    "junk", ["§" * 1_000_000, "A" * 1_000_000, "Kulttuuri-, " * 100_000, "Oulun " * 200_000, "1" * 1_000_000]
)
def test_long_junk_names_no_body(junk: str) -> None:
    assert organ_from(junk) is None
    assert find_organ_at_line_start(junk) is None
    assert organ_heading(junk) is None


def test_swedish_name_of_an_abbreviation() -> None:
    board = organ_from("Kst")
    assert board is not None
    assert board.in_swedish(town=False).name == "Kommunstyrelsen"
    assert board.in_swedish(town=True).name == "Stadsstyrelsen"
