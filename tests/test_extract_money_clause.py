"""Whose cost a clause tells: a network's fee, or what some other thing costs in a network's matter."""

from __future__ import annotations

import pytest

from corpus.records import MoneyKind
from ingest.extract.money import find_money
from ingest.extract.money_clause import is_silent, tells_of_another

FEE = MoneyKind.PARTICIPATION_FEE
# What each sentence's sums are not, though the heading is a network's.
OTHERS = [
    ("Terve Kunta -verkoston väliraportti", "Kunnan verkkosivujen uudistus maksoi 22 000 euroa."),
    ("Terve Kunta -verkoston väliraportti", "Koordinaattorin palkkakulut ovat 48 000 euroa."),
    ("Terve Kunta -verkoston väliraportti", "Kunta käyttää liikunnan edistämiseen 12 euroa asukasta kohden."),
    ("Terve Kunta -verkoston väliraportti", "Kunta saa valtiolta lisäosaa 85 000 euroa."),
    ("Osallistuminen USO-verkostoon", "Kehittämispäivän ruokailu maksaa 18 euroa hengeltä."),
    (
        "Osallistuminen USO-verkostoon",
        "Järjestelmän käyttöönotto maksaisi 14 000 euroa ja ylläpito 300 euroa.",
    ),
    ("Osallistuminen USO-verkostoon", "Kyläkoulun lakkauttaminen säästäisi 90 000 euroa vuodessa."),
    ("Osallistuminen USO-verkostoon", "Verkostossa tehty asiakaskysely maksoi 2 100 euroa."),
    ("Osallistuminen USO-verkostoon", "Edellisen kauden lopputilaisuuden kulut olivat 1 150 euroa."),
    ("Osallistuminen USO-verkostoon", "Kunta maksaa seudulliselle elinvoimayhtiölle 45 000 euroa."),
    ("Osallistuminen USO-verkostoon", "Ohjelmistolisenssi maksaa 290 euroa kuukaudessa."),
    ("Kestävä kuntatalous -verkosto", "Kiinteistöjen korjausvelka on 6,5 milj. euroa."),
    ("Kestävä kuntatalous -verkosto", "Lakkautettavan neuvolan kulut ovat 74 000 euroa vuodessa."),
    ("Nova Schola Finlandia -hanke", "Kalusteista maksettiin 38 000 euroa."),
    ("Nova Schola Finlandia -hanke", "Oppilasta kohden kustannus on 11 200 euroa."),
    ("Nova Schola Finlandia -hanke", "Uudisrakennus maksaisi 14 milj. euroa."),
    ("Nova Schola Finlandia -hanke", "Luokkahuoneiden muuttamiseen tarvitaan 27 000 euroa."),
    ("Digiverkostohanke", "Uusi asianhallintajärjestelmä maksaisi kunnalle 31 000 euroa vuodessa."),
    ("Digiverkostohanke", "Kaupungin osuus yhtiön veloista on 1,1 milj. euroa."),
    ("Slutrapport för EVE-nätverket", "Webbplatsen kostade 12 000 euro."),
    ("Slutrapport för EVE-nätverket", "Stadens näringslivsbolag får 150 000 euro per år."),
    ("Slutrapport för EVE-nätverket", "Resekostnaderna var 420 euro."),
    ("Slutrapport för EVE-nätverket", "Avgiften för småbåtsplatser är 120 euro."),
    ("Slutrapport för EVE-nätverket", "Bryggan, som nätverket diskuterade, kostade 64 000 euro."),
    ("Slutrapport för EVE-nätverket", "Konsulten debiterade 4 500 euro."),
]
FEES = [
    ("Osallistuminen USO-verkostoon", "Verkostossa mukana olevien kuntien maksu on 5 900 euroa vuodessa."),
    ("Osallistuminen USO-verkostoon", "FCG perii verkostosta 5 900 euroa vuodessa."),
    ("Osallistuminen USO-verkostoon", "Kunta maksaa kaudesta 11 800 euroa."),
    ("Osallistuminen USO-verkostoon", "Kunnan kokoluokassa hinta olisi noin 6 000 euroa."),
    ("Osallistuminen USO-verkostoon", "Mukanaolosta laskutetaan kaksi kertaa vuodessa 2 950 euroa."),
    ("Osallistuminen USO-verkostoon", "Osallistuminen maksaa kunnalta 5 900 euroa."),
    ("Osallistuminen USO-verkostoon", "Kustannus: 5 900 € + alv."),
    (
        "Osallistuminen USO-verkostoon",
        "Kunta on maksanut verkostosta vuosina 2021-2024 yhteensä 23 600 euroa.",
    ),
    ("Osallistuminen USO-verkostoon", "Lasku on 5 900 euroa ja se erääntyy maaliskuussa."),
    ("Nova Schola Finlandia -hanke", "Pakettihinta on 7 900 euroa, ja siihen kuuluu kolme työpajaa."),
    ("Nova Schola Finlandia -hanke", "Lisäpaikka työpajoihin maksaa 450 euroa."),
    ("Terve Kunta -verkosto", "Kunnan maksettavaksi tulee 4 200 euroa."),
    ("Terve Kunta -verkosto", "Liittyminen edellyttää 4 200 euron vuosimaksua."),
    (
        "Terve Kunta -verkosto",
        "Maksu on pienille kunnille 3 000 €, keskisuurille 4 500 € ja suuremmat 6 000 €.",
    ),
    ("Deltagande i EVE-nätverket", "Kommunens kostnad blir 3 900 euro per år."),
    ("Deltagande i EVE-nätverket", "FCG fakturerar kommunen 3 900 euro per år."),
    ("Deltagande i EVE-nätverket", "Att delta kostar 3 900 euro."),
    ("Deltagande i EVE-nätverket", "Kommunen har betalat 3 900 euro per år för nätverket."),
    ("Deltagande i EVE-nätverket", "Nätverket, där tio kommuner är med, kostar 3 900 euro."),
]


