"""Municipalities: names, forms, populations, where they publish."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.registry.municipalities import (
    Municipality,
    abolished,
    by_diary_prefix,
    by_domain,
    find_municipality,
    mentions,
    municipalities,
    municipality_named,
    population,
)

REAL = [m for m in municipalities() if not m.invented]
INVENTED = [m for m in municipalities() if m.invented]


def named(name: str) -> Municipality:
    found = municipality_named(name)
    assert found is not None, name
    return found


def test_there_are_308_municipalities_beside_the_invented_ones() -> None:
    assert len(REAL) == 308
    assert len({m.code for m in municipalities()}) == len(REAL) + len(INVENTED)
    assert all(m.code.startswith("X") for m in INVENTED)
    assert not {m.name for m in INVENTED} & {m.name for m in REAL}


def test_languages_and_designations() -> None:
    counts = {language: sum(m.language == language for m in REAL) for language in ("fi", "sv", "bilingual")}
    assert counts == {"fi": 259, "sv": 16, "bilingual": 33}
    assert sum(m.is_town for m in REAL) == 108


def test_names_and_forms_have_no_stray_characters() -> None:
    for m in municipalities():
        for value in (m.name, m.name_sv, m.genitive, m.locative):
            assert value == value.strip()
            assert value.isprintable()
            assert "\u00a0" not in value
        assert m.genitive.endswith("n")
        assert m.locative.endswith(("ssa", "ssä", "lla", "llä"))


@pytest.mark.parametrize(
    ("name", "genitive", "locative"),
    [
        ("Helsinki", "Helsingin", "Helsingissä"),
        ("Turku", "Turun", "Turussa"),
        ("Tampere", "Tampereen", "Tampereella"),
        ("Lahti", "Lahden", "Lahdessa"),
        ("Vantaa", "Vantaan", "Vantaalla"),
        ("Ii", "Iin", "Iissä"),
        ("Kokemäki", "Kokemäen", "Kokemäellä"),
        ("Uusikaupunki", "Uudenkaupungin", "Uudessakaupungissa"),
        ("Mänttä-Vilppula", "Mänttä-Vilppulan", "Mänttä-Vilppulassa"),
        ("Virrat", "Virtain", "Virroilla"),
        ("Kauniainen", "Kauniaisten", "Kauniaisissa"),
        ("Isokyrö", "Isonkyrön", "Isossakyrössä"),
        ("Harjavalta", "Harjavallan", "Harjavallassa"),
        ("Kangasala", "Kangasalan", "Kangasalla"),
        ("Rautalampi", "Rautalammin", "Rautalammilla"),
        ("Pihtipudas", "Pihtiputaan", "Pihtiputaalla"),
        ("Punkalaidun", "Punkalaitumen", "Punkalaitumella"),
    ],
)
def test_declension(name: str, genitive: str, locative: str) -> None:
    m = named(name)
    assert (m.genitive, m.locative) == (genitive, locative)


# Names Voikko's dictionary does not know, or knows only as compounds it takes apart in another way.
UNKNOWN_TO_VOIKKO = {
    "Koski Tl",
    "Lemland",
    "Lumparland",
    "Saltvik",
    "Sund",
    "Uusikaarlepyy",
    "Virrat",
    "Pedersören kunta",
}


def test_every_genitive_is_the_name_according_to_voikko() -> None:
    pyvoikko = pytest.importorskip("pyvoikko")

    def is_form(form: str, name: str, case: str) -> bool:
        return any(
            analysis.BASEFORM.replace("--", "-").replace("=", "").lower() == name.lower()
            and case == analysis.SIJAMUOTO
            for analysis in pyvoikko.analyse(form.lower())
        )

    wrong = [
        m.genitive
        for m in REAL
        if m.name not in UNKNOWN_TO_VOIKKO and not is_form(m.genitive, m.name, "omanto")
    ]
    wrong += [
        m.locative
        for m in REAL
        if m.name not in UNKNOWN_TO_VOIKKO
        and not (is_form(m.locative, m.name, "sisaolento") or is_form(m.locative, m.name, "ulkoolento"))
    ]
    assert wrong == []


@pytest.mark.parametrize("m", municipalities(), ids=lambda m: m.code)
def test_every_municipality_is_found_by_each_of_its_forms(m: Municipality) -> None:
    for text in (m.name, m.name_sv, m.genitive, m.locative, m.name.upper()):
        assert find_municipality(text) == m
    assert mentions(f"Asia koskee {m.genitive} kuntaa.")[0][2] == m
    assert mentions(f"Asia koskee {m.genitive.upper()} KUNNAN asiaa.")[0][2] == m


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tuusulan kunta", "Tuusula"),
        ("TUUSULA", "Tuusula"),
        ("Raseborgs stad", "Raasepori"),
        ("Åbo", "Turku"),
        ("S:t Michel", "Mikkeli"),
        ("Gustav Adolfs", "Hartola"),
        ("Pedersöre", "Pedersören kunta"),
        ("Mänttä", "Mänttä-Vilppula"),
        ("Haukiputaan", "Oulu"),
        ("Nastola", "Lahti"),
        ("Pertunmaa", "Mäntyharju"),
        ("Björknäs", "Koivuniemi"),
    ],
)
def test_find(text: str, name: str) -> None:
    found = find_municipality(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text", ["", "Suomi", "Lappi", "Lapin", "kaupunki", "kunta", "§", "Tuusulantie", "a" * 500]
)
def test_find_nothing(text: str) -> None:
    assert find_municipality(text) is None


def test_named_is_strict() -> None:
    assert municipality_named("Tuusulan") is None
    assert municipality_named("Nastola") is None
    assert named("858").name == "Tuusula"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mänttä-Vilppulan kaupungin osallistuminen",
            [("Mänttä-Vilppulan kaupungin", "Mänttä-Vilppula", "genitive")],
        ),
        ("Oulun\u00a0kaupunki", [("Oulun\u00a0kaupunki", "Oulu", "genitive")]),
        (
            "Tuusulan kunnan ja Keravan kaupungin sopimus",
            [("Tuusulan kunnan", "Tuusula", "genitive"), ("Keravan kaupungin", "Kerava", "genitive")],
        ),
        ("Tuusulan kunnanhallitus", [("Tuusulan kunnanhallitus", "Tuusula", "genitive")]),
        ("mellan Raseborgs stad och", [("Raseborgs stad", "Raasepori", "swedish")]),
        ("Ingå kommuns andel", [("Ingå kommuns", "Inkoo", "swedish")]),
        ("S:t Michels stad", [("S:t Michels stad", "Mikkeli", "swedish")]),
        ("Kosken Tl kunta", [("Kosken Tl kunta", "Koski Tl", "genitive")]),
        ("Vilppulan\nkunta", [("Vilppulan\nkunta", "Mänttä-Vilppula", "former")]),
        ("Björknäs kommun", [("Björknäs kommun", "Koivuniemi", "swedish")]),
        ("Turun kaupunkiseudun joukkoliikennelautakunta", []),
        ("Lapin kuntien", []),
        ("Salon kuntayhtymä", []),
        ("salon kaupunki", []),
        ("Suomen Kuntaliitto", []),
        ("Raision kunnossapito", []),
        ("Helsingfors stadion", []),
        ("kunta", []),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(text[s:e], m.name, form) for s, e, m, form in mentions(text)] == expected


@given(st.text(alphabet="TuslanOki \nkpgtKAd-§", max_size=80))
def test_mentions_stay_in_order(text: str) -> None:
    last = 0
    for start, end, _, _ in mentions(text):
        assert last <= start < end <= len(text)
        last = end


@pytest.mark.parametrize(
    "junk", ["§" * 1_000_000, "A" * 1_000_000, "Oulun " * 160_000, "-" * 1_000_000, " " * 1_000_000]
)
def test_long_junk_mentions_nobody(junk: str) -> None:
    assert mentions(junk) == []


@pytest.mark.parametrize(
    ("name", "year", "used"),
    [
        ("Mänttä-Vilppula", 2024, 2022),
        ("Mänttä-Vilppula", 2010, 2010),
        ("Mänttä-Vilppula", 1990, 2000),
        ("Kuusiranta", 2030, 2025),
        ("Kuusiranta", 2020, 2020),
        ("Kuusiranta", 2000, 2015),
    ],
)
def test_population_year(name: str, year: int, used: int) -> None:
    found = population(named(name), year)
    assert found is not None
    assert found[1] == used


def test_every_municipality_has_a_dated_population() -> None:
    for m in municipalities():
        found = population(m, 2022)
        assert found is not None
        assert found[1] == 2022
        assert 50 < found[0] < 1_000_000


def test_invented_populations_cover_2015_to_2025_and_change_slowly() -> None:
    for m in INVENTED:
        counts = []
        for year in range(2015, 2026):
            found = population(m, year)
            assert found is not None
            assert found[1] == year
            counts.append(found[0])
        assert all(abs(b / a - 1) < 0.05 for a, b in pairwise(counts))


def test_population_against_the_source(shared: Path) -> None:
    with (shared / "reference" / "population_by_year_sotkanet.csv").open(encoding="utf-8") as file:
        rows = [(r["code"].zfill(3), int(r["year"]), int(r["population"])) for r in csv.DictReader(file)]
    by_code = {m.code: m for m in REAL}
    wrong = [
        row for row in rows if row[0] in by_code and population(by_code[row[0]], row[1]) != (row[2], row[1])
    ]
    assert len(rows) > 7000
    assert wrong == []


def test_names_against_the_source(shared: Path) -> None:
    with (shared / "reference" / "municipalities_2026.csv").open(encoding="utf-8") as file:
        rows = {r["code"]: (r["name_fi"], r["designation"], r["maakunta"]) for r in csv.DictReader(file)}
    assert {m.code: (m.name, m.designation, m.region) for m in REAL} == rows


def test_successors_exist() -> None:
    codes = {m.code for m in REAL}
    assert len(abolished()) > 110
    assert not [gone for gone in abolished() if gone.current_code not in codes]
    assert {gone.name: gone.last_year for gone in abolished()}["Nastola"] == 2015


@pytest.mark.parametrize(
    ("prefix", "name"),
    [
        ("TUUDno", "Tuusula"),
        ("tuudno", "Tuusula"),
        ("MliDno", "Mikkeli"),
        ("ROIDno", "Rovaniemi"),
        ("PuuDno", "Puumala"),
        ("JyväskyläDno", "Jyväskylä"),
        ("JYVASKYLADno", "Jyväskylä"),
        ("TRE:", "Tampere"),
        ("OUKA/", "Oulu"),
        ("VD", "Vantaa"),
        ("HEL", "Helsinki"),
        ("KuusirantaDno", "Kuusiranta"),
        ("XYZDno", None),
        ("Dno", None),
        ("VN", None),
        ("Oulu", None),
    ],
)
def test_diary_prefixes(prefix: str, name: str | None) -> None:
    found = by_diary_prefix(prefix)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("www.tuusula.fi", "Tuusula"),
        ("taidekaupunki.fi", "Mänttä-Vilppula"),
        ("asiakirjat.ouka.fi", "Oulu"),
        ("https://paatokset.hel.fi/fi/asia/x", "Helsinki"),
        ("tuusula.cloudnc.fi", "Tuusula"),
        ("https://mantta-vilppulad10.oncloudos.com/cgi/DREQUEST.PHP", "Mänttä-Vilppula"),
        ("https://dynastyjulkaisu.kase.fi/D10_Perho/cgi/DREQUEST.PHP", "Perho"),
        ("sibbo.fi", "Sipoo"),
        ("example.com", None),
        ("oncloudos.com", None),
        ("", None),
    ],
)
def test_domains(address: str, name: str | None) -> None:
    found = by_domain(address)
    assert (found.name if found else None) == name


def test_publishing_addresses_lead_to_their_municipality(shared: Path) -> None:
    with (shared / "reference" / "platform_map.csv").open(encoding="utf-8") as file:
        rows = [(r["kuntanumero"], r["base_url"]) for r in csv.DictReader(file) if r["base_url"]]
    wrong = [
        (code, url) for code, url in rows if (found := by_domain(url)) is not None and found.code != code
    ]
    missed = [url for code, url in rows if by_domain(url) is None]
    assert len(rows) > 200
    assert wrong == []
    assert missed == []
