"""Attendance lists: where they begin and end, and how their columns go together.

Which headings open and close a list is in attendance.toml; attendance_lines.py reads a line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from corpus.records import Role
from corpus.registry.titles import role_of
from ingest.extract.attendance_columns import Columns, columns_of, is_rule, with_columns
from ingest.extract.attendance_lines import Row, line_rows
from ingest.extract.names import SPACE, name_in

_LONGEST_LINE = 1_000
_GROUP_CELLS = frozenset({"läsnä", "poissa", "jäsen", "varajäsen"})  # column heads that also head groups
_MEMBERS = frozenset({"nimi", "namn", "beslutande", "jäsen", "jäsenet", "ledamot", "ledamöter"})
_DEPUTIES = frozenset({"varajäsen", "varajäsenet", "ersättare"})
_LEAD = re.compile(rf"(?:{SPACE}|[-*•–#]{{1,3}}(?={SPACE})|\*\*){{0,200}}")
_LEGEND = re.compile(
    r"\((?P<mark>[*+xX])(?:[ \u00a0]?=[ \u00a0]?(?:läsnä|paikalla|saapuvilla|närvarande))?\)", re.IGNORECASE
)
_BRACKETED_MARK = re.compile(
    r"(?<=[\n\t ])[(\[][ \u00a0]{0,2}([xX]|[ \u00a0])[ \u00a0]{0,2}[)\]](?=[ \u00a0\t])"
)
_FIRST_MARK = re.compile(rf"{SPACE}*[xX×-]{SPACE}+\t?")
_COLUMN_GAP = re.compile(rf"(?<=[\w.)]){SPACE}*(?:\t|{SPACE}{{3}}){SPACE}*(?=[^\W\d_]|-{SPACE})")
# "… \t x \t vj. Elo Kaija", "…    vj. x Elo Kaija"
_BESIDE = re.compile(
    rf"(?:\t|{SPACE}{{2}}){SPACE}*(?P<mark>[xX×])?{SPACE}*\t?{SPACE}*"
    rf"(?:(?:vj|varaj)\.{SPACE}{{1,3}}(?P<own>[xX×-]){SPACE}{{1,3}}|(?=(?:vj|varaj)\.)"
    rf"|(?=[A-ZÅÄÖ][^\t\n,]{{3,40}},?{SPACE}{{1,3}}(?:vj|varaj)\.?{SPACE}*(?:\n|$)))"
)
_MARK_BESIDE = re.compile(
    rf"(?:\t|{SPACE}{{3}}){SPACE}*(?P<own>[xX×-]){SPACE}{{1,3}}(?P<mark>(?!))?(?=[A-ZÅÄÖ])"
)
_MATTER = re.compile(r"§|\d{1,4}\s?§|(?:Dn(?:r|ro|o)|Asianro|Diaarinumero|Diarienummer)\b")
_HEADED = (Role.PRESENTER, Role.SECRETARY)
# "Varajäsenet" or "Ersättare:" alone on a line: those below are deputies.
_OF_DEPUTIES = re.compile(
    rf"(?:(?:läsnä olleet|saapuvilla olleet|närvarande){SPACE})?"
    rf"(?:varajäsenet|varavaltuutetut|suppleanter)(?:{SPACE}?:)?"
    rf"|(?:varajäsen|ersättare){SPACE}?:",
    re.IGNORECASE,
)
_PATIENCE = 3  # lines of something else that a list may hold


@dataclass(frozen=True)
class _Headings:
    pattern: re.Pattern[str]
    groups: dict[str, str]
    header_cells: frozenset[str]
    words: re.Pattern[str]
    begun: frozenset[str]


@cache
def _headings() -> _Headings:
    data: dict[str, Any] = tomllib.loads(
        Path(__file__).with_name("attendance.toml").read_text(encoding="utf-8")
    )
    groups = {
        form.lower(): group for group in ("present", "absent", "others", "stop") for form in data[group]
    }
    forms = sorted(groups, key=len, reverse=True)
    body = "|".join(re.escape(form).replace(r"\ ", rf"{SPACE}{{1,3}}") for form in forms)
    words = "|".join(data["words"])
    return _Headings(
        pattern=re.compile(
            rf"(?P<form>{body})(?!\w)(?:{SPACE}?/{SPACE}?(?:{body})(?!\w))?(?:\*\*)?(?P<rest>{SPACE}{{0,3}}(?::|$)|\t|{SPACE}+)",
            re.IGNORECASE,
        ),
        groups=groups,
        header_cells=frozenset(data["header_cells"]),
        words=re.compile(rf"(?:(?:{words})(?![\w-])(?:{SPACE}|:){{0,8}}){{1,3}}"),
        begun=frozenset(data["begun"]),
    )


def read_rows(text: str) -> Iterator[Row]:
    """The rows of all attendance lists of a text; a role or title on a line alone has no name."""
    headings = _headings()
    text = _marks_as_x(text)
    marked = re.search(r"(?:^|[ \t\u00a0])[xX][ \t\u00a0]", text, re.MULTILINE) is not None
    group = ""
    above = ""  # the group that the line before opened with a heading of one word
    paired = False  # whether a second column names each member's deputy
    unknown = 0
    begun = False  # whether the list has had a row
    position = 0
    blank = False  # whether a blank line stands above
    columns = Columns()
    listed = False  # whether any row has been read
    of_deputies = False  # whether the heading above is the deputies'
    heading_role: Role | None = None  # of whom the next line names: "Föredragande" under a blank line
    parts = text.split("\n")
    text = text.replace("|", "\t")  # a table's cells, drawn or not
    for part in parts:
        start, end = position, position + min(len(part), _LONGEST_LINE)
        position += len(part) + 1
        if not part.strip():
            above, blank = "", True
            continue
        if is_rule(part):
            continue
        after_blank, blank = blank, False
        lead = _LEAD.match(text, start, end)
        at = lead.end() if lead else start
        if group and not begun and _cell(text[at:end]) in headings.header_cells - _GROUP_CELLS:
            continue
        if group and _OF_DEPUTIES.fullmatch(text[at:end].strip(" \t\u00a0*")):
            of_deputies, unknown, begun = True, 0, False
            continue
        match = headings.pattern.match(text, at, end)
        if match and _is_heading(text, match, end, group):
            form = re.sub(rf"{SPACE}+", " ", match.group("form")).lower()
            opened = headings.groups[form]
            opened, above = above if above and opened == "present" else opened, ""
            group = "" if opened == "stop" else opened
            of_deputies = False
            above = group if form in headings.begun else ""
            paired = _is_paired(part)
            unknown = 0
            begun = False
            columns = columns_of(part) if _is_header(part) else columns
            at = match.end()
            rest = text[at:end].strip(" :\t\u00a0*")
            in_table = paired or "|" in part
            if rest == "" or _is_header(text[at:end]) or (in_table and rest.lower() in headings.header_cells):
                continue
        elif _is_header(part):
            # Members beside their deputies under no heading, nobody marked: who belongs to the body.
            paired = _is_paired(part) and (marked or not group)
            columns = columns_of(part)
            group = group or ("" if paired and not marked else "present")
            continue
        else:
            above = ""
        if not group and not listed and _begins_table(text, at, end, position):
            group = "present"
        if not group:
            continue
        if _MATTER.match(part.strip()):
            group = ""
            continue
        if after_blank and begun and (alone := role_of(part.strip(" :"))) in _HEADED:
            heading_role = alone
            continue
        words = headings.words.match(text, at, end)
        at = words.end() if words else at
        beside = _BESIDE.search(text, at, end) or _marked_beside(text, at, end) if marked else None
        if beside:
            rows = _rows_beside(text, at, beside, end, group)
        else:
            rows = list(_paired_rows(text, at, end, group) if paired else line_rows(text, at, end, group))
        if rows:
            if heading_role and rows[0].name and rows[0].role is None:
                rows[0] = replace(rows[0], role=heading_role)
            heading_role = None
            if of_deputies:
                rows = [replace(r, role=Role.DEPUTY) if r.name and r.role is None else r for r in rows]
            begun = listed = True
            unknown = 0
            yield from (with_columns(row, part, columns) if len(rows) == 1 else row for row in rows)
        elif begun and _cell(text[at:end]) in headings.header_cells:
            continue  # the head of the next column
        else:
            unknown += 1
            if unknown > _PATIENCE:
                group = ""


def _marks_as_x(text: str) -> str:
    """The text with the marks it explains ("* = läsnä") written as x; no offset changes."""
    text = _BRACKETED_MARK.sub(
        lambda match: (match.group(1) if match.group(1).strip() else "-").center(len(match.group())), text
    )
    legend = _LEGEND.search(text)
    if legend and legend.group("mark") in ("*", "+"):
        text = re.sub(rf"(?<!\S){re.escape(legend.group('mark'))}(?=\s)", "x", text)
    return _LEGEND.sub(lambda match: " " * len(match.group()), text)


def _paired_rows(text: str, start: int, end: int, group: str) -> Iterator[Row]:
    """A member and, in the next column, the member's deputy, who is there only if marked."""
    mark = _FIRST_MARK.match(text, start, end)
    gap = _deputies_gap(text, mark.end() if mark else start, end)
    member = list(line_rows(text, start, gap.start() if gap else end, group))
    yield from member
    if gap is None or len(member) != 1 or member[0].name is None:
        return
    for row in line_rows(text, gap.end(), end, group):
        if row.marked or row.deputy_for or member[0].absent:
            name = name_in(member[0].name) or member[0].name
            yield replace(row, role=Role.DEPUTY, deputy_for=row.deputy_for or name)


