"""Several amounts beside each other: spans, rows of sums, lists under a caption, and tables."""

from decimal import Decimal

import pytest

from corpus.records import MoneyKind, Per, Vat
from ingest.document import Cell, Table
from ingest.extract.money import find_money
from tests.money_found import exact

EX, NO = Vat.EXCLUDED, Vat.UNKNOWN
KIND = MoneyKind


def test_a_span_gives_the_lower_over_all_and_the_upper_over_its_own_part() -> None:
    text = "Arvio on 3,1 – 6 M€/vuosi."
    assert [(one.value.text, one.value.per) for one in exact(text)] == [
        ("3,1 – 6 M€/vuosi", Per.YEAR),
        ("6 M€/vuosi", Per.YEAR),
    ]


def test_a_period_said_after_two_amounts_is_of_both() -> None:
    found = exact("Jäsenmaksu nousee 290 eurosta 354 euroon vuodessa.")
    assert [one.value.per for one in found] == [Per.YEAR, Per.YEAR]


def test_a_period_said_after_two_amounts_over_a_cut_line() -> None:
    found = exact("Maksu nousee 90 eurosta\n                    99 euroon vuodessa.")
    assert [one.value.per for one in found] == [Per.YEAR, Per.YEAR]


def test_a_period_said_after_a_swedish_rise() -> None:
    found = exact("Avgiften höjs från 20 euro till 25 euro i månaden.")
    assert [one.value.per for one in found] == [Per.MONTH, Per.MONTH]


SERIES = [
    (
        "three bids",
        "Tarjoukset: Vaja Oy 4 100, Puu & Kivi Ky 4\u00a0300 ja Talo Ab 5 000 euroa (alv 0 %).",
        3,
    ),
    ("with cents", "Vaja Oy tarjosi 99,50 ja Talo Ab 101,00 euroa.", 2),
    ("another sum's row is its own", "Vaja 4 100 euroa, Katos 4 300 ja Talo 5 000 euroa.", 3),
    ("years are no sums", "Vuonna 2019, Talo 5 000 euroa.", 1),
    ("too different", "Asukkaita on Kumpulassa 91 200, Talo 500 euroa.", 1),
    ("a clause between", "Ääniä sai 4 100, ja kunta maksaa 5 000 euroa.", 1),
]


@pytest.mark.parametrize(("text", "count"), [case[1:] for case in SERIES], ids=[case[0] for case in SERIES])
def test_a_currency_said_once_after_a_row_of_sums(text: str, count: int) -> None:
    found = exact(text)
    assert len(found) == count
    assert len({(one.value.kind, one.value.vat) for one in found}) == 1


def test_a_row_of_sums_has_its_amounts() -> None:
    found = exact("Vaja Oy tarjosi 4 100,50 ja Talo Ab 5 000 euroa.")
    assert [one.value.amount for one in found] == [Decimal("4100.50"), Decimal(5000)]


def test_a_labels_period_is_of_its_whole_list() -> None:
    found = exact("Kuukausivuokrat: halli 40 €, varasto 5 €. Avain maksaa 2 €.")
    assert [one.value.per for one in found] == [Per.MONTH, Per.MONTH, Per.ONCE]


def test_a_proposed_price_has_the_unit_of_the_one_it_replaces() -> None:
    text = "Tontin hinta on 8 €/m2. Päätösehdotus: hyväksytään. Jäsen A ehdotti hinnaksi 7 euroa."
    assert [one.value.per for one in exact(text)] == [Per.SQUARE_METRE, Per.SQUARE_METRE]


