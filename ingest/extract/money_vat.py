"""Whether VAT is in an amount: said beside it, in a label above it, or in a sentence next to its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from corpus.records import MoneyKind, Vat
from ingest.extract.money_context import Context
from ingest.extract.money_cues import Place
from ingest.extract.money_words import words

_CLAIM_GAP = 25  # characters between an amount and the VAT remark that follows it
_LONGEST_AHEAD = 160  # characters from "veroton kokonaisarvo …" to its amount
_ABOVE, _BELOW = 600, 120  # characters above and below a table, where a line may tell of its VAT
_LABEL = 100  # the longest line that is a label of the amount below
_NEXT_SENTENCE = 150  # characters between an amount and the sentence that tells of its VAT
_LINES_AHEAD = 3  # lines from a remark to the list it is about: a blank one may stand between
_LONGEST_REMARK = 160  # a sentence about VAT alone is short
_LONGEST_RUN = 30  # amounts of one list or paragraph

# "… ja 2,60 €/m3, molemmat sisältäen arvonlisäveron": of all amounts of the sentence.
_ALL = re.compile(
    r"\b(?:molem|kumpi|kaik|hinnat|maksut|summat|luvut|båda|samtliga|alla\b|priserna|avgifterna)"
)
# A sentence on VAT that speaks of several prices: "Hintoihin sisältyy arvonlisävero."
_PLURAL = re.compile(
    r"\b(?:kaik|molem|kumpi|samtliga|alla\b|båda)|hinnat\b|hinto|hinnoi|maksut\b|maksui|summat\b|summi|luvut\b|lukui|"
    r"taksat\b|taksoi|vuokrat\b|vuokri|kustannuks|palkkiot\b|palkkioi|arvot\b|priserna|avgifterna|beloppen"
)
_CHARGE = re.compile(
    r"hinta|hinna|maksu|summa|vuokra|palkkio|kustannu|korvau|urakk|siihen|tähän|laskuun|pris|avgift|belopp|hyra"
)
_OTHERS = re.compile(r"\b(?:mui(?:den|hin|ssa|sta|lle|lla)|muut|muu|muun|toi(?:nen|sen|seen)|övriga|andra)\b")


_GOES_ON = re.compile(r"[^\n]{0,60}?\.[ ][A-ZÅÄÖ]")
# "0,45 €/asukas (alv 0 %), yhteensä 8 100 euroa": the same sum, said another way.
_TOTAL = re.compile(
    r"[ %),.]{0,4}(?:ja |och |on |eli ){0,2}"
    r"(?:yhteensä|eli|joka tekee|mikä tekee|mikä on|sammanlagt|totalt|dvs\.?|alltså|vilket är)"
)


def vats(context: Context, places: Sequence[Place], kinds: Sequence[MoneyKind | None]) -> list[Vat]:
    """For each amount, in order, whether VAT is in it. ``kinds`` are the amounts'."""
    result = [Vat.UNKNOWN] * len(places)
    apart: list[tuple[int, Vat]] = []
    starts = [place.start for place in places]

    def put(targets: Sequence[int], vat: Vat) -> None:
        for target in targets:
            if result[target] is Vat.UNKNOWN:
                result[target] = vat

    for cue in context.vat_cues:
        vat = Vat.INCLUDED if cue.value.startswith("included") else Vat.EXCLUDED
        start, end = context.sentences.around(cue.start)
        behind = bisect_left(starts, cue.start) - 1
        has_behind = behind >= 0 and places[behind].start >= start
        has_ahead = behind + 1 < len(places) and places[behind + 1].start < min(end, cue.end + _LONGEST_AHEAD)
        gap = cue.start - places[behind].end if has_behind else 0
        if cue.value.endswith("_ahead") and has_ahead:
            put([behind + 1], vat)
        elif has_behind and (gap <= _CLAIM_GAP or not has_ahead):
            put(_behind(context, places, behind, cue.start, start), vat)
            if has_ahead and _TOTAL.match(context.sentences.lower, cue.end, places[behind + 1].start):
                put([behind + 1], vat)
            # What is said after the last of several amounts is about all of them.
            same = _of_sentence(places, behind, start)
            if not has_ahead and all(result[target] is Vat.UNKNOWN for target in same):
                put(same, vat)
        elif has_ahead and ":" in context.text[cue.end : places[behind + 1].start]:
            put(_sentence_ahead(places, behind + 1, end), vat)
        elif has_ahead:
            put([behind + 1], vat)
        elif _is_label_of_next(context, start, end, behind + 1, places):
            label = context.text[start:end].rstrip()
            put(_run_ahead(context, places, behind + 1) if label.endswith(":") else [behind + 1], vat)
        else:
            apart.append((cue.start, vat))
    # What a sentence of its own says comes after what stands beside the amounts.
    for position, vat in apart:
        put(_of_neighbours(context, places, kinds, position, bisect_left(starts, position)), vat)
    return result


