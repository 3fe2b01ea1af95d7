"""Whole documents in other municipalities' forms than the samples': what is read of each as a whole."""

from __future__ import annotations

import pytest

from ingest.pipeline import read_bytes

COLUMNS = """\
Kuusirannan kunta            PÖYTÄKIRJA                 9/2024
Kunnanhallitus               4.11.2024                  § 145

145 § Osallistuminen Uuden sukupolven organisaatiot -verkoston kahdeksanteen kauteen

KUU/512/00.04.01/2024

Verkoston kahdeksas kausi alkaa 1.1.2025 ja kestää kaksi vuotta.
Kuusiranta osallistui verkostoon edellisen kerran kaudella 2021–2022. Lähikunnista Haapavaara on mukana
kahdeksannella kaudella, mutta Lumijärvi ei.

Kunnanjohtajan        Kunnanhallitus päättää, että kunta osallistuu verkostoon ja nimeää yhteyshenkilöksi
päätösehdotus         hallintojohtajan.

Päätös                Kunnanhallitus hyväksyi kunnanjohtajan päätösehdotuksen yksimielisesti.
"""
OFFICIAL = """\
VIRANHALTIJAPÄÄTÖS
Kuusirannan kunta
Sivistysjohtaja
§ 33                         14.3.2023

Asia: Nova Schola Finlandia -verkostoon ilmoittautuminen

Dnro 88/12.00.01/2023

Päätös
Ilmoitan kunnan mukaan Nova Schola Finlandia -verkostoon toimintakaudeksi 2023–2024.

Perustelut
Verkosto tukee koulurakentamista.

Sivistysjohtaja Liisa Harju
"""
TAKEN_UP = """\
Kunnanhallitus                § 12                 15.01.2024

Asianro KUU/900/12.00.00/2023

Hyvinvointilautakunta 12.12.2023 § 88
Päätösehdotus: Lautakunta esittää kunnanhallitukselle, että Kuusirannan kunta osallistuu
Verkostoperuskoulu-hankkeeseen kaudella 2024–2025.
Päätös: Hyväksyttiin.

Kunnanhallitus 15.01.2024 § 12
Kunnanjohtaja Pekka Salonen: Kunnanhallitus hyväksyy lautakunnan esityksen.
Päätös: Päätettiin ehdotuksen mukaan.
"""
CARD = """\
Projektikortti

Projekti: Kestävä kuntatalous II -verkostohanke
Toteuttaja: Ketunniemen kunta
Alkaa: 1.3.2022
Päättyy: 31.12.2024
Yhteyshenkilö: Riitta Lehto, talousjohtaja
"""
CARD_TABLE = """\
<html><head><title>Hankekortti</title></head><body><table>
<tr><td>Hankkeen nimi</td><td>Digiverkosto</td></tr><tr><td>Kunta</td><td>Haapavaara</td></tr>
<tr><td>Toteutusaika</td><td>2023–2024</td></tr>
<tr><td>Yhteyshenkilö</td><td>Timo Vesala, tietohallintopäällikkö</td></tr></table></body></html>
"""
AGENDA = """\
KUNNANHALLITUS   ESITYSLISTA   21.8.2023

Kuusirannan kunta

JÄSENET                 VARAJÄSENET
Kallio Aino, pj         Salonen Pekka

1. Kokouksen avaus
2. Muut asiat
"""


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "a.txt",
            COLUMNS,
            {
                ("Kuusiranta", "USO", "2025-2026", "joined"),
                ("Kuusiranta", "USO", "2021-2022", "participated"),
                ("Haapavaara", "USO", "2025-2026", "mentioned"),
            },
        ),
        ("b.txt", OFFICIAL, {("Kuusiranta", "Nova Schola", "2023-2024", "joined")}),
        ("c.txt", TAKEN_UP, {("Kuusiranta", "Verkostoperuskoulu", "2024-2025", "joined")}),
        ("d.txt", CARD, {("Ketunniemi", "Kestävä kuntatalous", "2022-2024", "participated")}),
        ("e.html", CARD_TABLE, {("Haapavaara", "Digiverkosto", "2023-2024", "participated")}),
    ],
)
def test_participations(name: str, text: str, told: set[tuple[str | None, ...]]) -> None:
    (item,) = read_bytes(text.encode(), name, f"file:///{name}").items
    assert {(p.municipality, p.network, p.season, p.status.value) for p in item.participations} == told


def test_an_official_decides_and_signs() -> None:
    (item,) = read_bytes(OFFICIAL.encode(), "b.txt", "file:///b.txt").items
    assert item.title == "Nova Schola Finlandia -verkostoon ilmoittautuminen"
    assert [(p.name, p.title, p.role.value) for p in item.people] == [
        ("Liisa Harju", "sivistysjohtaja", "decision-maker")
    ]
    assert item.decision is not None
    assert item.decision.outcome.value == "approved"


def test_whom_an_agenda_lists_is_nobody_present() -> None:
    reading = read_bytes(AGENDA.encode(), "f.txt", "file:///f.txt")
    assert reading.document.kind.value == "agenda"
    assert [item.people for item in reading.items] == [()]