LISTS = [
    (
        "caption and aligned lines",
        "Saadut tarjoukset (ilman arvonlisäveroa, euroa):\n\n"
        "  Yksi Oy     5 100,00\n  Kaksi Ky    6\u00a0200,50\n\nLoppu",
        [("5100.00", Per.ONCE, EX, KIND.PRICE), ("6200.50", Per.ONCE, EX, KIND.PRICE)],
    ),
    (
        "caption and bullets",
        "Vuokrat (€/kk):\n- halli 500\n- varasto 90,50\nMuuta 7",
        [
            ("500", Per.MONTH, NO, KIND.RENT),
            ("90.50", Per.MONTH, NO, KIND.RENT),
            ("7", Per.MONTH, NO, KIND.RENT),
        ],
    ),
    (
        "head row of aligned columns",
        "Tarjous        €/vuosi (alv 0 %)    pisteet\n"
        "Yksi Oy        4 000                7\nKaksi Ky       4 500                9\n",
        [("4000", Per.YEAR, EX, KIND.PRICE), ("4500", Per.YEAR, EX, KIND.PRICE)],
    ),
    (
        "caption and list in its sentence",
        "Taksan hinnat (euroa/m3): kylä 1,50, ranta 2 ja saari 3,25. Asukkaita on 900.",
        [(amount, Per.CUBIC_METRE, NO, KIND.TARIFF) for amount in ("1.50", "2", "3.25")],
    ),
    (
        "a caption above the numbers alone, under a heading of charges",
        "Torimaksut 2031\n\n         €/vuosi (sis. alv)\nPöytä    45,00\nKatos    9,50\n",
        [("45.00", Per.YEAR, Vat.INCLUDED, KIND.TARIFF), ("9.50", Per.YEAR, Vat.INCLUDED, KIND.TARIFF)],
    ),
    (
        "a caption below the list",
        "Tarjouksia tuli kaksi:\n\nYksi Oy     5.100\nKaksi T:mi  6.200,50\n(euroa, alv 0 %)\n\nLoppu",
        [("5100", Per.ONCE, EX, KIND.PRICE), ("6200.50", Per.ONCE, EX, KIND.PRICE)],
    ),
    (
        "a caption below a table with bars",
        "Avustukset 2031\n\nHakija | haettu | esitys\nKerho | 400 | 300\nKuoro | 250 | -\n(summat euroja)\n",
        [(amount, Per.ONCE, NO, KIND.GRANT) for amount in ("400", "300", "250")],
    ),
    (
        "VAT told above the table",
        "Urakat\nHinnat sisältävät työn mutta eivät arvonlisäveroa:\nTekijä\tKone\t€/h\nYksi\tlana\t44,00\n",
        [("44.00", Per.HOUR, EX, KIND.PRICE)],
    ),
    (
        "VAT told below the table",
        "Tekijän tarjous\t€/kk\nYksi\t440\nHinnat alv 0 %.\n",
        [("440", Per.MONTH, EX, KIND.PRICE)],
    ),
    (
        "a list parted by a line that names its part",
        "Urakkatarjoukset (euroa):\n\nTalo\n- Yksi Oy   100.000\nLämpö\n- Kaksi Oy  20.000,40\n\nLoppu",
        [("100000", Per.ONCE, NO, KIND.PRICE), ("20000.40", Per.ONCE, NO, KIND.PRICE)],
    ),
    (
        "a table under a caption in thousands",
        "Investointiosa (1 000 €)\nKohde   TA 2031   Muutos\nSatama  1 400  -200\nKoulu  90  +15\nLoppu",
        [(amount, Per.ONCE, NO, KIND.BUDGET) for amount in ("1400000", "200000", "90000", "15000")],
    ),
    (
        "the unit stands above the rows' names",
        "Projekt (1 000 euro)   Budget    Ändring\nBron                   310       +40\nParken  20  -5\n",
        [(amount, Per.ONCE, NO, KIND.BUDGET) for amount in ("310000", "40000", "20000", "5000")],
    ),
    (
        "a column of per cents is none of money",
        "Budjetti (euroa)\nKohde     Nyt      Muutos %\nSilta     1 400    3,5\n",
        [("1400", Per.ONCE, NO, KIND.BUDGET)],
    ),
    ("brackets below prose", "Talossa on väljää.\nVuosi oli 2020\n(hinta euroina)\n", []),
    ("no caption", "Maksut suoritetaan euroissa tai euroina: ks. kohta 5, sivu 6.", []),
    ("an amount is no caption", "Hinta on 5 euroa: rivit 3, sarakkeet 4.", [("5", Per.ONCE, NO, KIND.PRICE)]),
    ("numbers of prose", "Tuloista (euroa): vuonna 2020 saatiin vähän.", []),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in LISTS], ids=[case[0] for case in LISTS])
def test_bare_numbers_under_a_caption(text: str, expected: list[tuple[str, Per, Vat, MoneyKind]]) -> None:
    values = [one.value for one in exact(text)]
    assert [(one.amount, one.per, one.vat, one.kind) for one in values] == [
        (Decimal(amount), *rest) for amount, *rest in expected
    ]


ROWS = "Saatiin tarjoukset, kokonaishinnat:\n\nYksi Oy 5 100,00 €\nKaksi Oy 6 200,00 €\nKolme Oy 7 300,00 €\n"


def test_further_rows_are_what_the_first_is() -> None:
    assert [one.value.kind for one in exact(ROWS)] == [KIND.PRICE] * 3


def test_a_matters_title_tells_of_sums_that_nothing_else_tells_of() -> None:
    text = "Soutajille 500 euroa."
    kinds = {
        title: find_money(text, title=title)[0].value.kind for title in ("Avustukset", "Vuokrat", "Muuta")
    }
    assert kinds == {"Avustukset": KIND.GRANT, "Vuokrat": KIND.RENT, "Muuta": KIND.OTHER}


