"""Reading order of PDF pages: two columns, captions beside text, tables that only places show."""

from __future__ import annotations

from fpdf import FPDF

from ingest.document import ReadDocument
from ingest.readers import read
from tests.test_reader_pdf import pdf, put, read_made, texts

LEFT = (
    "Kunnanhallitus päätti, että palvelut",
    "järjestetään kuten aiemmin ja että",
    "maksut tarkistetaan vuosittain tammi-",
    "kuussa. Asia annetaan tiedoksi kaikille",
    "lautakunnille, jotka ottavat sen",
    "huomioon omissa talousarvioissaan ja",
    "käyttösuunnitelmissaan, joita val-",
)
RIGHT = (
    "mistellaan parhaillaan. Hallitus seuraa",
    "asiaa puolivuosittain ja raportoi siitä",
    "valtuustolle tilinpäätöksen yhteydessä,",
    "kun luvut on vahvistettu ja julkaistu",
    "kunnan verkkosivuilla kaikkien nähtäviksi",
    "ilman erillistä pyyntöä.",
)


def two_columns(interleaved: bool, drop: float = 0.0) -> FPDF:
    """Two columns below a heading across both; drawn column by column or line by line."""
    made = pdf()
    put(made, (20, 40, "Mallilan kunnan toimintakertomus ja katsaus tulevaan vuoteen, jota valmistellaan"))
    left = [(20.0, 60.0 + 5 * row, text) for row, text in enumerate(LEFT)]
    right = [(110.0, 60.0 + 5 * row + drop, text) for row, text in enumerate(RIGHT)]
    lines = [*left, *right]
    if interleaved:
        lines.sort(key=lambda line: line[1])
    return put(made, *lines)


def lines_of(document: ReadDocument) -> list[str]:
    return texts(document)[0]


def test_columns_are_read_one_after_the_other() -> None:
    for interleaved, drop in ((False, 0.0), (True, 0.0), (True, 1.4)):
        found = lines_of(read_made(two_columns(interleaved, drop)))
        assert found[0].startswith("Mallilan kunnan"), (interleaved, drop)
        assert found[3] == "maksut tarkistetaan vuosittain tammikuussa.", (interleaved, drop)
        assert found[7:9] == ["käyttösuunnitelmissaan, joita valmistellaan", "parhaillaan. Hallitus seuraa"]
        assert found[-1] == "ilman erillistä pyyntöä."
        assert "\t" not in "".join(found)


def test_columns_stay_where_they_were_on_pages_with_less_text() -> None:
    made = two_columns(False)
    made.add_page()
    put(made, (20, 60, "Vasen palsta on lyhyt."), (20, 65, "Kaksi riviä."), (110, 60, "Oikea palsta."))
    assert texts(read_made(made))[1] == ["Vasen palsta on lyhyt.", "Kaksi riviä.", "Oikea palsta."]


def test_names_and_roles_side_by_side_are_rows() -> None:
    made = pdf()
    names = ["Maija Mallinen", "Otto Ote", "Pia Pykälä", "Kaarlo Kaava", "Liisa Liite", "Jussi Jaosto"]
    put(made, *((20, 40 + 5 * row, name) for row, name in enumerate(names)))
    put(made, *((110, 40.4 + 5 * row, "jäsen") for row in range(len(names))))
    assert lines_of(read_made(made)) == [f"{name}\tjäsen" for name in names]


def test_a_caption_of_two_lines_is_read_before_its_text() -> None:
    made = put(
        pdf(),
        (20, 50, "Päätösehdotuksen"),
        (57, 50, "Rakennuksen vuokraa tarkistetaan ja kes-"),
        (20, 55, "perustelut"),
        (57, 55, "kusta laajennetaan."),
        (57, 60, "Lisäys on pieni."),
        (20, 68, "Päätös"),
        (57, 68, "Hyväksyttiin."),
    )
    assert lines_of(read_made(made)) == [
        "Päätösehdotuksen perustelut\tRakennuksen vuokraa tarkistetaan ja keskusta",
        "laajennetaan.",
        "Lisäys on pieni.",
        "Päätös\tHyväksyttiin.",
    ]


def test_captions_after_one_another_stay_apart() -> None:
    made = put(
        pdf(), (20, 50, "KOKOUSAIKA"), (66, 50, "17.6.2024"), (20, 55, "KOKOUSPAIKKA"), (66, 55, "sali")
    )
    assert lines_of(read_made(made)) == ["KOKOUSAIKA\t17.6.2024", "KOKOUSPAIKKA\tsali"]


