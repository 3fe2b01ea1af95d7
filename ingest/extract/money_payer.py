"""The municipality that pays a sum, where its sentence names it."""

from __future__ import annotations

import re

from ingest.extract.money_context import Context
from ingest.extract.money_cues import FARTHEST_CUE, Place

_PAYER = re.compile(
    r"(?P<name>(?<!\w)[A-ZÅÄÖ][a-zåäö]{1,20}(?:[- ][A-ZÅÄÖ][a-zåäö]{1,20}){0,2}n)[ \n]"
    r"(?:(?P<body>kaupungille|kunnalle|kaupungin|kunnan|kaupungilta|kunnalta|kaupunki|kunta)[ \n]"
    r"(?:[a-zåäö]{1,25}[ \n]){0,2}"
    r"(?:osallistumismaks|verkostomaks|maksuosuu|jäsenmaks|kuntaosuu|osuu|maksaa|maksetta|laskutetaan|maksu))"
)


def payer(context: Context, place: Place) -> str | None:
    """The municipality that pays, where the sentence says so before the amount at ``place``."""
    sentence = context.sentences.around(place.start)[0]
    start = max(sentence, place.start - FARTHEST_CUE, place.previous_end or 0)
    matches = list(_PAYER.finditer(context.text, start, place.start))
    if not matches:
        return None
    last = matches[-1]
    body = {"kau": "kaupunki", "kun": "kunta"}[last["body"].lower()[:3]]
    return f"{' '.join(last['name'].split())} {body}"
