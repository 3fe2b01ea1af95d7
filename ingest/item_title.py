"""An item's title: after its §, in the page's heading markup, or above its diary number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.records import SectionRole
from corpus.registry.furniture import is_furniture
from corpus.registry.headings import match_heading
from corpus.registry.organs import find_organ_at_line_start
from corpus.registry.titles import find_title_at
from ingest.extract.diary import find_diary_numbers
from ingest.extract.found import Found
from ingest.heads import Mark, find_marks
from ingest.lines import DocLine, bullet_length
from ingest.named_sections import NamedSection

_TITLE_CLASSES = {"AsiaOtsikko", "ots", "asiaotsikko", "item-title"}
_LABEL = re.compile(
    r"(?:asian otsikko|otsikko|aihe(?=\s?:)|hankkeen nimi|(?:hanke|projekti|projekt|asia|ärende)(?=\s?:)"
    r"|ärendets rubrik|rubrik"
    r"|asia(?=[ \u00a0]{2}|\t))"
    r"[\s:\u00a0]+(?=\S)",
    re.IGNORECASE,
)
_MATTER = re.compile(r"asia[ \u00a0\t]", re.IGNORECASE)  # before sentences it heads the grounds
_SPEAKER = re.compile(
    r"[A-ZÅÄÖ][\w-]+(?: [\w-]+){0,4} [A-ZÅÄÖ][\w-]+ [A-ZÅÄÖ][\w-]+(?: \d{1,2}\.\d{1,2}\.\d{4})?\s?:?"
)
_NUMBERED = re.compile(r"§\s?\d{1,4}\s+(?=\S)|\d{1,4}\s?§\s+(?=\S)")
_ATTACHED = re.compile(r"(?:liite|bilaga) ?\d{0,2}\s*(?:\||\t)", re.IGNORECASE)  # a link to an attachment
_LONGEST_TITLE = 400
_MOST_LINES = 5
_FULL = 45  # characters of a line
_GOES_ON = re.compile(r"[-–]?[a-zåäö]")
_TOP_LINES = 120
_HEAD_ROWS = 25
_NOT_OPENING = {SectionRole.COVER, SectionRole.ATTACHMENTS, SectionRole.AFTER}


def find_title(
    lines: Sequence[DocLine], own: Mark | None, sections: Sequence[NamedSection]
) -> Found[str] | None:
    """The title of the item whose lines these are, or None."""
    for line in lines[:60]:
        if _TITLE_CLASSES & set(line.classes):
            return title_of([line], "title:class", own)
    if labelled := _labelled(lines[:40]):
        return labelled
    if own is not None and own.rest is not None:
        return _after_section(lines, own)
    rows = _own_rows(lines, own)
    for mark in rows:
        if mark.rest:
            return _after_section(lines, mark)
    heads = _head_rows(lines, own, rows)
    after_head = lines[heads[0]].start if heads else 0
    opening = next((s.start for s in sections if s.role not in _NOT_OPENING and s.start > after_head), None)
    top = [line for line in lines[:_TOP_LINES] if opening is None or line.start < opening]
    for position in heads:
        if after := title_lines_below(top[position + 1 :]):
            return title_of(after, "title:after-head")
    for position in heads[1:]:
        if above := title_lines_above(lines, position, heads[0]):
            return title_of(above, "title:above-row")
    if heads:
        numbered = [i for i, line in enumerate(top) if i > heads[0] and _is_number(line)]
        if numbered and (after := title_lines_below(top[numbered[-1] + 1 :])):
            return title_of(after, "title:after-number")
        if numbered and (above := title_lines_above(top, numbered[0], heads[0])):
            return title_of(above, "title:above-number")
        top = top[: heads[0]]
    for line in reversed(top) if heads else top:
        if line.is_heading_tag and not _skippable(line) and len(line.text) < _LONGEST_TITLE:
            return title_of([line], "title:heading")
    run = title_lines_below(top, prose_ok=True)
    return title_of(run, "title:top") if run else None


def title_lines_above(lines: Sequence[DocLine], position: int, floor: int) -> list[DocLine]:
    """The title lines that stand directly above the row at ``position`` (Dynasty), down to ``floor``."""
    run: list[DocLine] = []
    for line in reversed(lines[floor + 1 : position]):
        if (
            _skippable(line)
            or _starts_new(line)
            or line.text.rstrip()[-1:] in ".:"
            or len(line.text) > _LONGEST_TITLE
        ):
            break
        shouted = line.text.isupper() and run[:1] != [] and run[0].text.isupper()
        if run and ((line.size is None and not shouted) or run[0].gap or run[0].bold != line.bold):
            break
        run.insert(0, line)
    return run


def _own_rows(lines: Sequence[DocLine], own: Mark | None) -> list[Mark]:
    """The head lines near the top that name the item's own §."""
    if own is None or own.section is None:
        return []
    number = own.section.value
    return [m for m in find_marks(lines[:_TOP_LINES]) if m.section is not None and m.section.value == number]