def _deputies_gap(text: str, start: int, end: int) -> re.Match[str] | None:
    """The gap before the column of deputies; the member's role may have a column of its own before it."""
    gaps = list(_COLUMN_GAP.finditer(text, start, end))
    for gap, after in zip_longest(gaps, gaps[1:]):
        if gap and role_of(text[gap.end() : after.start() if after else end].strip(" \t.")) is None:
            return gap
    return None


def _marked_beside(text: str, start: int, end: int) -> re.Match[str] | None:
    """The gap before a second column of marked and unmarked deputies: "x Oja, Aino      - Elo, Kaija"."""
    gap = _MARK_BESIDE.search(text, start, end)
    names = (
        [list(line_rows(text, *span, "present")) for span in ((start, gap.start()), (gap.end(), end))]
        if gap
        else []
    )
    one_each = len(names) == 2 and all(len(rows) == 1 and rows[0].name for rows in names)
    return gap if one_each and names[1][0].role is None and names[1][0].title is None else None


def _rows_beside(text: str, start: int, gap: re.Match[str], end: int, group: str) -> list[Row]:
    """A member and "vj. X" in the column beside, each marked or not on its own."""
    rows = list(line_rows(text, start, gap.start(), group))
    member = name_in(rows[0].name) or rows[0].name if len(rows) == 1 and rows[0].name else None
    came = gap.group("mark") is not None or (gap.group("own") or "-") != "-"
    if came:  # who was not called in has not been absent either
        for row in line_rows(text, gap.end(), end, group):
            rows.append(replace(row, marked=True, role=Role.DEPUTY, deputy_for=member))
    return rows


