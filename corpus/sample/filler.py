"""Older and newer meetings for the local Finland: pages in a platform's layout, as many as a test wants.

Unlike the sample's own files they are not read by anybody for their content: the sentences repeat, the
matters are invented on the spot, and no answer key speaks of them.
"""

from __future__ import annotations

import datetime as dt
from html import escape

_MATTERS = (
    "Talouden toteutuma",
    "Koulukuljetusten järjestäminen",
    "Tonttien myyntihintojen vahvistaminen",
    "Yksityisteiden avustukset",
    "Nuorisovaltuuston toimintakertomus",
    "Vesihuollon kehittämissuunnitelma",
    "Kirjaston aukioloaikojen tarkistaminen",
    "Lausunto maakuntakaavan luonnoksesta",
    "Kesätyöpaikkojen määrärahat",
    "Hallintosäännön muutokset",
)
_REASONS = (
    "Asiaa on valmisteltu yhdessä palvelualueiden kanssa, ja siitä on pyydetty lausunnot toimielimiltä.",
    "Määräraha sisältyy talousarvioon, eikä päätöksellä ole vaikutusta henkilöstön määrään.",
    "Edellisen vuoden kokemusten perusteella menettely on toiminut hyvin, ja sitä on tarkoitus jatkaa.",
    "Vaihtoehtoja on verrattu kustannusten, aikataulun ja asukkaiden saaman palvelun kannalta.",
    "Selvityksen mukaan tarve kasvaa tulevina vuosina, joten ratkaisua arvioidaan uudelleen myöhemmin.",
    "Asukkailta saatu palaute on otettu huomioon, ja luonnosta on muutettu kolmessa kohdassa.",
)


def matter_title(number: int, date: dt.date) -> str:
    """A matter's title, another one for each number."""
    return f"{_MATTERS[number % len(_MATTERS)]} {date.year}, asia {number}"


def _paragraphs(number: int) -> list[str]:
    return [
        f"{_REASONS[(number + step) % len(_REASONS)]} Valmisteluaineiston kohta {number}.{step}."
        for step in range(12)
    ]


def dynasty10(
    town: str, organ: str, date: dt.date, section: int | None, number: int, *, agenda: bool, note: str = ""
) -> bytes:
    """An item's page in the layout of Dynasty 10; an agenda's has no decision and no §."""
    title = matter_title(number, date)
    day = f"{date.day}.{date.month}.{date.year}"
    head = f"Esityslista {day}/Asianro {number % 20 + 1}" if agenda else f"Pöytäkirja {day}/Pykälä {section}"
    mark = "" if agenda else f" § {section}"
    decided = (
        "" if agenda else "<p><b>Päätös</b></p>\n<p>Hyväksyttiin yksimielisesti esityksen mukaisesti.</p>"
    )
    text = "\n".join(f'<p class="MsoNormal">{escape(part)}</p>' for part in _paragraphs(number))
    return (
        f'<!DOCTYPE html>\n<html lang="fi"><head><meta charset="utf-8"><title>{town}</title></head>\n'
        f'<body class="page-meetingitem"><div class="org-name">{town}</div>\n'
        f'<div class="page-title"><h1>{organ}<br>{head}</h1></div>\n'
        "<div class='data-part meetingitem'><div class='data-part-block-htm'>\n<!--DATABEGIN-->\n"
        f'<div class="WordSection1">\n<p class="MsoNormal"><b>{escape(title)}</b></p>\n'
        f'<p class="MsoNormal">{organ} {day}{mark}<br>\n{number}/00.01.02/{date.year}</p>\n{text}\n{note}\n'
        f"<p><b>Päätösehdotus</b> {organ} päättää hyväksyä asian {number} esityksen mukaisesti.</p>\n"
        f"{decided}\n</div>\n<!--DATAEND-->\n</div></div></body></html>\n"
    ).encode()


def cloudnc(
    town: str, organ: str, date: dt.date, section: int | None, number: int, *, agenda: bool, note: str = ""
) -> bytes:
    """An item's page in the layout of CloudNC."""
    title = matter_title(number, date)
    day = f"{date.day}.{date.month}.{date.year}"
    head = "Esityslista" if agenda else "Pöytäkirja on tarkastettu"
    mark = "" if agenda else f"§ {section} "
    decided = "" if agenda else "<h3>Päätös</h3>\n<p>Hyväksyttiin ehdotuksen mukaisesti.</p>"
    text = "\n".join(f"<p>{escape(part)}</p>" for part in _paragraphs(number))
    return (
        f'<!DOCTYPE html>\n<html lang="fi-FI"><head><meta charset="utf-8" />'
        f"<title>{escape(title)} - {town}</title></head><body>\n"
        f'<div class="breadcrumb">{organ} &gt; Kokous {day} &gt; {escape(title)}</div>\n'
        f'<a id="ContentStart"></a>\n<div class="content">\n'
        f'<p class="meetinginfo">{organ}, kokous {day}</p>\n'
        f'<p>{head}</p>\n<h2 class="item-title">{mark}{escape(title)}</h2>\n'
        f"<h3>Perustelut</h3>\n{text}\n{note}\n"
        f"<h3>Ehdotus</h3>\n<p>{organ} päättää hyväksyä asian {number} ehdotuksen mukaisesti.</p>\n"
        f"{decided}\n</div></body></html>\n"
    ).encode()
