"""Lists and tables in plain text whose caption or head names the currency, and whose numbers stand bare.

"Tonttien hinnat (euroa/m2): Kaakko 4,50, Ranta 3,20."
"Tarjoukset (€/kk, alv 0 %):" and a line for each, the number at its end.
"Tarjous      euroa/vuosi" and lines of aligned columns below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.extract.money_numbers import NUMBER
from ingest.extract.money_sentences import Span
from ingest.extract.money_tables import NO_MONEY, Column
from ingest.extract.view import View

# Plain first characters let the regex engine skip ahead; that no word goes on before is looked at afterwards.
_CURRENCY = re.compile(
    r"€|e(?:ur(?:o(?:a|n|ina|t|ja)?)?\b|/(?=\w)|(?=\))(?:(?<=[ (]1 000 e)|(?<=[ (]1000 e)))"
    r"|E(?:UR|ur(?:o(?:a|n|ina|t)?)?)\b|snt\b|Snt\b"
)
# A currency with its number before it is an amount, no head.
_NUMBERED = re.compile(r"(?:\d|\d[ ]?(?:milj\.|miljoonaa|miljoner|mrd\.?|tuhatta|t|M|k)|,-)[)]?[ \n]?\Z")
_CAPTION_END = re.compile(
    r"[^\n:.;]{0,50}(?:\.[ ]?(?:\d|alv|moms)[^\n:.;]{0,20})?(?P<colon>:)?[ \t]*(?=(?P<end>\n)|)"
)
_GAP = re.compile(r"\t|[ ]?\|[ ]?|[ ]{2,}")
# "(euroa, alv 0 %)", "(summat euroja)": a line of its own below its list.
_BELOW = re.compile(r"\([^()\n]{0,50}\)[ \t]*(?:\n|\Z)")
_LAST_NUMBER = re.compile(
    rf"(?:(?<=\t)|(?<=[ ]{{2}})|(?<=[a-zåäö):][ ]))[-−–+]?{NUMBER}(?:,-{{1,2}})?[ \t]*\Z"
)
_ONLY_NUMBER = re.compile(rf"[-−–+]?[ ]?{NUMBER}(?:,-{{1,2}})?")
_ONLY_AMOUNT = re.compile(rf"[-−–+]?[ ]?{NUMBER}[ ]?€[^\n]{{0,12}}")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_THOUSANDS = re.compile(r"(?:\(|\A|\n|[ ]{2})[ ]?1[ .]?000[ ]?\Z")  # "(1 000 €)": the unit of a table
_INLINE = re.compile(
    rf"(?<=[a-zåäöA-ZÅÄÖ):][ ]){NUMBER}(?=,[ ]|;|\.?[ ]?(?:\n|\Z)|\.[ ]|[ ](?:ja|sekä|och)[ ])"
)
_SENTENCE_END = re.compile(r"\.(?:[ ]|\n|\Z)|\n")
_LETTER = re.compile(r"[A-Za-zÅÄÖåäö]")
_CAPTION_BEFORE = 120
_LONGEST_LINE = 160
_MOST_ROWS = 60
_MOST_STRANGE = 3  # rows without a number in the column, at most
_LONGEST_PART = 50  # characters of a line that only names a part of a list
_MOST_INLINE = 400
_INDENT = 8  # blanks before a head row's first cell, at least, where it stands above a second column


def listed(seen: View) -> Iterator[Column]:
    """The captions and heads of ``seen`` with the spans (in the text it views) of their bare numbers."""
    text = seen.text
    done = 0
    for match in _CURRENCY.finditer(text):
        start = match.start()
        if match[0] == "€" and start >= done and (worded := _worded(text, start)):
            for column in worded:
                done = max(done, column.worded[-1][1])
                yield replace(column, worded=tuple(seen.span(*cell) for cell in column.worded))
            continue
        if start < done or (match[0] != "€" and start and text[start - 1].isalnum()):
            continue
        if _NUMBERED.search(text, max(0, start - 14), start) and not _THOUSANDS.search(
            text, max(0, start - 9), start
        ):
            continue
        line = text.rfind("\n", max(0, start - _LONGEST_LINE), start) + 1 or max(0, start - _LONGEST_LINE)
        beside = list(_row_head(text, line, start))
        found = beside or _caption(text, line, match) or _caption_below(text, line)
        for column in found:
            if not beside:  # the currencies of other columns stand on the same line
                done = max(done, column.cells[-1][1])
            yield replace(column, cells=tuple(seen.span(*cell) for cell in column.cells))


def _caption(text: str, line: int, match: re.Match[str]) -> list[Column]:
    """A label that ends with a colon, or a line of its own; the numbers stand after it or in lines below."""
    tail = _CAPTION_END.match(text, match.end())
    if tail is None or not (tail["colon"] or tail["end"]):
        return []
    start = max(line, match.start() - _CAPTION_BEFORE)
    stop = max(text.rfind(mark, start, match.start()) for mark in (". ", "! ", "; "))
    head = text[stop + 2 if stop >= 0 else start : tail.end()]
    if tail["end"] is None:
        # In running text only a currency in brackets or with its unit is a caption: "(euroa):", "€/m2:".
        if text[tail.start() : tail.start() + 1] != "/" and ")" not in tail[0]:
            return []
        full_stop = _SENTENCE_END.search(text, tail.end(), tail.end() + _MOST_INLINE)
        end = full_stop.end() if full_stop else min(len(text), tail.end() + _MOST_INLINE)
        return _filled([Column(head, tuple(one.span() for one in _INLINE.finditer(text, tail.end(), end)))])
    lines = _lines(text, tail.end() + 1)
    first_line = next(lines, None)
    heads = _heads(text, *first_line) if first_line else []
    if first_line and len(heads) > 1 and not any(_ONLY_NUMBER.fullmatch(text, *one) for one in heads):
        return _grid(text, heads, first_line[1] + 1, head)
    cells: list[Span] = []
    strange = 0
    for first, last in _lines(text, tail.end() + 1):
        number = _LAST_NUMBER.search(text[first:last])
        if number is None and tail["colon"] and last - first < _LONGEST_PART and strange < _MOST_STRANGE:
            strange += 1  # "Rakennusurakka": a part of the list begins
            continue
        if number is None or not _LETTER.search(text, first, first + number.start()):
            break
        # Below a line without a colon only a clear gap tells that this is its list.
        if (
            tail["colon"] is None
            and text[first + number.start() - 1] == " " != text[first + number.start() - 2]
        ):
            break
        cells.append((first + number.start(), first + len(text[first:last].rstrip())))
    return _filled([Column(head, tuple(cells))])


def _filled(columns: list[Column]) -> list[Column]:
    return [column for column in columns if column.cells]


def _caption_below(text: str, line: int) -> list[Column]:
    """A line in brackets below a list; the numbers end the lines above, or fill the cells of their rows."""
    below = _BELOW.match(text, line)
    if below is None:
        return []
    cells: list[Span] = []
    for first, last in _lines_above(text, line):
        row = _cells(text, first, last)
        numbers = [cell for cell in row[1:] if _ONLY_NUMBER.fullmatch(text, *cell)]
        number = _LAST_NUMBER.search(text[first:last]) if not numbers else None
        if number and _LETTER.search(text, first, first + number.start()):
            numbers = [(first + number.start(), first + len(text[first:last].rstrip()))]
        if not numbers:
            break
        cells = numbers + cells
    if len(cells) < 2:
        return []  # a single number above brackets may be anything
    lead_in = text[max(0, cells[0][0] - 2 * _LONGEST_LINE) : cells[0][0]].rsplit("\n", 1)[0].strip()
    return [Column(below[0].strip(), tuple(cells), lead_in.rsplit("\n", 1)[-1])]


def _lines_above(text: str, end: int) -> Iterator[Span]:
    """The lines before ``end``, the nearest first, down to a blank one."""
    for _ in range(_MOST_ROWS):
        last = end - 1
        first = text.rfind("\n", max(0, last - _LONGEST_LINE), max(0, last)) + 1
        if last <= 0 or (not first and last > _LONGEST_LINE) or not text[first:last].strip():
            return
        yield first, last
        end = first


def _row_head(text: str, line: int, currency: int) -> list[Column]:
    """A head row of aligned columns; the numbers stand in the column of the same order below."""
    end = text.find("\n", currency, currency + _LONGEST_LINE)
    if end < 0:
        return []
    heads = _heads(text, line, end)
    if len(heads) < 2 or text[line:end].rstrip().endswith(":"):
        return []
    index = next((at for at, (first, last) in enumerate(heads) if first <= currency < last), None)
    if index is None:
        return []
    rest = heads[index + 1 :]
    if rest and all(_ONLY_NUMBER.fullmatch(text, *cell) for cell in rest):
        if all(_YEAR.fullmatch(text, *cell) for cell in rest):
            return _grid(text, heads, end + 1, text[slice(*heads[0])]) if not index else []
        # "Vesimaksu, €/m3    1,62    1,75"
        return _filled(_named_above(text, line, text[slice(*heads[index])], rest))
    if not index:  # a currency in the first head, above the names of the rows, is of all columns
        return _grid(text, heads, end + 1, text[slice(*heads[0])])
    cells = _rows_below(text, heads, end + 1, [index])[index]
    return _filled([Column(text[slice(*heads[index])], tuple(cells), text[line:end])])


def _named_above(text: str, line: int, unit: str, cells: list[Span]) -> list[Column]:
    """The ``cells`` of a row of prices, each with its column's head: "veroton    sis. alv 25,5 %"."""
    for first, last in _lines_above(text, line):
        row = _cells(text, first, last)
        if len(row) == len(cells) + 1 and all(_ONLY_NUMBER.fullmatch(text, *cell) for cell in row[1:]):
            continue
        if len(row) not in (len(cells), len(cells) + 1) or any(_ONLY_NUMBER.fullmatch(text, *c) for c in row):
            break
        names = [text[slice(*head)] for head in row[-len(cells) :]]
        return [Column(unit, (cell,), name=name) for cell, name in zip(cells, names, strict=True)]
    return [Column(unit, tuple(cells))]


