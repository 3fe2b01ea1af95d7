"""The page docs/query.md: the query language, made from ``index.fields``. ``docs/generate.py`` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.fields import FIELDS, Field, FieldType
from index.query import LONGEST, QueryError, parse

WORDS: Sequence[tuple[str, str]] = (
    ("kehittämisverkosto", "the word in any inflection, alone or as part of a longer compound"),
    ("kehittämisverkostojen", "the same: an inflected word is as good as its base form"),
    ("maksu", "also *osallistumismaksuista*: compounds are found by their parts, below whole words"),
    ("skola", "also *skolskjutsarna*: so are Swedish ones, of common nouns"),
    ("uimahalli peruskorjaus", "both words, anywhere in the item (AND may stand between them)"),
    ("uimahalli OR jäähalli", "either word; AND binds closer than OR"),
    ("avustus -koulu", "the first word without the second; NOT koulu is the same"),
    ("(silta OR pyörätie) kunta:Hallaniemi", "brackets group"),
    ("verkosto*", "words that begin so, as written or in their base form; at least two letters"),
    ("PIHDno-2023-44", "a diary number as it is written"),
    ("§ 12", "a matter's number"),
    ("9 800", "a number; spaces between its digits do not matter"),
    ("EU:n", "a colon before a case ending belongs to the word: *EU* and *EU:lle* are found too"),
)

PHRASES: Sequence[tuple[str, str]] = (
    ('"kaupunki osallistuu"', "these words next to each other, each in any inflection"),
    ('="hyväksyttiin esityksen mukaisesti"', "exactly so, but for capital letters"),
    ('"osuus kasvanut"~3', "in this order, each at most three words after the one before"),
)

VALUES: Sequence[tuple[FieldType, str]] = (
    (
        FieldType.NAME,
        "The whole name, case aside; in quotes if it has spaces; a star at its end for the beginning.",
    ),
    (
        FieldType.WORDS,
        "Every word given occurs in the name. A body's abbreviation (KH, kvalt, tekla) stands for its names.",
    ),
    (FieldType.PERSON, "Words next to each other in a person's name or title, in either order of two."),
    (FieldType.TITLE, "A word of the title in any inflection; in quotes a phrase; a star for the beginning."),
    (FieldType.DATE, "A year, month or day: 2021, 2021-03, 2.3.2021; a range with two dots; >, >=, <, <=."),
    (FieldType.NUMBER, "A whole number, or a range as for dates."),
    (FieldType.MONEY, "Euros, with cents after a comma or point; ranges as for dates."),
    (FieldType.SEASON, "A season such as 2025-2026, or a year within it."),
    (FieldType.DIARY, "Spaces and case do not matter; a star at the end for the beginning."),
    (FieldType.CHOICE, "One of the values listed below, in any of the languages."),
)

OPTIONS: Sequence[tuple[str, str]] = (
    (
        "--explain",
        "which words of each item answer which of the question's, and by what: "
        "*matched liittymisestä as liittyminen (base form liittyä)*; "
        "in files the column `why`",
    ),
    (
        "--facets",
        "how all that matches divides by municipality, region, body, year, outcome, network and kind, "
        "each with what narrows the question to it",
    ),
    (
        "--as-of 2025-12-31",
        "answers from what was known at the end of that day (UTC): documents stored later are left out, "
        "amended ones speak as they did",
    ),
    (
        "--batch questions.csv",
        "every question of a CSV file (columns `query` and, if you like, `name`) by municipality: how many "
        "items, or with `--cell` the newest one's date or id; one that cannot be read costs its own row",
    ),
    (
        "--columns id,title,fee.amount",
        "only these columns; a name is a heading, or a path into the rows as JSON gives them",
    ),
    (
        "--output FILE.xlsx",
        "`.csv`, `.json`, `.jsonl`, `.xlsx` or `.parquet`; the last two keep numbers and dates as such, and "
        "in the file's metadata the query, the library's id and its revision",
    ),
)

_RESULTS = """\
## What is found, and how

Title words count three times, the decision's twice, the proposal's one and a half times, and parts of
compounds less than whole words; among equals the newest comes first. `--sort newest` and `--sort oldest` go
by date instead. The order is the same every time for the same library, so `--page 2` goes on where `--page 1`
ended.
"""

_ERRORS = """\
A question that finds nothing is told what the library has instead: *no word "kehitämisverkosto" in this
library; did you mean kehittämisverkosto?* `pykala watch` keeps questions and tells what is new since last
time.

## Errors

A query that cannot be read is never an empty result. The error names the place, counted from 1, and what was
expected:
"""
WRONG: Sequence[str] = (
    "pvm:2024-13",
    "knta:Oulu",
    '"uimahalli',
    "avustus OR",
    "kesä*teatteri",
    "päätös:hyväksyty",
)


def query_page() -> str:
    """The page."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Questions\n"
    yield "Made from `index/fields.py` by `python docs/generate.py`. A test runs every example.\n"
    yield "A question is words and fields: `pykala search 'verkosto kunta:Tuusula pvm:2020..2024'`."
    yield "In a terminal it stands in quotes, as a minus, a star, quotes and brackets mean something there:"
    yield "of `avustus -opetus` without them, `-o` would be the option for an output file.\n"
    yield "## Words\n"
    yield from _table(("question", "finds"), ((_code(query), what) for query, what in WORDS))
    yield "## Phrases\n"
    yield from _table(("question", "finds"), ((_code(query), what) for query, what in PHRASES))
    yield "## Fields\n"
    yield "Every field has Finnish, Swedish and English names; `pykala search --fields` lists them too."
    yield "Several values in brackets are joined by OR: `kunta:(Oulu OR Tuusula)`. A minus before a field"
    yield "excludes: `-kunta:Oulu`.\n"
    yield from _table(
        ("field", "also called", "value", "what it is", "examples"), (_field_row(field) for field in FIELDS)
    )
    yield "### Values\n"
    yield from _table(("value", "how it is written"), ((kind.value, how) for kind, how in VALUES))
    for field in FIELDS:
        if field.choices:
            yield f"### Values of {field.names['fi'][0]}\n"
            yield from _table(("value", "also written"), _choices(field))
    yield _RESULTS
    yield from _table(("option", "what it does"), ((_code(option), what) for option, what in OPTIONS))
    yield _ERRORS
    yield from _table(("question", "error"), ((_code(query), _error(query)) for query in WRONG))
    yield f"A query has at most {LONGEST} characters, and 40 groups within each other.\n"


def _error(query: str) -> str:
    try:
        parse(query)
    except QueryError as error:
        return str(error)
    raise ValueError(f"this can be read: {query}")


def _field_row(field: Field) -> tuple[str, ...]:
    first, *others = field.all_names()
    examples = ", ".join(map(_code, field.examples))
    return _code(f"{first}:"), ", ".join(others), field.type.value, field.description, examples


def _choices(field: Field) -> Iterator[tuple[str, str]]:
    values = sorted({value for values in field.choices.values() for value in values})
    for value in values:
        spellings = [
            spelling for spelling, meant in field.choices.items() if value in meant and spelling != value
        ]
        yield value, ", ".join(spellings)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _code(text: str) -> str:
    return f"`{text}`"