def kinds(title: str, text: str) -> list[MoneyKind]:
    return [one.value.kind for one in find_money(text, title=title)]


@pytest.mark.parametrize(("title", "text"), OTHERS, ids=[text for _, text in OTHERS])
def test_no_fee(title: str, text: str) -> None:
    found = kinds(title, text)
    assert found
    assert FEE not in found


@pytest.mark.parametrize(("title", "text"), FEES, ids=[text for _, text in FEES])
def test_fee(title: str, text: str) -> None:
    found = kinds(title, text)
    assert found
    assert set(found) == {FEE}


@pytest.mark.parametrize(
    ("clause", "another"),
    [
        ("verkosto maksaa ", False),
        ("kunnalle verkosto maksaa ", False),
        ("verkoston tekemä selvitys maksaa ", True),
        ("osallistumisen hinta on ", False),
        ("kahvituksen hinta on ", True),
        ("kuntakohtainen maksu on ", False),
        ("luokkakohtainen kustannus on ", True),
        ("hankinta, jonka hinta on ", False),
        ("osuus hankkeen kustannuksista on ", False),
        ("osuus yhtymän veloista on ", True),
        ("priset för perioden är ", False),
        ("priset för bussresan är ", True),
        (" ja kaluste ", True),
        (" ja jatkokausi ", False),
        ("", False),
    ],
)
def test_whose_cost(clause: str, another: bool) -> None:
    assert tells_of_another(clause, list) is another


def test_a_networks_name_is_no_other_thing() -> None:
    clause = "kolibri maksaa "
    assert tells_of_another(clause, list)
    assert not tells_of_another(clause, lambda: [(0, 7)])


def test_few_words_are_not_silent() -> None:
    assert not is_silent("pieni taulu")
    assert is_silent("uuden koulun pihalle rakennettiin aita")
    assert not is_silent("uuden verkoston tilaisuus pidettiin koululla")