def _worded(text: str, currency: int) -> list[Column]:
    """The columns of amounts with their currency below a head row: "Hinta koko kaudelta" above "8 800 €"."""
    line = text.rfind("\n", max(0, currency - _LONGEST_LINE), currency) + 1
    if not line or text[line - 2 : line - 1] in ("", "\n"):
        return []
    above = text.rfind("\n", max(0, line - _LONGEST_LINE), line - 1) + 1
    heads = _heads(text, above, line - 1)
    if len(heads) < 2 or any(_DIGIT.search(text, *head) for head in heads[1:]):
        return []
    cells: dict[int, list[Span]] = {at: [] for at in range(1, len(heads))}
    for first, last in _lines(text, line):
        row = _cells(text, first, last)
        if len(row) != len(heads):
            break
        for at, found in cells.items():
            if _ONLY_AMOUNT.fullmatch(text, *row[at]):
                found.append(row[at])
    row_head = text[above : line - 1]
    return [
        Column(text[slice(*heads[at])], (), row_head, tuple(found)) for at, found in cells.items() if found
    ]


def _grid(text: str, heads: list[Span], start: int, unit: str) -> list[Column]:
    """The columns of the aligned rows below ``heads`` that may be money; ``unit`` names the currency."""
    money = [at for at, head in enumerate(heads) if at and not NO_MONEY.search(text, *head)]
    below = _rows_below(text, heads, start, money)
    return _filled([Column(unit, tuple(below[at]), name=text[slice(*heads[at])]) for at in money])


