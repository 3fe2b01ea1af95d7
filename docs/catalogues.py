"""Brings ``web/locale/*.po`` up to date with the Finnish texts of the pages; the translating is left to you.

``python docs/catalogues.py`` adds new texts with an empty translation, takes out those no longer used, and
says what is to be translated. A test fails until it is.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
TEMPLATES = ROOT / "web" / "templates"
LOCALE = ROOT / "web" / "locale"
TRANSLATED = ("sv", "en")
_KEYWORDS: Mapping[str, tuple[int, ...] | None] = {"_": None, "plural": (1, 2)}
_HEAD = """# Texts of the pages. docs/catalogues.py keeps this file; translate what is empty.
msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def texts() -> Iterator[str]:
    """Every Finnish text of the pages: those of the templates, then those of the tables of labels."""
    from web.labels import ERRORS, TABLES

    for path in sorted(TEMPLATES.glob("*.html")):
        with path.open("rb") as file:
            for _, found, _, _ in extract(babel_extract, file, _KEYWORDS, options={"encoding": "utf-8"}):
                yield from (found,) if isinstance(found, str) else found
    for table in TABLES.values():
        yield from table.values()
    for said in ERRORS.values():
        yield from said


def catalogue(code: str) -> Catalog:
    """The catalogue of a language as it is on disk."""
    with (LOCALE / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def renewed(code: str) -> Catalog:
    """The catalogue with exactly the texts of today, and the translations it had."""
    before = catalogue(code)
    after = Catalog(locale=code)
    for text in dict.fromkeys(texts()):
        known = before.get(text)
        after.add(text, known.string if known else "")
    return after


def page(code: str, after: Catalog) -> str:
    """A catalogue as it stands in its file: without dates and line numbers, which change too often."""
    stream = io.BytesIO()
    write_po(stream, after, width=0, omit_header=True)
    return _HEAD.format(code=code) + stream.getvalue().decode("utf-8")


def main() -> None:
    """Write the catalogues, and print what has no translation yet."""
    for code in TRANSLATED:
        after = renewed(code)
        (LOCALE / f"{code}.po").write_text(page(code, after), "utf-8")
        for message in after:
            if message.id and not message.string:
                print(f"{code}: {message.id}")


if __name__ == "__main__":
    main()
