"""Amounts of money: numbers, units, VAT, kinds, payers, and what is no amount."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Money, MoneyKind, Per, Vat
from ingest.extract import money
from ingest.extract.money import find_money
from ingest.extract.money_numbers import numeral
from ingest.extract.money_words import kinds_at, words
from tests.money_found import exact

EX, NO = Vat.EXCLUDED, Vat.UNKNOWN
KIND = MoneyKind


AMOUNTS = [
    ("plain", "1000 euroa", ["1000"]),
    ("grouped, symbol", "2 000 €", ["2000"]),
    ("decimals", "69 500,00 euroa", ["69500.00"]),
    ("dots as groups", "120.000 €", ["120000"]),
    ("dots and decimals", "30.720,90 euroa", ["30720.90"]),
    ("dots, millions", "22.890.829,00 euroa", ["22890829.00"]),
    ("space and dot", "1\u00a0032.000 euroa", ["1032000"]),
    ("no-break and thin spaces", "1\u00a0234\u202f567,5\u2009€", ["1234567.5"]),
    ("soft hyphen", "5\u00ad000 eu\u00adroa", ["5000"]),
    ("word cut at the line's end", "5 000 eu-\nroa", ["5000"]),
    ("line break before the unit", "yhteensä 2 000\neuroa", ["2000"]),
    ("line break inside the number", "maksu on yhteensä 69\n500 euroa", ["69500"]),
    ("a column is not one number", "12\n500 €", ["500"]),
    ("millions, symbol", "1,7 M€", ["1700000"]),
    ("thousands, letters", "22 te ja 600te", ["22000", "600000"]),
    ("tea is no thousand", "22 teetä", []),
    ("millions, a bare e", "2 milj.e ja 3 milj. e", ["2000000", "3000000"]),
    ("a bare e, tight", "hinta on 10 000e, alv 0 %", ["10000"]),
    ("a bare e with its unit", "35 e / kk", ["35"]),
    ("dots between", "20...30 euroa", ["20", "30"]),
    ("a thousand with a case", "1 000 €:lla", ["1000"]),
    ("and a half", "kolme ja puoli miljoonaa euroa", ["3500000"]),
    ("a thousand in Swedish", "tusen euro", ["1000"]),
    ("a few thousand is no sum", "muutama tuhat euroa", []),
    ("dot and dash", "12.500.- euroa", ["12500"]),
    ("from one to another, Swedish", "höjs från 31 till 35 euro", ["31", "35"]),
    ("millions, letters", "1,7 Me ja 5 M EUR", ["1700000", "5000000"]),
    ("millions, abbreviated", "4,7 milj. euroa", ["4700000"]),
    ("millions, three decimals", "1,944 milj. euroa", ["1944000"]),
    ("millions, genitive", "94 miljoonan euron", ["94000000"]),
    ("millions over a line", "Ylitys on 14,8 milj. \neuroa", ["14800000"]),
    ("millions of millions are a slip", "8 000 000 milj. euroa", ["8000000"]),
    ("thousand millions", "1,2 mrd. euroa", ["1200000000"]),
    ("Swedish millions", "1,2 miljoner euro", ["1200000"]),
    ("thousands", "5 tuhatta euroa, 7 t€ ja 3 k€", ["5000", "7000", "3000"]),
    ("from to", "290 eurosta 354 euroon", ["290", "354"]),
    ("span", "5 000 – 6 000 €", ["5000", "6000"]),
    ("tight span", "100-200 euroa", ["100", "200"]),
    ("span of millions", "3,1 – 6 M€", ["3100000", "6000000"]),
    ("span into millions", "950 000 – 1,2 milj. euroa", ["950000", "1200000"]),
    ("currency first", "€ 500 ja EUR 1 500", ["500", "1500"]),
    ("currency between", "290 € 354 €", ["290", "354"]),
    ("comma dash", "hinta 500,- ja 60,- €", ["500", "60"]),
    ("Swedish dash", "500:-", ["500"]),
    ("eur", "500 eur", ["500"]),
    ("e before a unit", "18,28 e/m²", ["18.28"]),
    ("cents", "35 senttiä, 5,5 snt/kWh", ["0.35", "0.055"]),
    ("inflected symbol", "5 000 €:n avustus", ["5000"]),
    ("decimal dot", "12.50 €", ["12.50"]),
    ("negative", "alijäämä -111 000 euroa", ["-111000"]),
    ("negative, minus sign", "tulos −5,5 M€", ["-5500000"]),
    ("a dash is not a minus", "osallistumismaksu – 500 euroa", ["500"]),
    ("words", "viisituhatta euroa", ["5000"]),
    ("words, millions", "kaksi miljoonaa euroa", ["2000000"]),
    ("words and digits", "viisituhatta (5 000) euroa", ["5000"]),
    ("after a budget code", "kohdalta 1 30 01 500 000 euroa", ["500000"]),
    ("after a year", "vuonna 2025 9 000 euroa", ["9000"]),
    ("after a date", "1.1.2025 500 euroa", ["500"]),
    ("after a clock time", "klo 18.30 500 euroa", ["500"]),
    ("after m2", "120 m2 500 €", ["500"]),
    ("after a season's name", "USO8 9 000 €", ["9000"]),
    ("after COVID-19", "COVID-19 500 €", ["500"]),
]


@pytest.mark.parametrize(
    ("text", "amounts"), [case[1:] for case in AMOUNTS], ids=[case[0] for case in AMOUNTS]
)
def test_amounts(text: str, amounts: list[str]) -> None:
    assert [one.value.amount for one in exact(text)] == [Decimal(amount) for amount in amounts]


NOTHING = [
    ("budget code", "talousarvion kohta 1 30 01"),
    ("inhabitants", "kunnassa on 1 000 asukasta"),
    ("cubic metres", "2 miljoonaa kuutiota vettä"),
    ("passengers", "1,3 miljoonaa matkustajaa"),
    ("percent", "korko on 3,5 % ja alv 24 %"),
    ("telephone", "puh. 040 185 1275"),
    ("year", "vuonna 2025"),
    ("table head in brackets", "(1 000 €)"),
    ("table head on its line", "TULOT\n1000€\nPalkat"),
    ("table head in words", "1000 euroina"),
    ("table head, thousands", "(tuhatta euroa)"),
    ("index", "indeksin pisteluku 1951:10=100 on 2108"),
    ("currency alone", "maksetaan euroissa, € ja eur"),
    ("floor area", "25 833 k-m²"),
    ("a length", "35 senttimetriä"),
    ("Europe", "2 eurooppalaista ja 3 euromäärää"),
    ("marks", "2.834.000 markkaa"),
]


@pytest.mark.parametrize("text", [case[1] for case in NOTHING], ids=[case[0] for case in NOTHING])
def test_no_money(text: str) -> None:
    assert find_money(text) == []


UNITS = [
    ("9 000 euroa/vuosi", Per.YEAR, "9 000 euroa/vuosi"),
    ("9 000 euroa / vuosi", Per.YEAR, "9 000 euroa / vuosi"),
    ("9 000 €/v.", Per.YEAR, "9 000 €/v"),
    ("5 000 euroa vuodessa.", Per.YEAR, "5 000 euroa vuodessa"),
    ("5 000 euroa vuosittain", Per.YEAR, "5 000 euroa vuosittain"),
    ("vuotuinen maksu on 5 000 euroa", Per.YEAR, "5 000 euroa"),
    ("Vuosimaksu: 5 000 €", Per.YEAR, "5 000 €"),
    ("maksu on 5 000 euroa (alv 0 %) vuodessa", Per.YEAR, "5 000 euroa"),
    ("9 000 euro/år", Per.YEAR, "9 000 euro/år"),
    ("5 000 € per år", Per.YEAR, "5 000 € per år"),
    ("300 €/kk", Per.MONTH, "300 €/kk"),
    ("kuukausihinta on 30 euroa", Per.MONTH, "30 euroa"),
    ("Uusi kausi maksaa 5 000 euroa", Per.SEASON, "5 000 euroa"),
    ("Avustus on tiekilometriä kohti 200 euroa", Per.OTHER, "200 euroa"),
    ("9 euroa kappaletta kohden", Per.OTHER, "9 euroa kappaletta kohden"),
    ("kuukausivuokra on 530 euroa", Per.MONTH, "530 euroa"),
    ("25 euroa/tunti", Per.HOUR, "25 euroa/tunti"),
    ("tuntihinta 95 €", Per.HOUR, "95 €"),
    ("120 €/vrk", Per.DAY, "120 €/vrk"),
    ("kaksivuotiselle kaudelle yhteensä 12 000 euroa", Per.SEASON, "12 000 euroa"),
    ("12 000 euroa kaksivuotiselta kaudelta", Per.SEASON, "12 000 euroa kaksivuotiselta kaudelta"),
    ("Kaudelta perittävä osallistumismaksu on 7 800 euroa", Per.SEASON, "7 800 euroa"),
    ("kauden osallistumismaksu on 7 000 euroa", Per.SEASON, "7 000 euroa"),
    ("kauden osallistumismaksu on 7 000 euroa vuodessa", Per.YEAR, "7 000 euroa vuodessa"),
    ("tilikaudelta saatiin 7 000 euroa", Per.ONCE, "7 000 euroa"),
    ("kaksivuotiselle verkostolle 9 000 euroa/vuosi", Per.YEAR, "9 000 euroa/vuosi"),
    ("0,50 euroa/asukas", Per.INHABITANT, "0,50 euroa/asukas"),
    ("0,50 euro per invånare", Per.INHABITANT, "0,50 euro per invånare"),
    ("maksu on asukasta kohden 0,50 euroa", Per.INHABITANT, "0,50 euroa"),
    ("1€/asukas/vuosi", Per.INHABITANT_YEAR, "1€/asukas/vuosi"),
    ("0,12 €/as./v", Per.INHABITANT_YEAR, "0,12 €/as./v"),
    ("vuosimaksu 0,50 euroa asukasta kohti", Per.INHABITANT_YEAR, "0,50 euroa asukasta kohti"),
    ("0,50 euro per invånare per år", Per.INHABITANT_YEAR, "0,50 euro per invånare per år"),
    ("35 000 euroa/kunta/vuosi", Per.MUNICIPALITY_YEAR, "35 000 euroa/kunta/vuosi"),
    ("300 €/työllistettävä nuori", Per.PERSON, "300 €/työllistettävä nuori"),
    ("60 €/hlö", Per.PERSON, "60 €/hlö"),
    ("60 euroa henkilöltä", Per.PERSON, "60 euroa henkilöltä"),
    ("0,70 euroa/m2/vuosi", Per.SQUARE_METRE, "0,70 euroa/m2/vuosi"),
    ("10 €/k-m²", Per.SQUARE_METRE, "10 €/k-m²"),
    ("1,85 €/m³", Per.CUBIC_METRE, "1,85 €/m³"),
    ("5 €/kpl", Per.OTHER, "5 €/kpl"),
    ("500 euroa", Per.ONCE, "500 euroa"),
    ("kertamaksu 500 euroa", Per.ONCE, "500 euroa"),
    ("Aikuisten lipun hinta on 8 euroa", Per.PERSON, "8 euroa"),
    ("Lipun hinta on 30 €/kk", Per.MONTH, "30 €/kk"),
    ("Säiliön tyhjennyksen hinta on 8 euroa", Per.OTHER, "8 euroa"),
    ("8 euroa kuormalta", Per.OTHER, "8 euroa kuormalta"),
    ("8 e/tonni", Per.OTHER, "8 e/tonni"),
    ("8 euroa lasta kohti", Per.PERSON, "8 euroa lasta kohti"),
    ("5 000 euroa / Sivistys", Per.ONCE, "5 000 euroa"),
    ("69\u202f500,00\u00a0euroa/\u00advuosi", Per.YEAR, "69\u202f500,00\u00a0euroa/\u00advuosi"),
]


@pytest.mark.parametrize(("text", "per", "words"), UNITS, ids=[case[0] for case in UNITS])
def test_units_and_own_words(text: str, per: Per, words: str) -> None:
    found = exact(text)
    assert [(one.value.per, one.value.text) for one in found] == [(per, words)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("viisituhatta", 5000),
        ("kahdeksantoista", 18),
        ("kaksikymmentäviisituhatta kolmesataa", 25300),
        ("satakolmekymmentä", 130),
        ("kymmenentuhatta", 10000),
        ("puoli miljoonaa", 500000),
        ("puolitoista miljoonaa", 1500000),
        ("viidentuhannen", 5000),
        ("femtusen", 5000),
        ("tuhatta", None),
    ],
)
def test_numerals(words: str, value: int | None) -> None:
    assert numeral(words) == value


def test_the_seeds(shared: Path) -> None:
    def amounts(name: str) -> list[Money]:
        return [one.value for one in exact((shared / "seeds" / f"{name}.txt").read_text(encoding="utf-8"))]

    (fee,) = amounts("mantta-vilppula-uso8")
    assert (fee.amount, fee.per, fee.vat, fee.kind) == (9000, Per.YEAR, Vat.UNKNOWN, KIND.PARTICIPATION_FEE)
    assert (fee.text, fee.payer) == ("9 000 euroa/vuosi", "Mänttä-Vilppulan kaupunki")
    (budget,) = amounts("tuusula-kehittamisverkostot-slides")
    assert (budget.amount, budget.per, budget.kind) == (1, Per.INHABITANT_YEAR, KIND.BUDGET)
    for name in ("oulu-hanketietokanta-khe", "tuusula-hyte-lautakunta-12", "fcg-verkostohankkeet"):
        assert amounts(name) == []


SPACES = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", ".", ""])
CURRENCIES = st.sampled_from(["€", "euroa", "eur", "EUR", "euron", "euroon"])


@given(
    st.integers(1, 999_999_999),
    st.one_of(st.none(), st.integers(0, 99)),
    SPACES,
    st.sampled_from([" ", "\u00a0", "\n"]),
    CURRENCIES,
    st.sampled_from(["", "Summa on ", "Vuonna 2024 ", "(", "kohta 1 30 01 "]),
)
def test_an_amount_written_in_finnish_is_read_back(
    whole: int, cents: int | None, group: str, gap: str, currency: str, before: str
) -> None:
    written = f"{whole:,}".replace(",", group) + ("" if cents is None else f",{cents:02d}")
    if before == "kohta 1 30 01 " and group == " ":
        before = "kohta "
    text = f"{before}{written}{gap}{currency}"
    if written in ("1000", "1 000", "1.000", "1000000", "1 000 000", "1.000.000"):
        text = f"maksetaan {text}"  # alone it is a table's head
    found = exact(text)
    assert [one.value.amount for one in found] == [Decimal(f"{whole}.{cents or 0:02d}")]


@given(st.text(alphabet="0123456789 .,-–€euromiljalvtuhatkaksi/%()\n\t\u00a0\u00ad§", max_size=200))
def test_any_text_gives_exact_slices(text: str) -> None:
    starts = [one.start for one in exact(text)]
    assert starts == sorted(starts)


def test_cues_begin_with_a_plain_character() -> None:
    # What makes looking for them quick.
    data = tomllib.loads(Path(money.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    lists = [*data["kind"].values(), *data["charge"], *({"cues": cues} for cues in data["topic"].values())]
    lists += [{"cues": cues} for cues in data["before"].values()]
    assert [
        cue
        for entry in lists
        for cue in entry["cues"]
        if not re.match(r"(?:\\b)?(?:\(\?:|\{)?[a-zåäö-]", cue)
    ] == []


def test_every_cue_is_a_pattern() -> None:
    # They are compiled only when their letters are met.
    for start in words().cues_by_start:
        letters = start.removeprefix("|")
        assert kinds_at(letters, begins_word=True)


@pytest.mark.parametrize("rest", ["", "x" * 200, " 1" * 100])
@pytest.mark.parametrize(
    "amount",
    ["5 000 000 – 6 000 000,50 miljoonaa\neuroa", "EUR 1 234 567,50", "kaksikymmentäviisituhatta euroa"],
)
def test_long_amounts_are_seen_wherever_they_stand(amount: str, rest: str) -> None:
    assert exact(f"{rest} summa {amount} {rest}")[-1].value.text.endswith(amount.split("– ")[-1])


NOISE = [
    "A Oy 4 100, ",
    "A A 4 100,50 ja B & B 5 000 euroa ",
    "1\nabc 5 € ",
    "1",
    "1 ",
    "100 ",
    "1.",
    "§",
    "(",
    "5 € ",
    "5 € (",
    "alv 0 % ",
    "a. A",
    "- 1\n",
    "€\t",
    "1\t",
    "tuhat",
    "tuhat euroa ",
    "a € ",
    "alv lisätään. A 5 € ",
    "verkosto maksu 5 € ",
    "e/",
    "\n",
    "€:\na 1\n",
    "a  €\nb  c\n",
    "€\t1\n",
    "hinta (€): a 1, ",
    "hinta 5 €/m2, uusi hinta 5 euroa. ",
    "enintään 5 euroa ",
    "(€)\n",
    "a | 5 | 6\n(euroa)\n",
    "Yksi Oy 5 100,00 €\n",
    "5 euroa, josta a b c osuus on ",
    "varataan a b c d 5 euroa ja ",
]


@pytest.mark.parametrize("noise", NOISE, ids=repr)
def test_a_megabyte_of_noise_ends(noise: str) -> None:
    size = 60_000 if any(mark in noise for mark in ("€", "%", "euroa")) else 1_000_000
    assert isinstance(find_money(noise * (size // len(noise))), list)


TOLD_APART = [
    # (text, amounts, period, VAT)
    ("Metsien tuotto on noin 95 000 €\n             vuodessa.", ["95000"], Per.YEAR, Vat.UNKNOWN),
    ("Puheenjohtajisto ehdottaa 7 100 euron kuukausipalkkaa.", ["7100"], Per.MONTH, Vat.UNKNOWN),
    ("Sopimus 900 euron vuosivuokrasta uusitaan.", ["900"], Per.YEAR, Vat.UNKNOWN),
    ("Hinta on 2 990 € alv 0 % / vuosi.", ["2990"], Per.YEAR, Vat.EXCLUDED),
    ("Maksu on 29 200 euroa lisättynä arvonlisäverolla.", ["29200"], Per.ONCE, Vat.EXCLUDED),
    ("Anbudet är 88 400 euro utan mervärdesskatt.", ["88400"], Per.ONCE, Vat.EXCLUDED),
    ("Maksut ovat 3.600 ja 2.950 e vuodessa.", ["3600", "2950"], Per.YEAR, Vat.UNKNOWN),
    ("Avgiften ligger mellan 7 000 och 9 000 euro.", ["7000", "9000"], Per.ONCE, Vat.UNKNOWN),
    ("Omistajalle on asetettu 4.000\n                 euron uhkasakko.", ["4000"], Per.ONCE, Vat.UNKNOWN),
    ("Matkoihin käytettiin 2.815,50 e.", ["2815.50"], Per.ONCE, Vat.UNKNOWN),
    # No sums: a letter after a number, a year before one.
    ("Kohta 12 e, joka kumotaan.", [], Per.ONCE, Vat.UNKNOWN),
    ("Vuosina 2023 ja 2024 500 euroa.", ["500"], Per.ONCE, Vat.UNKNOWN),
]


@pytest.mark.parametrize(("text", "amounts", "per", "vat"), TOLD_APART)
def test_unit_and_vat_told_apart(text: str, amounts: list[str], per: Per, vat: Vat) -> None:
    found = [one.value for one in find_money(text)]
    assert [str(one.amount) for one in found] == amounts
    assert all(one.per is per and one.vat is vat for one in found)
