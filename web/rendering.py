"""Pages: Jinja2 templates, filled with what ``index`` found, in the request's language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from index.values import name_key
from web.labels import SIGNS, TABLES
from web.language import DEFAULT, LANGUAGES, Language
from web.settings import Settings

_NO_HTML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that no page may have, not even escaped."""

_TEMPLATES = Path(__file__).with_name("templates")


def render(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A page."""
    language: Language = getattr(request.state, "language", Language(DEFAULT))
    links = Links(request.app.state.settings, language)
    text = (
        _environment()
        .get_template(template)
        .render(
            _=language.text,
            plural=language.plural,
            language=language,
            languages=LANGUAGES,
            links=links,
            query_string=request.url.query,
            path=request.scope["path"],
            label=lambda table, value: language.text(label(table, value)),
            town=language.place,
            sign=lambda status: SIGNS[str(status)],
            **values,
        )
    )
    return HTMLResponse(_NO_HTML.sub("\ufffd", text), status)


def label(table: str, value: object) -> str:
    """What a value is called in Finnish; the value itself if it has no name."""
    return TABLES[table].get(str(value), str(value))


class Links:
    """Addresses of the server's pages: permanent, with the language in front."""

    def __init__(self, settings: Settings, language: Language) -> None:
        self._root = urlsplit(settings.base_url).path.rstrip("/") if settings.base_url else ""
        self._language = language

    def to(self, path: str, /, **asked: object) -> str:
        """A page in the request's language."""
        return self._root + self._language.prefix + with_query(path, asked)

    def file(self, path: str, /, **asked: object) -> str:
        """A download, feed, picture or style sheet, which are in no language of their own."""
        return self._root + with_query(path, asked)

    def item(self, item_id: str, anchor: str = "") -> str:
        """An item's page, at a fact of it."""
        return self.to(f"/items/{quote(item_id)}") + (f"#{anchor}" if anchor else "")

    def network(self, name: str, **asked: object) -> str:
        """A network's page."""
        return self.to(f"/networks/{quote(name, safe='')}", **asked)

    def municipality(self, name: str) -> str:
        """A municipality's page."""
        return self.to(f"/municipalities/{quote(name, safe='')}")

    def case(self, number: str, municipality: str | None = None) -> str:
        """A case's page."""
        return self.to(f"/cases/{quote(number)}", municipality=municipality)

    def search(self, **asked: object) -> str:
        """A page of results."""
        return self.to("/search", **asked)

    def other(self, code: str, path: str, query: str) -> str:
        """The same page in another language."""
        below = quote("/" + path.lstrip("/"), safe="/:@")  # two slashes would begin another site's address
        return self._root + Language(code).prefix + below + (f"?{query}" if query else "")

    def changed(self, path: str, asked: Mapping[str, object], **changes: object) -> str:
        """The same question with some of it changed; None and empty values are left out."""
        return self.to(path, **{**asked, **changes})


def with_query(path: str, asked: Mapping[str, object]) -> str:
    """An address with what is asked of it; None and empty values are left out."""
    pairs: list[tuple[str, str]] = []
    for name, value in asked.items():
        values: Iterable[object] = value if isinstance(value, (list, tuple)) else (value,)
        pairs += [(name, str(each)) for each in values if each not in (None, "")]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def marked(text: str, spans: Iterable[tuple[int, int]]) -> Markup:
    """Text with parts of it in <mark>, everything escaped."""
    parts: list[str] = []
    position = 0
    for start, end in spans:
        if start < position:
            continue
        parts += [str(escape(text[position:start])), f"<mark>{escape(text[start:end])}</mark>"]
        position = end
    return Markup("".join([*parts, str(escape(text[position:]))]))


def source_link(uri: str) -> str | None:
    """The address of a document on the web; None for a file of one's own, which nobody else can open."""
    return uri if uri.startswith(("https://", "http://")) else None


def slug(*parts: object) -> str:
    """An anchor's name made of what it stands for."""
    words = "-".join(name_key(str(part)) for part in parts if part not in (None, ""))
    return "".join(character if character.isalnum() else "-" for character in words)


def _day(value: dt.date | str | None) -> str:
    return str(value)[:10] if value else ""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {
        "marked": marked,
        "town": lambda name, language: language.place(name),
        "iso": _day,
        "source_link": source_link,
        "fact_anchor": lambda parts: slug(*parts),
        "urlencode_part": lambda text: quote(str(text), safe=""),
        "basename": lambda uri: uri.rstrip("/").rpartition("/")[2] or uri,
    }
    environment.filters.update(filters)
    return environment
