"""Development networks, and words that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.registry.networks import (
    Network,
    find_networks,
    network_named,
    networks,
    season_ordinals,
    season_years,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("osallistuu USO-verkostoon", [("USO-verkostoon", "USO", None)]),
        ("on osallistunut USO7 verkostoon vuosina", [("USO7 verkostoon", "USO", 7)]),
        ("Kehittämisverkosto USO 8. kausi käynnistyy", [("USO 8. kausi", "USO", 8)]),
        ("osallistuminen USO 8 -verkostoon", [("USO 8 -verkostoon", "USO", 8)]),
        ("osallistuminen USO\u00a08\u00a0-verkostoon", [("USO\u00a08\u00a0-verkostoon", "USO", 8)]),
        ("liitytään USO8:aan", [("USO8", "USO", 8)]),
        ("USO:n 8. kaudelle", [("USO:n 8. kaudelle", "USO", 8)]),
        ("USO-verkoston kahdeksannelle kaudelle", [("USO-verkoston kahdeksannelle kaudelle", "USO", 8)]),
        ("USO-verkoston 8. kauteen", [("USO-verkoston 8. kauteen", "USO", 8)]),
        ("alkaa 8. USO-kausi", [("8. USO-kausi", "USO", 8)]),
        ("USO-kehittämisverkoston kaudelle", [("USO-kehittämisverkoston", "USO", None)]),
        ("USO-kausi 2025–2026", [("USO-kausi", "USO", None)]),
        ("kunta lähtee Digiverkostoon", [("Digiverkostoon", "Digiverkosto", None)]),
        ("Kuntaliiton digiverkosto", [("digiverkosto", "Digiverkosto", None)]),
        ("USO 2025–2026", [("USO", "USO", None)]),
        ("USO 9 000 euroa", [("USO", "USO", None)]),
        ("USO 12.3.2024", [("USO", "USO", None)]),
        ("USO.", [("USO", "USO", None)]),
        (
            "Uuden Sukupolven Organisaatiot (USO) on kuntien",
            [("Uuden Sukupolven Organisaatiot (USO)", "USO", None)],
        ),
        ("uuden sukupolven\norganisaatioiden työssä", [("uuden sukupolven\norganisaatioiden", "USO", None)]),
        ("EVE-verkoston tapaamisissa", [("EVE-verkoston", "EVE", None)]),
        (
            "elinvoiman kehittäjäverkostoa eli EVE-verkostoa.",
            [("elinvoiman kehittäjäverkostoa eli EVE-verkostoa", "EVE", None)],
        ),
        (
            "Kunta hyvinvoinnin edistäjänä -verkostoprojekti",
            [("Kunta hyvinvoinnin edistäjänä -verkostoprojekti", "KHE", None)],
        ),
        ("KHE-verkostoon", [("KHE-verkostoon", "KHE", None)]),
        (
            "FCG:n ja Kuntaliiton Kestävä kuntatalous II -verkostohanke tarjoaa",
            [("Kestävä kuntatalous II -verkostohanke", "Kestävä kuntatalous", 2)],
        ),
        ("Kestävä kuntatalous", [("Kestävä kuntatalous", "Kestävä kuntatalous", None)]),
        (
            "Kestävän kuntatalouden verkostohankkeeseen",
            [("Kestävän kuntatalouden verkostohankkeeseen", "Kestävä kuntatalous", None)],
        ),
        (
            "Vuosina 2023–2024 Toimintakykyiset kuntakonsernit (TOK) verkostohanke",
            [("Toimintakykyiset kuntakonsernit (TOK)", "TOK", None)],
        ),
        ("TOK-verkostohanke", [("TOK-verkostohanke", "TOK", None)]),
        (
            "Nova Schola Finlandia -verkostohankkeen",
            [("Nova Schola Finlandia -verkostohankkeen", "Nova Schola", None)],
        ),
        ("Nova Scholan tilaisuus", [("Nova Scholan", "Nova Schola", None)]),
        ("OMA 2 -hanke 2024-2026", [("OMA 2 -hanke", "OMA2", None)]),
        ("Oma 2 -hanke tukee", [("Oma 2 -hanke", "OMA2", None)]),
        ("OMA2 -verkostohankkeesta", [("OMA2 -verkostohankkeesta", "OMA2", None)]),
        ("Digiverkostohanke on suunnattu", [("Digiverkostohanke", "Digiverkosto", None)]),
        ("Verkostoperuskoulu-hankkeeseen", [("Verkostoperuskoulu-hankkeeseen", "Verkostoperuskoulu", None)]),
        ("liittyminen Terve Kunta -verkostoon", [("Terve Kunta -verkostoon", "Terve Kunta", None)]),
        ("Terve kunta -verkoston jäsen", [("Terve kunta -verkoston", "Terve Kunta", None)]),
        (
            "USO-verkosto ja EVE-verkosto",
            [("USO-verkosto", "USO", None), ("EVE-verkosto", "EVE", None)],
        ),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, str, int | None]]) -> None:
    assert [(text[s:e], network.key, season) for s, e, network, season in find_networks(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Eveliina Mallikas",
        "Eve Mallikas, jäsen",
        "MALLIKAS EVE",
        "Uso Mallikas",
        "tokmanni",
        "TOKMANNI Oy",
        "tok-tok",
        "osuuskauppa TOK avaa myymälän",
        "kunnan digiverkosto kaipaa kaapelia",
        "KUSO",
        "oma 2 vuotta",
        "Kestävä kuntatalous edellyttää sopeuttamista.",
        "Tavoitteena on kestävä kuntatalous.",
        "terve kunta voi hyvin",
        "kunnan kehittämisverkostot",
        "vesijohtoverkostoon liittyminen",
        "palveluverkkoselvitys",
        "uuden sukupolven autot",
        "",
        "§ 12",
    ],
)
def test_near_misses(text: str) -> None:
    assert find_networks(text) == []


@pytest.mark.parametrize(
    ("network", "number", "years"),
    [
        ("USO", 4, "2017-2018"),
        ("USO", 6, "2021-2022"),
        ("uso-verkosto", 8, "2025-2026"),
        ("Kestävä kuntatalous", 2, "2022-2024"),
        ("USO", 99, None),
        ("EVE", 1, None),
        ("tuntematon", 1, None),
    ],
)
def test_season_years(network: str, number: int, years: str | None) -> None:
    assert season_years(network, number) == years


def test_only_one_season_is_inferred_for_uso() -> None:
    uso = network_named("USO")
    assert uso is not None
    assert [season.number for season in uso.seasons if season.inferred] == [6]


def test_only_terve_kunta_is_known_to_be_free() -> None:
    assert [network.key for network in networks() if network.free] == ["Terve Kunta"]


@pytest.mark.parametrize("network", networks(), ids=lambda network: network.key)
def test_every_alias_is_found_in_a_text(network: Network) -> None:
    missed = [
        alias
        for alias in network.aliases
        if [found[2] for found in find_networks(f"Kunta liittyi: {alias} -verkostoon.")] != [network]
    ]
    assert not missed


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("viidennellä ja seitsemännellä kaudella", [5, 7]),
        ("neljänteen, viidenteen ja 6. kauteen", [4, 5, 6]),
        ("alkava kausi on järjestyksessä kahdeksas.", [8]),
        ("den åttonde säsongen", [8]),
        ("8:e säsongen", [8]),
        ("viiden kunnan kausi", []),
        ("kauden toinen seminaari", []),
        ("neljä seminaaria kaudella", []),
    ],
)
def test_ordinals_of_seasons(text: str, numbers: list[int]) -> None:
    assert season_ordinals(text) == numbers


@given(st.text(alphabet="USOEVTK 8.-:n()I\u00a0", max_size=40))
def test_spans_are_in_order_and_within_the_text(text: str) -> None:
    last = 0
    for start, end, _, _ in find_networks(text):
        assert last <= start < end <= len(text)
        last = end


@pytest.mark.parametrize(
    "junk", ["USO" * 300_000, "kestävä " * 120_000, "§" * 1_000_000, "1" * 1_000_000, "(" * 1_000_000]
)
def test_long_junk_names_no_network(junk: str) -> None:
    assert find_networks(junk) == []
