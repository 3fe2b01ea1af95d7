"""Attendance lists of cover pages."""

# ruff: noqa: E501
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.attendance import find_attendance
from tests.attendance_rows import row, rows

CASES: list[tuple[str, str, list[dict[str, Any]]]] = [
    (
        "both languages in every cell",
        "Osallistujat/Deltagare\nNimi/Namn Klo/Kl. Tehtävä/Uppgift\nLäsnä/Närvarande\nHarju Liisa 17:30-21:10 puheenjohtaja/ordförande\n"
        "Öberg Lars 17:30-20:00 varajäsen/ersättare\nPoissa/Frånvarande\nSalo Otto jäsen/ledamot\nMuu/Övriga\nEk Mia 17:00-21:30 sihteeri/sekreterare\n",
        [
            row("Liisa Harju", "chair", arrived="17:30", left="21:10"),
            row("Lars Öberg", "deputy", arrived="17:30", left="20:00"),
            row("Otto Salo", "member", False),
            row("Mia Ek", "secretary", arrived="17:00", left="21:30"),
        ],
    ),
    (
        "the office before the name, the role after the title",
        "Muut saapuvilla olleet:\nValtuuston puheenjohtaja Siiri Ranta\nOja Pekka, tekninen johtaja asiantuntijana § 4\nSalo Otto, vs. kunnanjohtaja esittelijänä\n",
        [
            row("Siiri Ranta", "other", title="valtuuston puheenjohtaja"),
            row("Pekka Oja", "expert", title="tekninen johtaja"),
            row("Otto Salo", "presenter", title="kunnanjohtaja"),
        ],
    ),
    (
        "deputies' abbreviation after their names, the marked ones came",
        "SAAPUVILLA OLLEET JÄSENET\nx Liisa Harju, pj.     Ossi Niemi, vj.\n  Otto Salo     x Minna Oja, vj.\n",
        [
            row("Liisa Harju", "chair"),
            row("Otto Salo", "member", False),
            row("Minna Oja", "deputy", deputy_for="Otto Salo"),
        ],
    ),
    (
        "table with times and a deputy",
        "Osallistujat\nNimi\tKlo\tTehtävä\tLisätiedot\nLäsnä\n"
        "Virtanen Matti\t18:00 - 20:17\tPuheenjohtaja\t\nLahtinen Liisa\t18:00 - 20:17\tJäsen\tpoistui klo 19:45\n"
        "Elo Kaija\t18:20 - 20:17\tVarajäsen\tBoman Kurtin tilalla\nPoissa\nBoman Kurt\t\tJäsen\t\n"
        "Muut\nHeino Anne\t18:00 - 20:17\tEsittelijä\t\nKäsitellyt asiat\t§ 1 - 9\nNiemi Olli\n",
        [
            row("Matti Virtanen", "chair", arrived="18:00", left="20:17"),
            row("Liisa Lahtinen", "member", left="19:45"),
            row("Kaija Elo", "deputy", arrived="18:20", left="20:17", deputy_for="Kurt Boman"),
            row("Kurt Boman", "member", False),
            row("Anne Heino", "presenter", arrived="18:00", left="20:17"),
        ],
    ),
    (
        "name, comma, role; titles on lines of their own",
        "Saapuvilla olleet jäsenet\nMarkus Vuorela, puheenjohtaja\nPia Hakala, saapui klo 16.20 § 12 käsittelyn aikana\n"
        "Jouni J. Lehtola\nMuut saapuvilla olleet\nMaria Niemi\nvaltuuston puheenjohtaja, saapui klo 15.40\n"
        "Mari Elo\nkaupunginsihteeri, poistui klo 17.30\nLiisa Heino\nkaupunginsihteeri, sihteeri\n",
        [
            row("Markus Vuorela", "chair"),
            row("Pia Hakala", "member", arrived="16:20"),
            row("Jouni J. Lehtola", "member"),
            row("Maria Niemi", "other", title="valtuuston puheenjohtaja", arrived="15:40"),
            row("Mari Elo", "other", title="kaupunginsihteeri", left="17:30"),
            row("Liisa Heino", "secretary", title="kaupunginsihteeri"),
        ],
    ),
    (
        "marks before names, abbreviated roles",
        "LÄSNÄ\nx Virtanen Matti pj\nx Lahtinen Liisa II vpj\n  Boman Kurt j\nx Elo Kaija vj.\n"
        "MUUT SAAPUVILLA OLLEET\nHeino Anne kunnanjohtaja, esittelijä\n"
        "Niemi Olli kunnansihteeri, klo 19.00-19.33, §:ien 17, 18 ja 19 aikana\nKÄSITELLYT ASIAT\n§ 1 Rinne Katja\n",
        [
            row("Matti Virtanen", "chair"),
            row("Liisa Lahtinen", "vice-chair"),
            row("Kurt Boman", "member", False),
            row("Kaija Elo", "deputy"),
            row("Anne Heino", "presenter", title="kunnanjohtaja"),
            row("Olli Niemi", "other", title="kunnansihteeri", arrived="19:00", left="19:33"),
        ],
    ),
    (
        "a label broken over the names, roles in a column after them",
        "SAAPUVILLA Auer Pirkko\nOLLEET JÄSENET Hietala Eija\nBoman Kurt\npuheenjohtaja\nvarapuheenjohtaja\njäsen\n",
        [row("Pirkko Auer", "chair"), row("Eija Hietala", "vice-chair"), row("Kurt Boman", "member")],
    ),
    (
        "role before the name, comma names, deputies in brackets",
        "Päätöksentekijät\nHarjula, Anne, puheenjohtaja\nVirtanen, Matti (varajäsen Lahtisen tilalla)\n"
        "Niemi Liisa (Elo Kaija varajäsen)\nPoissa olleet jäsenet: Lahtinen Sirpa\nMuut osallistujat\n"
        "kunnanjohtaja Olli Heino\n",
        [
            row("Anne Harjula", "chair"),
            row("Matti Virtanen", "deputy", deputy_for="Sirpa Lahtinen"),
            row("Liisa Niemi", "deputy", deputy_for="Kaija Elo"),
            row("Sirpa Lahtinen", "member", False),
            row("Olli Heino", "other", title="kunnanjohtaja"),
        ],
    ),
    (
        "names in a row",
        "Läsnä: Matti Virtanen, pj., Liisa Lahtinen, Kaija Elo\nPoissa: Kurt Boman\n",
        [
            row("Matti Virtanen", "chair"),
            row("Liisa Lahtinen", "member"),
            row("Kaija Elo", "member"),
            row("Kurt Boman", "member", False),
        ],
    ),
    (
        "roles after each name of a row",
        "Saapuvilla olleet jäsenet: Virtanen Matti, pj, Lahtinen Liisa, vpj, Elo Kaija",
        [row("Matti Virtanen", "chair"), row("Liisa Lahtinen", "vice-chair"), row("Kaija Elo", "member")],
    ),
    (
        "a whole list on one line",
        "Läsnä Virtanen Matti puheenjohtaja Lahtinen Liisa varapuheenjohtaja Elo Kaija jäsen",
        [row("Matti Virtanen", "chair"), row("Liisa Lahtinen", "vice-chair"), row("Kaija Elo", "member")],
    ),
    (
        "a table's cells on lines of their own",
        "Osallistujat\nNimi\nKlo\nTehtävä\nLisätiedot\nVirtanen Matti\n17:00 - 18:36\nPuheenjohtaja\n"
        "Elo Kaija\n17:00 - 18:36\nKunnanjohtaja\nEsittelijä\n",
        [
            row("Matti Virtanen", "chair", arrived="17:00", left="18:36"),
            row("Kaija Elo", "presenter", title="kunnanjohtaja", arrived="17:00", left="18:36"),
        ],
    ),
    (
        "the member's name in a column after the deputy's role",
        "Läsnä\nElo Kaija\t16:00–19:45\tvarajäsen\tBoman Kurt\n",
        [row("Kaija Elo", "deputy", arrived="16:00", left="19:45", deputy_for="Kurt Boman")],
    ),
    (
        "presence told after the role",
        "Jäsenet\nVirtanen Matti, puheenjohtaja, läsnä\nBoman Kurt, varapuheenjohtaja, poissa\n"
        "Elo Kaija, läsnä klo 17.10 alkaen\n",
        [
            row("Matti Virtanen", "chair"),
            row("Kurt Boman", "vice-chair", False),
            row("Kaija Elo", "member", arrived="17:10"),
        ],
    ),
    (
        "Swedish",
        "Närvarande: Lindström Anna, ordförande\nBerg Karl, ledamot\nFrånvarande\nEk Sven\nÖvriga närvarande\n"
        "Dahl Erik, stadsdirektör, föredragande\n",
        [
            row("Anna Lindström", "chair"),
            row("Karl Berg", "member"),
            row("Sven Ek", "member", False),
            row("Erik Dahl", "presenter", title="stadsdirektör"),
        ],
    ),
    (
        "sentences about absence",
        "Jäsen Matti Virtanen oli estynyt saapumasta kokoukseen. Hänen tilallaan oli hänen varajäsenensä Liisa Lahtinen.",
        [row("Matti Virtanen", "member", False), row("Liisa Lahtinen", "deputy", deputy_for="Matti Virtanen")],
    ),
    (
        "asterisks for marks, deputies in a column of their own",
        "Jäsenet (* = läsnä)                      Henkilökohtainen varajäsen\n* Virtanen Matti, pj                     Boman Kurt\n"
        "  Lahtinen Liisa                       * Elo Kaija\n\nEsittelijä:    * Heusala Anne, kunnaninsinööri\n",
        [
            row("Matti Virtanen", "chair"),
            row("Liisa Lahtinen", "member", False),
            row("Kaija Elo", "deputy", deputy_for="Liisa Lahtinen"),
            row("Anne Heusala", "presenter", title="kunnaninsinööri"),
        ],
    ),
    (
        "who belongs to the body, on an agenda",
        "Kunnanhallitus  Esityslista\nJäsen\tVarajäsen\nVirtanen Matti, puheenjohtaja\tBoman Kurt\nElo Kaija\tLahtinen Liisa\n",
        [],
    ),
    (
        "a list with bullets",
        "- Aika: 6.10.2025 klo 16\n- Läsnä: Kaija Elo (pj.), Matti Virtanen, Liisa Lahtinen\n- Muut: Anne Heusala, hallintopäällikkö, pöytäkirjanpitäjä\n- Poissa: Kurt Boman\n",
        [
            row("Kaija Elo", "chair"),
            row("Matti Virtanen", "member"),
            row("Liisa Lahtinen", "member"),
            row("Anne Heusala", "secretary", title="hallintopäällikkö"),
            row("Kurt Boman", "member", False),
        ],
    ),
    (
        "headings in bold, with bullets",
        "**Läsnä**\n\n- Kaija Elo, puheenjohtaja\n- Matti Virtanen, saapui klo 16.20\n\n**Poissa**\n\n- Kurt Boman\n",
        [
            row("Kaija Elo", "chair"),
            row("Matti Virtanen", "member", arrived="16:20"),
            row("Kurt Boman", "member", False),
        ],
    ),
    (
        "marks before members and before the deputies beside them, to the diary number",
        "Osallistujat\nLäsnä olleet on merkitty rastilla (x).\nx\tKaija Elo, puheenjohtaja, saapui klo 15.53\t\tvj. Aino Niemi\n"
        "\tMatti Virtanen, jäsen\tx\tvj. Kurt Boman\nx\tLiisa Pykäläinen, jäsen\t\tvj. Olli Niemi\nMuut\n"
        "x\tAnne Heusala, pöytäkirjanpitäjä\nDno OTT/1684/04.08.00/2018\n",
        [
            row("Kaija Elo", "chair", arrived="15:53"),
            row("Matti Virtanen", "member", False),
            row("Kurt Boman", "deputy", deputy_for="Matti Virtanen"),
            row("Liisa Pykäläinen", "member"),
            row("Anne Heusala", "secretary"),
        ],
    ),
    (
        "a heading broken over the lines beside the names",
        "SAAPUVILLA Virtanen Matti       puheenjohtaja\nOLLEET     Lahtinen Liisa       jäsen\n\nMUUT       Heusala Anne         kunnanjohtaja, esittelijä\n"
        "SAAPUVILLA Elo Kaija            kunnanvaltuuston puheenjohtaja\n",
        [
            row("Matti Virtanen", "chair"),
            row("Liisa Lahtinen", "member"),
            row("Anne Heusala", "presenter", title="kunnanjohtaja"),
            row("Kaija Elo", "other", title="kunnanvaltuuston puheenjohtaja"),
        ],
    ),
    (
        "names in one column, roles and absence in the next",
        "Osallistujat\nNimi\nVirtanen Matti\nLahtinen Liisa\nBoman Kurt\nElo Kaija\nHeusala Anne\n\nTehtävä\npj\nj (saapui klo 16:42)\nvj, Elon varalla\npoissa\nsivistysjohtaja, esittelijä\n",
        [
            row("Matti Virtanen", "chair"),
            row("Liisa Lahtinen", "member", arrived="16:42"),
            row("Kurt Boman", "deputy", deputy_for="Kaija Elo"),
            row("Kaija Elo", "member", False),
            row("Anne Heusala", "presenter", title="sivistysjohtaja"),
        ],
    ),
    (
        "deputies to somebody, two roles of one person",
        "LÄSNÄ (x)\nx Virtanen Matti, puheenjohtaja\nBoman Kurt, jäsen\nx Elo Kaija, vj. Bomanille\nMUUT: x Heusala Anne, rakennusmestari, esittelijä ja pöytäkirjanpitäjä\n",
        [
            row("Matti Virtanen", "chair"),
            row("Kurt Boman", "member", False),
            row("Kaija Elo", "deputy", deputy_for="Kurt Boman"),
            row("Anne Heusala", "presenter", title="rakennusmestari"),
            row("Anne Heusala", "secretary", title="rakennusmestari"),
        ],
    ),
    (
        "Swedish, two roles",
        "Närvarande\nBerg, Anna, ordförande\nDahl, Erik, teknisk chef, föredragande och sekreterare\n",
        [
            row("Anna Berg", "chair"),
            row("Erik Dahl", "presenter", title="teknisk chef"),
            row("Erik Dahl", "secretary", title="teknisk chef"),
        ],
    ),
    (
        "nobody came in the absent one's place",
        "Matti Virtanen on ilmoittanut olevansa estynyt, ja hänen tilalleen on kutsuttu varajäsen K. J. Lahtinen. Lisäksi oli estynyt Kaija Elo, jolle ei saatu varajäsentä.",
        [
            row("Matti Virtanen", "member", False),
            row("K. J. Lahtinen", "deputy", deputy_for="Matti Virtanen"),
            row("Kaija Elo", "member", False),
        ],
    ),
    ("an item's text", "Päätösehdotus\nKaupunginjohtaja Anne Heusala\nKaupunginhallitus päättää", []),
    ("a heading without a list", "Läsnä\n\nKokous todettiin päätösvaltaiseksi.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_attendance(text: str, expected: list[dict[str, Any]]) -> None:
    assert rows(text) == expected


def test_the_place_is_the_whole_row() -> None:
    text = "Läsnä\n  Virtanen Matti   puheenjohtaja   18:00-20:17\n"
    (found,) = find_attendance(text)
    assert text[found.start : found.end] == "Virtanen Matti   puheenjohtaja   18:00-20:17"


def test_espoo_meeting_page(shared: Path) -> None:
    html = (shared / "real/espoo/2017406946.HTM").read_bytes().decode("windows-1252")
    soup = BeautifulSoup(html, "lxml")
    for tag in soup.find_all(["p", "br", "div", "td", "tr", "li", "label"]):
        tag.insert_before("\n")
    found = [f.value for f in find_attendance(soup.get_text())]
    assert sum(person.role.value in ("chair", "member") for person in found) == 15
    assert sum(person.role.value in ("other", "secretary") for person in found) == 18
    assert sum(person.left is not None for person in found) == 7
    assert sum(person.arrived is not None for person in found) == 5
    assert all(person.title for person in found if person.role.value in ("other", "secretary"))


PARTS = [
    "Läsnä", "Poissa", "Muut", "\n", "\t", " ", "  ", "Virtanen Matti", "pj", "jäsen", "x ", "18:00-20:17", "klo 25.99", "poistui klo 19:45",
    "(", ")", "tilalla", "Elon", "varajäsen", ",", ":", "§ 5", "oli estynyt", "Hänen tilallaan", "Nimi", "Klo", "kunnanjohtaja", "-",
]  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PARTS), max_size=40).map("".join)))
def test_any_text(text: str) -> None:
    for found in find_attendance(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.value.name
        for clock in (found.value.arrived, found.value.left):
            assert clock is None or (len(clock) == 5 and clock < "24:00")


@given(st.text(max_size=300).map(lambda text: "Läsnä\n" + text))
def test_any_list(text: str) -> None:
    assert all(text[found.start : found.end].strip() for found in find_attendance(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Läsnä\nSalonen Otto, pj\nKallio Aino (poissa)     Ylä-Oja Elsa\n",
            [
                row("Otto Salonen", "chair"),
                row("Aino Kallio", "member", False),
                row("Elsa Ylä-Oja", "deputy", deputy_for="Aino Kallio"),
            ],
        ),
        (
            "SAAPUVILLA\nElo Kaija\nSuokas Veli Salonen Mirjan varajäsen\n",
            [row("Kaija Elo", "member"), row("Veli Suokas", "deputy", deputy_for="Mirja Salonen")],
        ),
        (
            "Muut läsnäolijat\nElo Kaija, kunnanjohtaja Heusala Anne, kanslisti, ptk:n pitäjä\n",
            [
                row("Kaija Elo", "other", title="kunnanjohtaja"),
                row("Anne Heusala", "secretary", title="kanslisti"),
            ],
        ),
        (
            "Närvarande\nHolm Bo, viceordf.\nÖvriga\nLindholm Anna, fullmäktiges ordförande\n",
            [row("Bo Holm", "vice-chair"), row("Anna Lindholm", "other", title="fullmäktiges ordförande")],
        ),
        (
            "Beslutande:\nHolm, Bo, ordförande\nStröm, Nils, fr. kl. 18.45\n\nErsättare:\n"
            "Ek, Nina (Karin Lind)\nLindholm, Anna\n\nFrånvarande:\nLind, Karin\n",
            [
                row("Bo Holm", "chair"),
                row("Nils Ström", "member", arrived="18:45"),
                row("Nina Ek", "deputy", deputy_for="Karin Lind"),
                row("Anna Lindholm", "deputy"),
                row("Karin Lind", "member", False),
            ],
        ),
        (
            "Osallistujat\nAino Kallio, puheenjohtaja\nOtto Salonen, jäsen\nKaija Elo, valtuuston puheenjohtaja\n",
            [
                row("Aino Kallio", "chair"),
                row("Otto Salonen", "member"),
                row("Kaija Elo", "other", title="valtuuston puheenjohtaja"),
            ],
        ),
        (
            "Läsnä\nKallio Aino, pj\nSalonen Otto\n\nVarajäsenet:\nElo Kaija\n\nMuut\nRauma Leila, kanslisti\n",
            [
                row("Aino Kallio", "chair"),
                row("Otto Salonen", "member"),
                row("Kaija Elo", "deputy"),
                row("Leila Rauma", "other", title="kanslisti"),
            ],
        ),
    ],
)
def test_deputies_and_titles_beside_names(text: str, expected: list[dict[str, Any]]) -> None:
    assert rows(text) == expected