def rows_of(document: ReadDocument) -> list[list[str]]:
    page = document.pages[0]
    return [[page.text[cell.start : cell.end] for cell in row] for table in page.tables for row in table.rows]


def test_votes_without_rules_keep_their_columns() -> None:
    made = put(
        pdf(), (20, 30, "Äänestys"), (20, 50, "Jäsen"), (90, 50, "JAA"), (105, 50, "EI"), (120, 50, "Tyhjä")
    )
    for row, (name, x) in enumerate((("Maija Mallinen", 90), ("Otto Ote", 105), ("Pia Pykälä", 120))):
        put(made, (20, 57 + 7 * row, name), (x, 57 + 7 * row, "X"))
    put(made, (20, 78, "Yhteensä"), (90, 78, "1"), (105, 78, "1"), (120, 78, "1"))
    document = read_made(made)
    assert rows_of(document) == [
        ["Jäsen", "JAA", "EI", "Tyhjä"],
        ["Maija Mallinen", "X", "", ""],
        ["Otto Ote", "", "X", ""],
        ["Pia Pykälä", "", "", "X"],
        ["Yhteensä", "1", "1", "1"],
    ]
    assert "Otto Ote\t\tX" in document.text


def test_a_cell_of_two_lines_is_one_without_rules_too() -> None:
    made = put(pdf(), (20, 50, "Nimi"), (80, 50, "Rooli"), (130, 50, "Huomautus"))
    put(
        made,
        (20, 57, "Maija Mallinen"),
        (80, 57, "jäsen"),
        (130, 57, "saapui klo 18.12"),
        (130, 61, "pykälään 5"),
    )
    put(made, (20, 68, "Otto Ote"), (80, 68, "jäsen"), (20, 75, "Pia Pykälä"), (80, 75, "jäsen"))
    put(made, (20, 90, "Tämän jälkeen kokous jatkui tavalliseen tapaan."))
    assert rows_of(read_made(made))[1:] == [
        ["Maija Mallinen", "jäsen", "saapui klo 18.12 pykälään 5"],
        ["Otto Ote", "jäsen", ""],
        ["Pia Pykälä", "jäsen", ""],
    ]


def test_marks_before_names_are_cells() -> None:
    made = pdf()
    rows = (("x", "Maija Mallinen, jäsen", ""), ("", "Otto Ote, jäsen", "x"), ("x", "Pia Pykälä, jäsen", ""))
    for row, (mark, member, other) in enumerate(rows):
        y = 50 + 5 * row
        put(
            made,
            *(
                (x, y, text)
                for x, text in ((20, mark), (25.5, member), (110, other), (116, "vj. Ville Vara"))
                if text
            ),
        )
    assert lines_of(read_made(made)) == [
        "x\tMaija Mallinen, jäsen\t\tvj. Ville Vara",
        "Otto Ote, jäsen\tx\tvj. Ville Vara",
        "x\tPia Pykälä, jäsen\t\tvj. Ville Vara",
    ]


def test_captions_in_capitals_beside_lists_are_whole() -> None:
    made = put(pdf(), (20, 50, "SAAPUVILLA"), (20, 55, "OLLEET JÄSENET"))
    for row, name in enumerate(("Maija Mallinen", "Otto Ote", "Pia Pykälä", "Kaarlo Kaava")):
        put(made, (66, 50 + 5 * row, name), (120, 50 + 5 * row, "jäsen"))
    assert lines_of(read_made(made))[:2] == [
        "SAAPUVILLA OLLEET JÄSENET\tMaija Mallinen\tjäsen",
        "Otto Ote\tjäsen",
    ]


def test_justified_lines_drawn_word_by_word_have_no_columns() -> None:
    made = pdf()
    words = (
        "Lisätietoja on osoitteessa",
        "kunnan verkkosivuilla ja myös kirjastossa",
        "sekä palvelupisteessä",
    )
    for row, line in enumerate(words):
        parts = line.split()
        room = 80.0 - sum(made.get_string_width(part) for part in parts)
        gap, x = room / (len(parts) - 1), 20.0
        for part in parts:
            made.text(x, 50 + 5 * row, part)
            x += made.get_string_width(part) + gap
    assert lines_of(read(bytes(made.output()), "a.pdf")) == list(words)