def test_limits_of_powers_are_none_of_the_matters_sums() -> None:
    texts = [
        "Hallintosäännön mukaan johtaja päättää alle 30 000 euron hankinnoista.",
        "Lautakunta päättää hankinnoista 60 000 euroon saakka.",
        "Yli 5 000 euron hankinnoista pyydetään tarjous.",
        "Kulturchefen avgör ansökningar upp till 3 000 euro.",
    ]
    assert [exact(text)[0].value.kind for text in texts] == [KIND.OTHER] * 4
    assert exact("Hankinta tehdään enintään 30 000 eurolla.")[0].value.kind is KIND.PRICE


def test_a_tables_head_tells_of_its_amounts() -> None:
    text = "Toimittaja\tTarjous (alv 0 %) vuodessa\nYksi\t500 euroa\nKaksi\t600 euroa/kk\n"
    assert [(one.value.vat, one.value.kind) for one in exact(text)] == [(EX, KIND.PRICE)] * 2


def test_a_table_with_the_unit_in_its_head() -> None:
    text = "Asukasluku\tOsallistumismaksu €/vuosi (alv 0 %)\nalle 5 000\t3 000\nyli 5 000\t4\u00a0500,50\n"
    found = exact(text)
    assert [one.value.amount for one in found] == [Decimal(3000), Decimal("4500.50")]
    assert {(one.value.per, one.value.vat, one.value.kind) for one in found} == {
        (Per.YEAR, Vat.EXCLUDED, MoneyKind.PARTICIPATION_FEE)
    }


def test_a_readers_table() -> None:
    text = "Erä 1000 € Palkat 12,5 Muut 3 €"
    spans = [["Erä", "1000 €"], ["Palkat", "12,5"], ["Muut", "3 €"]]
    rows = tuple(tuple(Cell(text.index(cell), text.index(cell) + len(cell)) for cell in row) for row in spans)
    amounts = {one.value.text: one.value.amount for one in find_money(text, [Table(rows)])}
    assert amounts["12,5"] == Decimal(12500)
    assert amounts["3 €"] == Decimal(3)


B, E = "budget", "estimate"
GRIDS = [
    (
        "a lead-in names the unit, the head row begins with blanks",
        "Toimialojen toteuma elokuussa (1 000 €):\n\n"
        "                    Talousarvio   Toteuma   Ennuste\n"
        "Hallinto            1 250         830       1 240\n"
        "Sivistys            12 400        8 310     12 650\n",
        [1250000, 830000, 1240000, 12400000, 8310000, 12650000],
        [B, E, E, B, E, E],
    ),
    (
        "each head names it",
        "Toimiala | Talousarvio, t€ | Toteuma, t€\nHallinto | 1 250 | 830\nSivistys | 12 400 | 8 310\n",
        [1250000, 830000, 12400000, 8310000],
        [B, E, B, E],
    ),
    (
        "the first head names it, Swedish",
        "Sektor (1 000 euro)      Budget      Utfall\nBildning                 12 400      8 310\n",
        [12400000, 8310000],
        [B, E],
    ),
    (
        "numbers with signs",
        "Määrärahamuutokset, euroa:\nVanhuspalvelut +120 000\nYhteensä +75 000\n",
        [120000, 75000],
        [B, B],
    ),
    (
        "counts and shares are no money",
        "Hanke (euroa)      Määräraha      Kpl      %\nKatu                12 400         3        8\n",
        [12400],
        [B],
    ),
]


@pytest.mark.parametrize(
    ("text", "amounts", "kinds"), [case[1:] for case in GRIDS], ids=[c[0] for c in GRIDS]
)
def test_grids_in_plain_text(text: str, amounts: list[int], kinds: list[str]) -> None:
    found = find_money(text)
    assert [int(one.value.amount) for one in found] == amounts
    assert [one.value.kind.value for one in found] == kinds


SAID = [
    ("thousands before", "Luvut ovat tuhansina euroina.\n", "", [1250000, 830000]),
    ("euros before", "Summat euroa.\n", "", [1250, 830]),
    ("euros after", "", "\nHinnat ovat euroja.", [1250, 830]),
    ("Swedish", "Beloppen är i tusen euro.\n", "", [1250000, 830000]),
    ("nothing said", "Luvut ovat kappaleita.\n", "", []),
]


@pytest.mark.parametrize(
    ("before", "after", "amounts"), [case[1:] for case in SAID], ids=[case[0] for case in SAID]
)
def test_a_unit_said_beside_a_table(before: str, after: str, amounts: list[int]) -> None:
    rows = [["Toimiala", "Talousarvio", "Toteuma"], ["Hallinto", "1 250", "830"]]
    text, cells = before, []
    for row in rows:
        cells.append([])
        for words in row:
            cells[-1].append(Cell(len(text), len(text) + len(words)))
            text += words + "\t"
        text = text[:-1] + "\n"
    found = find_money(text.replace("\t", " ") + after, [Table(tuple(tuple(row) for row in cells))])
    assert [int(one.value.amount) for one in found] == amounts