def _rows_below(text: str, heads: list[Span], start: int, wanted: list[int]) -> dict[int, list[Span]]:
    """The numbers below some of the ``heads``, by column, as long as the rows are like the head row."""
    cells: dict[int, list[Span]] = {at: [] for at in wanted}
    strange = 0
    for first, last in _lines(text, start):
        row = _cells(text, first, last)
        if len(row) != len(heads) or strange > _MOST_STRANGE:
            break
        numbers = [at for at in wanted if _ONLY_NUMBER.fullmatch(text, *row[at])]
        for at in numbers:
            cells[at].append(row[at])
        strange += not numbers
    return cells


def _heads(text: str, start: int, end: int) -> list[Span]:
    """The cells of a head row, whose first may be empty, above the names of the rows."""
    cells = _cells(text, start, end)
    indented = bool(cells) and cells[0][0] - start > _INDENT
    return [(start, start), *cells] if indented else cells


def _cells(text: str, start: int, end: int) -> list[Span]:
    """The cells of a line, parted by tabs or by two blanks and more."""
    cells, position = [], start
    for gap in _GAP.finditer(text, start, end):
        if gap.start() > position:
            cells.append((position, gap.start()))
        position = gap.end()
    if position < end:
        cells.append((position, end))
    return cells


def _lines(text: str, start: int) -> Iterator[Span]:
    """The lines from ``start`` on until a blank one, which may stand before the first."""
    if text.startswith("\n", start):
        start += 1
    for _ in range(_MOST_ROWS):
        end = text.find("\n", start, start + _LONGEST_LINE)
        if end < 0:
            end = len(text) if len(text) - start < _LONGEST_LINE else -1
        if end < 0 or not text[start:end].strip():
            return
        yield start, end
        start = end + 1