def beside(text: str, start: int, end: int) -> Vat:
    """What a line right above or below a table at ``start:end`` says of VAT: "Hinnat ilman veroa:"."""
    above = text[max(0, start - _ABOVE) : start].split("\n")
    lead_in = next((line for line in reversed(above[-_LONGEST_RUN:]) if line.rstrip().endswith(":")), "")
    before = (lead_in, *above[-4:])
    after = text[end : end + _BELOW].split("\n")[1:2]
    for line in (*before, *after):
        lower = line.lower()
        if words().vat_words.search(lower) and (match := words().vat.search(lower)):
            return Vat.INCLUDED if (match.lastgroup or "").startswith("included") else Vat.EXCLUDED
    return Vat.UNKNOWN


def _behind(context: Context, places: Sequence[Place], behind: int, cue: int, start: int) -> list[int]:
    """The amounts before a remark in their sentence, which begins at ``start``: the last, or all."""
    targets = [behind]
    if _ALL.search(context.sentences.lower, places[behind].end, cue):
        while targets[-1] and places[targets[-1] - 1].start >= start and len(targets) < _LONGEST_RUN:
            targets.append(targets[-1] - 1)
    elif behind and places[behind - 1].start >= start:
        # "250 €/kk (10 €/m²/kk) + alv 24 %": the remark is about the amount before the brackets too.
        gap_start, gap_end = places[behind - 1].end, places[behind].start
        if context.text[gap_start : min(gap_end, gap_start + 9)].strip() == "(":
            targets.append(behind - 1)
    return targets


def _of_sentence(places: Sequence[Place], last: int, start: int) -> list[int]:
    """The amounts before ``last`` in the sentence that begins at ``start``."""
    first = bisect_left([place.start for place in places[max(0, last - _LONGEST_RUN) : last]], start)
    return list(range(max(0, last - _LONGEST_RUN) + first, last))


def _sentence_ahead(places: Sequence[Place], first: int, end: int) -> list[int]:
    """The amounts from ``first`` to the end of its sentence: a list after its label and colon."""
    last = bisect_left([place.start for place in places[first : first + _LONGEST_RUN]], end)
    return list(range(first, first + max(1, last)))


def _is_label_of_next(context: Context, start: int, end: int, ahead: int, places: Sequence[Place]) -> bool:
    """True for a short line above the amount: "Hankinnan arvo (alv 0 %)", "Tilaukset ilman alv:"."""
    label = context.text[start:end].rstrip()
    leads_in = label.endswith(":")
    if leads_in:  # above it a line may stand that ends no sentence
        start += label.rfind("\n") + 1
    if ahead >= len(places) or end - start > _LABEL:
        return False
    reach = 60 if leads_in else 5
    return places[ahead].start - end < reach


def _run_ahead(context: Context, places: Sequence[Place], first: int) -> list[int]:
    """Amounts from ``first`` on until a blank line parts them, or a line that is no row like the first."""
    run = [first]
    form = _row_form(context, places[first])
    for index in range(first + 1, min(len(places), first + _LONGEST_RUN)):
        if _is_parted(context, places[index - 1].end, places[index].start):
            break
        if form != _row_form(context, places[index]):
            break
        run.append(index)
    return run


def _row_form(context: Context, place: Place) -> tuple[bool, bool]:
    """Whether an amount's line has a bullet, and whether a sentence begins after it: rows are alike."""
    text = context.text
    start = text.rfind("\n", max(0, place.start - _LONGEST_REMARK), place.start) + 1
    return context.sentences.is_bulleted(start), _GOES_ON.match(text, place.end) is not None


def _of_neighbours(
    context: Context, places: Sequence[Place], kinds: Sequence[MoneyKind | None], position: int, ahead: int
) -> list[int]:
    """The amounts next to a sentence that tells of VAT and has no amount: those before it, else after."""
    sentences = context.sentences
    here = sentences.at(position)
    start, end = sentences.span(here)
    if end - start > _LONGEST_REMARK or _OTHERS.search(sentences.lower, start, end):
        return []
    plural = _PLURAL.search(sentences.lower, start, end) is not None
    reach = 2 if plural or _CHARGE.search(sentences.lower, start, end) else 1
    last = ahead - 1
    if (
        last >= 0
        and here - sentences.at(places[last].start) <= reach
        and start - places[last].end <= _NEXT_SENTENCE
        and not _is_parted(context, places[last].end, start)
    ):
        run = [last]
        own = sentences.around(places[last].start)[0]
        while run[-1] and len(run) < _LONGEST_RUN:
            before = run[-1] - 1
            if _is_parted(context, places[before].end, places[run[-1]].start):
                break
            if not plural and places[before].start < own:
                break
            run.append(before)
        # "Maksu on 1 000 euroa ja matkakulut 50 euroa. Maksuun lisätään alv.": of the first kind only.
        return run if plural else [index for index in run if kinds[index] is kinds[run[-1]]]
    if (
        plural
        and ahead < len(places)
        and len(context.text[end : places[ahead].start].split("\n")) <= _LINES_AHEAD
        and places[ahead].start - end <= _NEXT_SENTENCE
    ):
        return _run_ahead(context, places, ahead)
    return []


def _is_parted(context: Context, start: int, end: int) -> bool:
    return end - start > 600 or "\n\n" in context.text[start:end]
