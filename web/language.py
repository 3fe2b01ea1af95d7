"""The pages' languages: Finnish at the root, Swedish under ``/sv``, English under ``/en``.

Texts are written in Finnish in the templates and in ``web/labels.py``; ``locale/*.po`` translate them. The
catalogues are read as they are, so that there is nothing to compile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.registry.divisions import region_named
from corpus.registry.municipalities import municipality_named

LANGUAGES = {"fi": "suomi", "sv": "svenska", "en": "English"}
"""Code and own name of each language, the default one first."""

DEFAULT = "fi"
_LOCALES = {"fi": "fi_FI", "sv": "sv_FI", "en": "en_FI"}
_CATALOGUES = Path(__file__).with_name("locale")
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Language:
    """A language: its texts, and how it writes dates, numbers and money."""

    code: str

    @property
    def prefix(self) -> str:
        """What its pages' addresses begin with."""
        return "" if self.code == DEFAULT else f"/{self.code}"

    def text(self, finnish: str, **values: object) -> str:
        """A text in this language, ``%(name)s`` in it filled; Finnish where there is no translation."""
        found = _catalogue(self.code).get(finnish, finnish)
        return found % values if values else found

    def plural(self, one: str, many: str, number: int) -> str:
        """The one text or the other, by number (alike in all three languages)."""
        return self.text(one if number == 1 else many)

    def place(self, name: str | None) -> str:
        """What a municipality or region is called in this language, else the name as it is."""
        if name is None or self.code != "sv":
            return name or ""
        known = municipality_named(name) or region_named(name)
        return known.name_sv if known else name

    def date(self, day: dt.date | str | None) -> str:
        """A day in figures: 2.3.2021 in Finnish."""
        if day is None or day == "":
            return ""
        if isinstance(day, str):
            day = dt.date.fromisoformat(day[:10])
        pattern = {"en": "d MMM y"}.get(self.code, "d.M.y")
        return str(format_date(day, pattern, locale=_LOCALES[self.code]))

    def number(self, value: int | Decimal | None) -> str:
        """A number with the language's separators."""
        return "" if value is None else str(format_decimal(value, locale=_LOCALES[self.code]))

    def money(self, value: Decimal | None, currency: str = "EUR") -> str:
        """An amount; whole ones without cents."""
        if value is None:
            return ""
        digits = max(2, -int(value.normalize().as_tuple().exponent)) if value % 1 else 0
        pattern = {"en": "¤#,##0"}.get(self.code, "#,##0") + ("." + "0" * digits if digits else "")
        pattern += "" if self.code == "en" else "\u00a0¤"
        locale = _LOCALES[self.code]
        return str(format_currency(value, currency, pattern, locale=locale, currency_digits=False))


@cache
def _catalogue(code: str) -> Mapping[str, str]:
    if code == DEFAULT:
        return {}
    with (_CATALOGUES / f"{code}.po").open("rb") as file:
        return {
            str(message.id): str(message.string)
            for message in read_po(file, locale=code)
            if message.id and message.string
        }


def language_of(code: str) -> Language:
    """The language of that code, else the default one."""
    return Language(code if code in LANGUAGES else DEFAULT)


class LanguagePrefix:
    """Takes ``/sv`` or ``/en`` off the path and keeps it as the request's language."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        if scope["type"] == "http":
            code, path = split_language(scope["path"])
            path = path.rstrip("/") or "/"  # a redirect to the address without would lose the language
            scope = {**scope, "path": path, "raw_path": None}
            scope["state"] = {**scope.get("state", {}), "language": language_of(code)}
        await self._app(scope, receive, send)


def split_language(path: str) -> tuple[str, str]:
    """A path's language and the rest of it: ``/sv/search`` is ("sv", "/search")."""
    first, slash, rest = path.removeprefix("/").partition("/")
    if first in LANGUAGES and first != DEFAULT:
        return first, f"/{rest}" if slash else "/"
    return DEFAULT, path
