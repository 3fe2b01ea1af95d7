"""PDF: lines with place and look, heads and feet, broken words, ruled tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.pdf_corpus import generate
from bench.pdf_raw import simple, stream
from ingest.readers import read
from ingest.readers.hyphens import KnownWords
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf_chars import shown_with_places
from ingest.readers.pdfium import Pdf
from ingest.readers.word_breaks import joined
from tests.pdf_made import minutes, pdf, put, read_made, ruled, texts


def test_lines_have_place_size_and_weight() -> None:
    made = put(pdf(), (20, 40, "Päätösehdotus ja 9 000 € / § 257".replace("€", "e")))
    made.set_font("Helvetica", style="B", size=14)
    put(made, (20, 60, "Päätös"))
    document = read_made(made)
    assert (document.media_type, document.text) == (
        "application/pdf",
        "Päätösehdotus ja 9 000 e / § 257\nPäätös",
    )
    plain, bold = document.pages[0].lines
    assert (plain.bold, plain.size, bold.bold, bold.size) == (False, 11.0, True, 14.0)
    assert plain.box is not None
    assert bold.box is not None
    assert plain.box[0] == pytest.approx(20 / 25.4 * 72, abs=1)
    assert plain.box[3] == pytest.approx(40 / 25.4 * 72, abs=4)
    assert plain.box[1] < plain.box[3] < bold.box[1]


@pytest.mark.parametrize(
    ("name", "lines", "expected"),
    [
        ("captions at the left", [(20, 50, "Päätös"), (66, 50, "Hyväksyttiin.")], ["Päätös\tHyväksyttiin."]),
        (
            "columns alike wide",
            [(20, 50, "Nimi"), (70, 50, "Klo"), (120, 50, "Tehtävä")],
            ["Nimi\tKlo\tTehtävä"],
        ),
        ("a list mark and its text", [(20, 50, "-"), (35, 50, "Liite yksi")], ["- Liite yksi"]),
        ("a numbered list's mark", [(20, 50, "12."), (35, 50, "Liite yksi")], ["12. Liite yksi"]),
        ("words", [(20, 50, "jatko-"), (20, 55, "valmistelua tehdään.")], ["jatkovalmistelua", "tehdään."]),
        ("a whole line goes up", [(20, 50, "alku jatko-"), (20, 55, "valmistelu")], ["alku jatkovalmistelu"]),
        ("names", [(20, 50, "Mänttä-"), (20, 55, "Vilppulan kaupunki")], ["Mänttä-Vilppulan", "kaupunki"]),
        (
            "left-out parts",
            [(20, 50, "hyvinvointi-"), (20, 55, "ja terveyslautakunta")],
            ["hyvinvointi-", "ja terveyslautakunta"],
        ),
        (
            "as written elsewhere",
            [(20, 50, "uso-verkosto"), (20, 55, "uso-"), (20, 60, "verkosto on")],
            ["uso-verkosto", "uso-verkosto", "on"],
        ),
        ("no join over a gap", [(20, 50, "jatko-"), (20, 90, "valmistelua")], ["jatko-", "valmistelua"]),
        (
            "a caption broken beside its text",
            [
                (20, 50, "Täytäntöönpano-"),
                (66, 50, "Asia tiedoksi"),
                (20, 55, "tiedot"),
                (66, 55, "Ote: kunnat"),
            ],
            ["Täytäntöönpanotiedot\tAsia tiedoksi", "Ote: kunnat"],
        ),
        (
            "text broken beside a caption",
            [(20, 50, "Päätös"), (66, 50, "asia jätetään pöy-"), (66, 55, "dälle.")],
            ["Päätös\tasia jätetään pöydälle."],
        ),
    ],
)
def test_layout(name: str, lines: list[tuple[float, float, str]], expected: list[str]) -> None:
    assert texts(read_made(put(pdf(), *lines))) == [expected]


def test_justified_text_has_no_columns() -> None:
    made = pdf()
    made.set_xy(20, 40)
    made.multi_cell(
        110, 5, "Kuntakohtainen osallistumismaksu perustuu kunnan asukasmäärään tietenkin " * 6, align="J"
    )
    assert "\t" not in read_made(made).text


@pytest.mark.parametrize(
    ("before", "after", "known", "expected"),
    [
        ("jatko-", "valmistelua.", (), "jatkovalmistelua."),
        ("asia, TE-", "palvelut", (), "asia, TE-palvelut"),
        ("USO-", "verkosto", (), "USO-verkosto"),
        ("e-", "lasku", (), "e-lasku"),
        ("linja-", "auto", (), "linja-auto"),
        ("maa-", "alue", (), "maa-alue"),
        ("uso-", "verkosto", ("uso-verkosto",), "uso-verkosto"),
        ("linja-", "auto", ("linjaauto",), "linjaauto"),
        ("Etelä-", "Savo", (), "Etelä-Savo"),
        ("KAUPUNGIN-", "HALLITUS", (), "KAUPUNGINHALLITUS"),
        ("2025-", "2026", (), "2025-2026"),
        ("hyvinvointi-", "ja terveys", (), None),
        ("social-", "och hälsovård", (), None),
        ("jatko\u00ad", "valmistelu", (), "jatkovalmistelu"),
        ("ei viivaa", "loppu", (), None),
        ("ajatus -", "loppu", (), None),
        ("vuosi-", "(2025)", (), None),
        ("uusi sote-", "keskus", (), "uusi sote-keskus"),
        ("a" * 70_000 + "-", "b", (), "a" * 70_000 + "b"),
    ],
)
def test_joined(before: str, after: str, known: tuple[str, ...], expected: str | None) -> None:
    assert joined(before, after, frozenset(known)) == expected


@pytest.mark.parametrize(
    ("word", "is_known"),
    [
        ("uso-verkosto", True),
        ("linjaauto", True),
        ("sote-", True),
        ("keskus", True),
        ("uso", False),
        ("verkosto", False),
        ("sote-keskus", False),
    ],
)
def test_words_are_known_as_they_stand_between_blanks(word: str, is_known: bool) -> None:
    assert (word in KnownWords(["Liitytään USO-verkosto, ja", "Linjaauto.\tSote-", "keskus"])) is is_known


def test_heads_stay_once_and_feet_go() -> None:
    document = read_made(minutes(4))
    assert texts(document) == [
        [
            "Mallilan kaupunki",
            "Kaupunginhallitus § 40 12.3.2024",
            "Otsikko",
            "Asia aaa alkaa.",
            "Toinen rivi jatkuu.",
        ],
        ["Asia bbb alkaa.", "Toinen rivi jatkuu."],
        ["Asia ccc alkaa.", "Toinen rivi jatkuu."],
        ["Asia ddd alkaa.", "Toinen rivi jat-"],
    ]
    assert document.metadata["header"] == "Mallilan kaupunki\nKaupunginhallitus § 40 12.3.2024"
    assert document.metadata["footer"] == "Pöytäkirjan tarkastajat"


def test_what_begins_pages_but_is_no_running_head_stays() -> None:
    """Case numbers in the same place go up and down; headings stand close to what they head."""
    made = pdf()
    for number, case in enumerate((4012, 77, 913, 2050, 18)):
        if number:
            made.add_page()
        put(made, (20, 15, "Mallilan kaupunki"), (20, 30, f"Dno MAL/{case}/00.04/2024"))
        put(made, (20, 40, "Päätös:"), (20, 44, f"Teksti {'abcde'[number] * 3} jatkuu."))
    pages = texts(read_made(made))
    assert [len(page) for page in pages] == [4, 3, 3, 3, 3]
    assert [page[-3].split("/")[1] for page in pages] == ["4012", "77", "913", "2050", "18"]


def test_one_page_keeps_all_but_its_number() -> None:
    (lines,) = texts(read_made(minutes(1)))
    assert (len(lines), lines[0], lines[-1]) == (6, "Mallilan kaupunki", "Pöytäkirjan tarkastajat")


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("Sivu 1 (1)", False),
        ("1/1", False),
        ("1 (2)", True),  # of another document
        ("2/1", True),
        ("1 (1) euroa", True),
    ],
)
def test_numbers_of_a_page_alone(text: str, stays: bool) -> None:
    (lines,) = texts(read_made(put(pdf(), (20, 60, "Asia alkaa."), (20, 290, text))))
    assert (text in lines) is stays


def test_a_body_line_at_one_height_of_two_pages_among_many_stays() -> None:
    made = pdf()
    for number in range(8):
        if number:
            made.add_page()
        put(
            made,
            (20, 30, "Päätös" if number in (2, 6) else f"Rivi {'abcdefgh'[number]}"),
            (20, 100, "teksti"),
        )
    assert [page[0] for page in texts(read_made(made))].count("Päätös") == 2


def test_ruled_tables() -> None:
    rows = [
        ["Nimi", "Klo", "Tehtävä"],
        ["Maija Mallinen", "18:00-20:17", "puheenjohtaja"],
        ["Otto Ote", "", "jäsen, joka saapui paikalle vasta myöhemmin kuin muut"],
    ]
    document = read_made(ruled(rows))
    page = document.pages[0]
    assert [[page.text[c.start : c.end] for c in row] for row in page.tables[0].rows] == rows
    assert page.text.split("\n") == [
        "Osallistujat",
        *("\t".join(row) for row in rows),
        "Laillisuus ja päätösvaltaisuus",
    ]


def test_lists_side_by_side_in_one_ruled_row() -> None:
    document = read_made(
        ruled([["Nimi", "Tehtävä"], ["Maija Mallinen\nOtto Ote\nPia Pykälä", "pj\njäsen\njäsen"]])
    )
    page = document.pages[0]
    assert [[page.text[c.start : c.end] for c in row] for row in page.tables[0].rows] == [
        ["Nimi", "Tehtävä"],
        ["Maija Mallinen", "pj"],
        ["Otto Ote", "jäsen"],
        ["Pia Pykälä", "jäsen"],
    ]


def test_rules_around_groups_of_rows_are_no_cells() -> None:
    made = pdf(8)
    for top in (40, 60, 80):
        made.rect(20, top, 60, 20)
        made.rect(80, top, 90, 20)
        for row in range(3):
            y = top + 5 + 5 * row
            put(made, (22, y, f"Lautakunta {'abc'[row]}"), (85, y, "-10"), (110, y, "-20"), (140, y, "30"))
    page = read_made(made).pages[0]
    rows = [[page.text[cell.start : cell.end] for cell in row] for row in page.tables[0].rows]
    assert rows[:2] == [["Lautakunta a", "-10", "-20", "30"], ["Lautakunta b", "-10", "-20", "30"]]
    assert page.text.split("\n")[:2] == ["Lautakunta a\t-10\t-20\t30", "Lautakunta b\t-10\t-20\t30"]


def test_what_the_file_says_of_itself() -> None:
    made = put(pdf(), (20, 20, "a"))
    made.set_title("Kokous 5/2017")
    made.set_lang("fi-FI")
    document = read_made(made)
    assert (document.title, document.language) == ("Kokous 5/2017", None)
    assert document.metadata["lang"] == "fi-FI"
    assert document.metadata["pages"] == "1"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_are_read_as_they_are_shown(turn: int) -> None:
    """A page with text that its /Rotate turns upright, and one whose text lies on its side."""
    across = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[turn]
    at = {0: ("60 700", "300 700", "60 680"), 90: ("100 60", "100 300", "120 60")}
    at |= {180: ("500 100", "260 100", "500 120"), 270: ("300 700", "300 460", "280 700")}
    shown = " ".join(
        f"{across} {place} Tm ({text}) Tj"
        for place, text in zip(at[turn], ("Nimi", "Rooli", "Toinen"), strict=True)
    )
    data = simple(stream(f"BT /F1 11 Tf {shown} ET".encode()), page=b"/Rotate %d" % turn)
    page = read(data, "a.pdf").pages[0]
    assert page.text == "Nimi\tRooli\nToinen"
    first, second = (line.box for line in page.lines)
    assert first is not None
    assert second is not None
    assert second[1] - first[1] == pytest.approx(20, abs=0.1)
    assert first[2] - first[0] == pytest.approx(240 + 26, abs=2)


def test_gaps_within_one_drawn_text_part_columns() -> None:
    """Some programs write a whole row as one text with large distances between its pieces."""
    rows = (
        "[(Nimi)-6000(Klo)-5000(Rooli)] TJ",
        "[(Malla)-250(Mallinen)-250(on)-250(mukana)] TJ",
        "[(Malla)-250(Mallinen)-3250(on mukana)] TJ",
    )
    data = simple(stream(f"BT /F1 11 Tf 14 TL 60 780 Td {' T* '.join(rows)} ET".encode()))
    assert read(data, "a.pdf").text == "Nimi\tKlo\tRooli\nMalla Mallinen on mukana\nMalla Mallinen\ton mukana"


@pytest.mark.parametrize("gap", [-1300, -2000, -9000])
def test_a_line_of_very_many_gaps_is_read(gap: int) -> None:
    """What compares every gap with every other would take minutes."""
    data = simple(
        stream(b"BT /F1 1 Tf 1 780 Td [" + b"(a)%d" % gap * 20_000 + b"] TJ ET"), box=b"[0 0 300000 842]"
    )
    assert read(data, "a.pdf").text.split() == ["a"] * 20_000


def test_very_many_rows_that_are_no_table_are_read() -> None:
    """The third column wanders into the second now and then."""
    drawn = " ".join(
        f"1 0 0 1 {x} {20_000 - 1.2 * row:.1f} Tm ({text}) Tj"
        for row in range(4000)
        for x, text in ((10, "aa"), (40, "b"), (60 if row % 50 else 41, "c"))
    )
    data = simple(stream(f"BT /F1 1 Tf {drawn} ET".encode()), box=b"[0 0 200 20010]")
    assert len(read(data, "a.pdf").pages[0].lines) == 4000


def test_type_set_with_a_matrix_has_its_size() -> None:
    data = simple(stream(b"BT /F1 1 Tf 11 0 0 11 60 780 Tm (Otsikko) Tj ET"), box=b"[-50 -20 595 842]")
    line = read(data, "a.pdf").pages[0].lines[0]
    assert line.size == 11
    assert line.box is not None
    assert line.box[0] == pytest.approx(110, abs=0.1)


def test_signs_of_all_kinds_of_space_and_ligatures_are_plain() -> None:
    text = "9\u00a0000\u202feuroa, e\ufb00e\ufb03 so\u00adpii"
    assert shown_with_places(text)[0] == "9 000 euroa, effeffi sopii"


def test_words_drawn_one_by_one_hold_no_signs_of_space_but_spaces(tmp_path: Path) -> None:
    made = generate(tmp_path, 3, layout="columns", pages=2, font="embedded")
    data = (tmp_path / made.name).read_bytes()
    with Pdf(data) as opened, opened.page(0) as page:
        assert "\u00a0" in page.characters(), "the file's sums hold none: the test tests nothing"
    read_as = read_pdf(data, "a.pdf").text
    assert [sign for sign in read_as if sign.isspace() and sign not in " \n\t"] == []


@given(st.text(max_size=40))
def test_every_shown_character_has_its_place(raw: str) -> None:
    text, places = shown_with_places(raw)
    assert len(text) == len(places)
    assert places == sorted(places)
    assert text == text.strip(" ")
    for character, place in zip(text, places, strict=True):
        assert character in (raw[place], " ", "-", "\ufffd") or 0xFB00 <= ord(raw[place]) <= 0xFB06
