"""Attendance lists of bodies: who sits in this one and who comes for another."""

# ruff: noqa: E501
from __future__ import annotations

from typing import Any

import pytest

from ingest.extract.attendance import find_attendance
from tests.attendance_rows import row, rows


@pytest.mark.parametrize(
    ("organ", "words", "role", "title"),
    [
        ("Sivistyslautakunta", "kunnanhallituksen puheenjohtaja", "other", "kunnanhallituksen puheenjohtaja"),
        ("Kunnanhallitus", "kunnanhallituksen puheenjohtaja", "chair", None),
        (
            "Kunnanhallitus",
            "kunnanvaltuuston II varapuheenjohtaja",
            "other",
            "kunnanvaltuuston II varapuheenjohtaja",
        ),
        ("Kunnanvaltuusto", "valt. pj.", "chair", None),
        ("Kunnanvaltuusto", "valt I vpj", "vice-chair", None),
        ("Kunnanvaltuusto", "jäsen, kh:n pj.", "member", None),
        ("Tekninen lautakunta", "lautakunnan puheenjohtaja", "chair", None),
        ("Tekninen lautakunta", "kh:n pj.", "other", "kunnanhallituksen puheenjohtaja"),
        ("Kommunstyrelsen", "fullmäktiges ordförande", "other", "fullmäktiges ordförande"),
    ],
)
def test_offices_in_this_body_and_in_others(organ: str, words: str, role: str, title: str | None) -> None:
    (found,) = find_attendance(f"Läsnä:\nHarju Liisa, {words}\n", organ)
    assert (found.value.role.value, found.value.title) == (role, title)


IN_BODIES: list[tuple[str, str, str | None, list[dict[str, Any]]]] = [
    (
        "Swedish: deputies in a column of their own came only if said so",
        "Beslutande                       Ersättare\nEk, Henrik     ordf.       Wik, Mathias\nÖberg, Ralf       viceordf.   Holm, Eva\nDahl, Eivor                      Nyman, Bernhard\nÖvriga närvarande\nLund, Malin      kfge:s I vice ordförande\n",
        "Kommunstyrelsen",
        [
            row("Henrik Ek", "chair"),
            row("Ralf Öberg", "vice-chair"),
            row("Eivor Dahl", "member"),
            row("Malin Lund", "other", title="kommunfullmäktiges I vice ordförande"),
        ],
    ),
    (
        "marked and unmarked deputies beside the members",
        "Beslutande\nx  Ek, Roger, ordförande\nx  Öberg, Per, viceordf                - Holm, Maj-Gun\n   Wik, Charlotta                    x Dahl, Rolf\n\nFöredragande\nx  Lund Niklas, vik. kommundirektör\n",
        None,
        [
            row("Roger Ek", "chair"),
            row("Per Öberg", "vice-chair"),
            row("Charlotta Wik", "member", False),
            row("Rolf Dahl", "deputy", deputy_for="Charlotta Wik"),
            row("Niklas Lund", "presenter", title="kommundirektör"),
        ],
    ),
    (
        "marks in brackets",
        "Läsnäolleet jäsenet:\n\nNimi                                       Varajäsen\n( x ) Liisa Harju, pj                    (   ) Rauno Elo\n( x ) Otto Salo, poistui 19:05         (   ) Kari Niemi\n(   ) Esa Oja                        ( x ) Pirkko Mäkelä\n",
        None,
        [
            row("Liisa Harju", "chair"),
            row("Otto Salo", "member", left="19:05"),
            row("Esa Oja", "member", False),
            row("Pirkko Mäkelä", "deputy", deputy_for="Esa Oja"),
        ],
    ),
    (
        "offices after names with one blank",
        "Läsnä\nHarju Liisa valtuuston puh.joht.\nSalo Otto valtuuston 1. vpj.\nOja Pekka vara\n",
        "Kunnanvaltuusto",
        [
            row("Liisa Harju", "chair"),
            row("Otto Salo", "vice-chair"),
            row("Pekka Oja", "deputy"),
        ],
    ),
    (
        "deciders",
        "Päättäjät:\nLiisa Harju     puheenjohtaja\nOtto Salo        jäsen\nPoissa olevat:\nEsa Oja  jäsen\n",
        None,
        [
            row("Liisa Harju", "chair"),
            row("Otto Salo", "member"),
            row("Esa Oja", "member", False),
        ],
    ),
]


@pytest.mark.parametrize(
    ("text", "organ", "expected"), [case[1:] for case in IN_BODIES], ids=[case[0] for case in IN_BODIES]
)
def test_attendance_of_a_body(text: str, organ: str | None, expected: list[dict[str, Any]]) -> None:
    assert rows(text, organ) == expected


def test_a_boards_director_and_secretary_by_their_offices() -> None:
    text = (
        "Läsnä:\nHarju Liisa, puheenjohtaja\nMuut:\nSalo Otto, kunnanjohtaja\nOja Minna, hallintosihteeri\n"
    )
    roles = {
        organ: [f.value.role.value for f in find_attendance(text, organ)]
        for organ in ("Kunnanhallitus", "Valtuusto")
    }
    assert roles == {
        "Kunnanhallitus": ["chair", "presenter", "secretary"],
        "Valtuusto": ["chair", "other", "secretary"],
    }
    named = text + "Niemi Kai, talousjohtaja, esittelijä\n"
    assert [f.value.role.value for f in find_attendance(named, "Kunnanhallitus")][1] == "other"
