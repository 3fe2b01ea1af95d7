"""Attendance as tables under a head row, or under nothing, in whatever order of columns."""

# ruff: noqa: E501
from __future__ import annotations

from typing import Any

import pytest

from ingest.extract.attendance_columns import Columns, cells_of, columns_of, is_rule
from ingest.pipeline import read_bytes
from tests.attendance_rows import row, rows

_BOARD = [
    row("Liisa Harju", "chair"),
    row("Anne Heino", "vice-chair", arrived="17:15"),
    row("Pekka Oja", "member", False),
    row("Kaija Elo", "deputy", deputy_for="Pekka Oja"),
    row("Otto Salo", "presenter", title="kunnanjohtaja"),
    row("Minna Niemi", "secretary", title="hallintopäällikkö"),
    row("Siiri Ranta", "other", title="valtuuston puheenjohtaja"),
]
TABLES: list[tuple[str, str, list[dict[str, Any]]]] = [
    (
        "name, role, remarks in Markdown",
        "| Nimi | Tehtävä | Lisätiedot |\n|---|:--|---|\n| Liisa Harju | puheenjohtaja | |\n| Anne Heino | varapuheenjohtaja | saapui klo 17.15 |\n"
        "| Pekka Oja | jäsen | poissa |\n| Kaija Elo | varajäsen | Pekka Ojan tilalla |\n| Otto Salo | kunnanjohtaja, esittelijä | |\n"
        "| Minna Niemi | hallintopäällikkö, sihteeri | |\n| Siiri Ranta | valtuuston puheenjohtaja | |\n",
        _BOARD,
    ),
    (
        "the role first",
        "Tehtävä\tNimi\tHuomautus\npuheenjohtaja\tHarju Liisa\t\nvarapuheenjohtaja\tHeino Anne\tsaapui 17.15\njäsen\tOja Pekka\tpoissa\n"
        "varajäsen\tElo Kaija\tOja Pekan tilalla\nesittelijä\tSalo Otto, kunnanjohtaja\t\nsihteeri\tNiemi Minna, hallintopäällikkö\t\nvaltuuston puheenjohtaja\tRanta Siiri\t\n",
        _BOARD,
    ),
    (
        "columns of plain text",
        "Nimi              Asema                  Huom.\nHarju Liisa       pj\nHeino Anne        vpj                    saapui klo 17.15\n"
        "Oja Pekka         jäsen                  poissa\nElo Kaija         varajäsen              Oja Pekan tilalla\nSalo Otto         kunnanjohtaja          esittelijä\n"
        "Niemi Minna       hallintopäällikkö      pöytäkirjanpitäjä\nRanta Siiri       valtuuston puheenjohtaja\n",
        _BOARD,
    ),
    (
        "a column of yes and no",
        "Osallistuja\tRooli\tLäsnä\nLiisa Harju\tpuheenjohtaja\tkyllä\nPekka Oja\tjäsen\tei\nKaija Elo\tvarajäsen\tkyllä, Pekka Ojan tilalla\n",
        [
            row("Liisa Harju", "chair"),
            row("Pekka Oja", "member", False),
            row("Kaija Elo", "deputy", deputy_for="Pekka Oja"),
        ],
    ),
    (
        "marks in the last column, groups inside the table",
        "Nimi | Tehtävä | Läsnä\nJäsenet\nLiisa Harju | puheenjohtaja | x\nPekka Oja | jäsen |\nMuut\nOtto Salo | esittelijä | x\n",
        [row("Liisa Harju", "chair"), row("Pekka Oja", "member", False), row("Otto Salo", "presenter")],
    ),
    (
        "a title in a column of its own",
        "Nimi\tRooli\tTitteli\tPaikalla\nLiisa Harju\tPuheenjohtaja\t\tKyllä\nPekka Oja\tJäsen\t\tEi\nOtto Salo\tEsittelijä\tKunnanjohtaja\tKyllä\n",
        [
            row("Liisa Harju", "chair"),
            row("Pekka Oja", "member", False),
            row("Otto Salo", "presenter", title="kunnanjohtaja"),
        ],
    ),
    (
        "heads of several words",
        "| Osallistujan nimi | Rooli kokouksessa | Läsnäolo |\n| --- | --- | --- |\n| Harju Liisa | Puheenjohtaja | Läsnä |\n| Oja Pekka | Jäsen | Poissa |\n"
        "| Elo Kaija | Varajäsen | Läsnä (Oja Pekka tilalla) |\n| Salo Otto | Kunnanjohtaja, esittelijä | Läsnä klo 17.00–18.45 |\n",
        [
            row("Liisa Harju", "chair"),
            row("Pekka Oja", "member", False),
            row("Kaija Elo", "deputy", deputy_for="Pekka Oja"),
            row("Otto Salo", "presenter", title="kunnanjohtaja", arrived="17:00", left="18:45"),
        ],
    ),
    (
        "hours in columns of their own",
        "| Nimi | Tehtävä | Saapui | Poistui |\n|---|---|---|---|\n| Liisa Harju | puheenjohtaja | 17.00 | klo 20.05 |\n| Pekka Oja | jäsen | 9.30 | |\n",
        [
            row("Liisa Harju", "chair", arrived="17:00", left="20:05"),
            row("Pekka Oja", "member", arrived="09:30"),
        ],
    ),
    (
        "Swedish",
        "|Namn|Uppgift|Tilläggsuppgifter|\n|:--|:--|:--|\n|Anna Ek|ordförande||\n|Bo Lind|vice ordförande|anlände kl. 18.10|\n|Eva Dahl|ersättare|i stället för Rolf Holm|\n"
        "|Rolf Holm|ledamot|frånvarande|\n|Mats Wik|kommundirektör, föredragande||\n|Lena Berg|sekreterare||\n",
        [
            row("Anna Ek", "chair"),
            row("Bo Lind", "vice-chair", arrived="18:10"),
            row("Eva Dahl", "deputy", deputy_for="Rolf Holm"),
            row("Rolf Holm", "member", False),
            row("Mats Wik", "presenter", title="kommundirektör"),
            row("Lena Berg", "secretary"),
        ],
    ),
    (
        "Swedish, present or not in a column",
        "Deltagare\tUppdrag\tNärvaro\nAnna Ek\tordförande\tja\nBo Lind\tledamot\tnej\nEva Dahl\tersättare för Bo Lind\tja\n",
        [
            row("Anna Ek", "chair"),
            row("Bo Lind", "member", False),
            row("Eva Dahl", "deputy", deputy_for="Bo Lind"),
        ],
    ),
    (
        "a second table of the absent",
        "| Läsnä | Tehtävä |\n|---|---|\n| Liisa Harju | pj |\n| Anne Heino | vpj |\n\n| Poissa | Tehtävä |\n|---|---|\n| Pekka Oja | jäsen |\n",
        [row("Liisa Harju", "chair"), row("Anne Heino", "vice-chair"), row("Pekka Oja", "member", False)],
    ),
    (
        "a table of no heading",
        "Liisa Harju\tpuheenjohtaja\nAnne Heino\tjäsen\nPekka Oja\tjäsen\tpoissa\nOtto Salo\tkunnanjohtaja, esittelijä\n",
        [
            row("Liisa Harju", "chair"),
            row("Anne Heino", "member"),
            row("Pekka Oja", "member", False),
            row("Otto Salo", "presenter", title="kunnanjohtaja"),
        ],
    ),
    (
        "lines under a head row",
        "Tehtävä: Nimi: Lisätiedot:\nPuheenjohtaja Liisa Harju\nJäsen Pekka Oja poissa\nVarajäsen Kaija Elo Pekka Ojan tilalla\n",
        [
            row("Liisa Harju", "chair"),
            row("Pekka Oja", "member", False),
            row("Kaija Elo", "deputy", deputy_for="Pekka Oja"),
        ],
    ),
    (
        "whose place in brackets after the role, hours in the last column",
        "Nimi | Rooli | Ryhmä | Läsnäolo\nHarju Liisa | Puheenjohtaja | Kesk | 17.00–19.10\nOja Pekka | Jäsen | SDP | -\nElo Kaija | Varajäsen (Oja Pekka) | SDP | 17.00–19.10\n",
        [
            row("Liisa Harju", "chair", arrived="17:00", left="19:10"),
            row("Pekka Oja", "member", False),
            row("Kaija Elo", "deputy", arrived="17:00", left="19:10", deputy_for="Pekka Oja"),
        ],
    ),
    (
        "for whom, in a Swedish column of remarks",
        "Namn\tRoll\tNärvarande\tAnmärkning\nEk Anna\tordförande\tx\t\nLind Bo\tLedamot\t\tförhinder\nDahl Eva\tErsättare\tx\tför Lind Bo\n",
        [
            row("Anna Ek", "chair"),
            row("Bo Lind", "member", False),
            row("Eva Dahl", "deputy", deputy_for="Bo Lind"),
        ],
    ),
    (
        "one of a line's persons is absent",
        "Osallistujat:\nPuheenjohtaja: Liisa Harju\nJäsenet: Pekka Oja, Kaija Elo, Anne Heino (poissa)\nVarajäsen: Ossi Lehto (Anne Heinon tilalla)\n",
        [
            row("Liisa Harju", "chair"),
            row("Pekka Oja", "member"),
            row("Kaija Elo", "member"),
            row("Anne Heino", "member", False),
            row("Ossi Lehto", "deputy", deputy_for="Anne Heino"),
        ],
    ),
    ("signatures are no list", "Puheenjohtaja\tPöytäkirjanpitäjä\nLiisa Harju\tOtto Salo\n", []),
    ("a table of something else", "| Tontti | Hinta |\n|---|---|\n| Harju | 1 200 |\n| Oja | 900 |\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in TABLES], ids=[c[0] for c in TABLES])
def test_tables(text: str, expected: list[dict[str, Any]]) -> None:
    assert rows(text, "Kommunstyrelsen" if "ordförande" in text else "Kunnanhallitus") == expected


def test_cells_and_columns() -> None:
    assert cells_of("| **Nimi** | Saapui |") == ["Nimi", "Saapui"]
    assert cells_of("Nimi\t\tPoistui") == ["Nimi", "", "Poistui"]
    assert columns_of("Nimi | Läsnä | Poistui.") == Columns(there=1, left=2)
    assert columns_of("Läsnä") == Columns()
    assert is_rule("|---|:-:|")
    assert not is_rule("-")
    assert not is_rule("| Harju |")


def test_a_page_that_is_a_table_and_its_matters() -> None:
    page = (
        "<html><body><h1>Kuusirannan kunta</h1><p>Kunnanhallitus 13.10.2025 klo 17.00</p><p>Pöytäkirja 11/2025</p>"
        "<table><tr><th>Nimi</th><th>Tehtävä</th><th>Lisätiedot</th></tr>"
        "<tr><td>Ylä-Harju Liisa</td><td>puheenjohtaja</td><td></td></tr><tr><td>Suvanne Anne</td><td>jäsen</td><td></td></tr>"
        "<tr><td>Lautahovi Pekka</td><td>jäsen</td><td>poistui klo 19.30</td></tr></table>"
        "<h2>§ 170 Kokouksen laillisuus</h2><p>Päätös: Kokous todettiin lailliseksi.</p>"
        "<h2>§ 171 Pöytäkirjantarkastajat</h2><p>Päätös: Valittiin Suvanne ja Lautahovi.</p>"
        "<h2>§ 172 Auton hankinta</h2><p>Lautahovi ehdotti Suvanteen kannattamana, että asia jätetään pöydälle.</p><p>Päätös: Hyväksyttiin.</p>"
        "</body></html>"
    )
    cover, _, checking, matter = read_bytes(page.encode(), "x.html", "file:///x.html").items
    assert [(p.name, p.role.value, p.left) for p in cover.people] == [
        ("Liisa Ylä-Harju", "chair", None),
        ("Anne Suvanne", "member", None),
        ("Pekka Lautahovi", "member", "19:30"),
    ]
    assert [(p.name, p.role.value) for p in checking.people] == [
        ("Anne Suvanne", "inspector"),
        ("Pekka Lautahovi", "inspector"),
    ]
    assert {(p.name, p.role.value) for p in matter.people} == {
        ("Pekka Lautahovi", "proposer"),
        ("Anne Suvanne", "seconder"),
    }