def _begins_table(text: str, start: int, end: int, following: int) -> bool:
    """Whether a table of no heading begins: the chair's row, and another name with its role below."""
    below = text.find("\n", following)
    spans = ((start, end), (following, min(below if below >= 0 else len(text), following + _LONGEST_LINE)))
    rows = []
    for first, stop in spans:
        line = text[first:stop].strip()
        if "\t" not in line:
            return False
        rows.append(list(line_rows(text, first, stop, "present")))
    if any(len(row) != 1 or not row[0].name or row[0].role is None for row in rows):
        return False
    return rows[0][0].role is Role.CHAIR


def _is_paired(part: str) -> bool:
    words = {word.strip(" :()").lower() for word in part.split()}
    return bool(words & _MEMBERS) and bool(words & _DEPUTIES)


def _cell(words: str) -> str:
    return words.strip(" :\t\u00a0*").lower()


def _is_heading(text: str, match: re.Match[str], end: int, group: str) -> bool:
    form = match.group("form")
    if not form[0].isupper():
        return False
    rest = text[match.end() : end]
    if (
        not rest.strip()
        or rest.lstrip(" \u00a0").startswith("\t")
        or match.group("rest").rstrip(" ").endswith((":", "\t"))
        or form.isupper()
    ):
        return True
    if _headings().groups[re.sub(rf"{SPACE}+", " ", form).lower()] == "stop":
        return True
    return len(match.group("rest")) >= 2 or bool(rest[0].isupper())


def _is_header(part: str) -> bool:
    cells = [cell.strip(" :.*\u00a0").lower() for cell in re.split(r"[\s/|]+", part) if cell.strip(" :.*")]
    return len(cells) >= 2 and all(cell in _headings().header_cells for cell in cells)