def _head_rows(lines: Sequence[DocLine], own: Mark | None, rows: Sequence[Mark]) -> list[int]:
    """Where these lines are: chrome, the item's row, and the body's own handling."""
    if own is None or own.section is None:
        return []
    same = [mark.line for mark in rows]
    same = same or [i for i, line in enumerate(lines) if _holds(line, own.section.start)]
    return [line for line in same if line - same[0] <= _HEAD_ROWS]


def _is_number(line: DocLine) -> bool:
    text = line.text.strip()
    numbers = find_diary_numbers(text, len(text))
    return bool(numbers) and numbers[0].end - numbers[0].start > len(text) * 0.5


def _holds(line: DocLine, offset: int) -> bool:
    return line.start <= offset < line.end


def _labelled(lines: Sequence[DocLine]) -> Found[str] | None:
    for position, line in enumerate(lines):
        text = line.text
        if (match := _LABEL.match(text)) and not (
            _MATTER.match(text) and (text.rstrip()[-1:] in ".-" or _goes_on_below(lines, position))
        ):
            numbered = _NUMBERED.match(text, match.end())
            start = numbered.end() if numbered else match.end()
            return Found(line.start + start, line.end, _clean(text[start:]), "title:label")
        if text.strip().casefold() in ("asian otsikko", "ärendets rubrik") and position + 1 < len(lines):
            return title_of([lines[position + 1]], "title:label")
    return None


def _goes_on_below(lines: Sequence[DocLine], position: int) -> bool:
    """Whether the next line goes on with a small letter: the label's words are sentences."""
    following = lines[position + 1].text.lstrip() if position + 1 < len(lines) else ""
    return following[:1].islower() and not lines[position + 1].gap


def _after_section(lines: Sequence[DocLine], own: Mark) -> Found[str]:
    """The words after the §, with the lines they run on to in a PDF."""
    assert own.rest is not None
    start, end = own.rest
    position = next(i for i, line in enumerate(lines) if _holds(line, start))
    parts = [lines[position].text[start - lines[position].start :]]
    head = lines[position]
    for line in lines[position + 1 : position + _MOST_LINES]:
        runs_on = head.size is not None and line.size == head.size and line.bold == head.bold and not line.gap
        if not runs_on or _skippable(line) or _starts_new(line):
            break
        # without bold type only what begins no paragraph goes on
        if not (
            head.bold or _GOES_ON.match(line.text) or (len(parts[-1]) >= _FULL and line.text[0].isdigit())
        ):
            break
        parts.append(line.text)
        end = line.end
    return Found(start, end, _clean(" ".join(parts)), "title:after-section")


def title_lines_below(lines: Sequence[DocLine], prose_ok: bool = False) -> list[DocLine]:
    """The first run of title-like lines: after page furniture, up to a diary number, heading or blank."""
    run: list[DocLine] = []
    for line in lines:
        if not run and _skippable(line):
            continue
        if _starts_new(line) or (run and (line.gap or _skippable(line))):
            break
        words = line.text.strip()
        if len(words) > _LONGEST_TITLE or (
            not prose_ok and not run and words.endswith(".") and not line.bold
        ):
            break
        if run and (run[0].bold != line.bold or (run[0].text.isupper() and _is_prose(line.text))):
            break
        run.append(line)
        # On a page of paragraphs (HTML, text) a title is one line; only a PDF breaks it.
        if line.size is None or len(run) >= _MOST_LINES:
            break
    if run and not prose_ok and run[-1].text.rstrip().endswith(".") and not run[0].bold:
        return []
    return run


def _is_prose(text: str) -> bool:
    """Whether most letters are small."""
    return 2 * sum(map(str.islower, text)) > sum(map(str.isalpha, text))


def _skippable(line: DocLine) -> bool:
    text = line.text.strip()
    if is_furniture(text) or _ATTACHED.match(text):
        return True
    found = find_organ_at_line_start(text)
    if found and (len(text) - found[1] < 3 or text[found[1]] in ",\t|>/" or find_marks([line])):
        return True
    if find_marks([line]):
        return True
    return _is_number(line)


def _starts_new(line: DocLine) -> bool:
    """Whether a line opens something that is no title: a diary number or a named section."""
    text = line.text[bullet_length(line.text) :]
    heading = match_heading(text)
    if heading is not None and heading[0].role is not SectionRole.COVER:
        return True
    shouted = text.isupper() and not text.rstrip().endswith(":")  # REHTORIN VIRAN TÄYTTÄMINEN
    if not shouted and _SPEAKER.fullmatch(text.strip()) and find_title_at(text, 0):
        return True  # who prepared or presents it
    numbers = find_diary_numbers(text, len(text))
    return bool(numbers) and numbers[0].start < 12


def title_of(lines: Sequence[DocLine], rule: str, own: Mark | None = None) -> Found[str]:
    """The lines' words as a title, without list marker or the § that the line begins with."""
    skip = bullet_length(lines[0].text)
    if own is not None and own.rest is not None and _holds(lines[0], own.rest[0]):
        skip = own.rest[0] - lines[0].start
    text = " ".join(line.text for line in lines)[skip:]
    return Found(lines[0].start + skip, lines[-1].end, _clean(text), rule)


def _clean(text: str) -> str:
    return re.sub(r"[\s\u00a0]+", " ", text.replace("**", "").replace("\u00ad", "")).strip(" \t:#*")
