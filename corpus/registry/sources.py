"""Where municipalities publish their minutes (sources.csv, whose head says where it comes from)."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urlsplit

_FILE = Path(__file__).with_name("sources.csv")
_COLUMNS = ("municipality", "name", "platform", "base_url", "valid_from", "valid_to", "permission", "note")


class SourceError(ValueError):
    """A row of sources.csv is wrong; the message names its line and what to correct."""


class Permission(StrEnum):
    """Whether a source may be crawled without asking."""

    NONE = "none"
    NEEDED = "needed"


@dataclass(frozen=True)
class Source:
    """A place that publishes.

    ``municipality`` is the three-digit code, empty for organisers of networks; ``name`` the municipality's
    or organiser's name; ``base_url`` where it begins, empty where nobody has told yet; the dates bound the
    meetings published there, None: unknown or still going on. ``permission`` NEEDED: its robots.txt refuses
    crawlers.
    """

    municipality: str
    name: str
    platform: str
    base_url: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    permission: Permission = Permission.NONE
    note: str = ""

    @cached_property
    def key(self) -> str:
        """Names the source in commands and logs: code (or name), platform, host."""
        host = urlsplit(self.base_url).netloc or "-"
        return f"{self.municipality or self.name.lower()}/{self.platform}/{host}"

    @property
    def is_known(self) -> bool:
        """Whether its address is known, so that it could be crawled."""
        return bool(self.base_url)

    def covers(self, day: dt.date) -> bool:
        """Whether meetings of that day may be published here."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@cache
def sources() -> tuple[Source, ...]:
    """All sources, in the file's order."""
    return read_sources(_FILE)


def sources_for(municipality: str, day: dt.date | None = None) -> tuple[Source, ...]:
    """A municipality's sources, by code or name; with ``day`` those that may hold that day's meetings."""
    wanted = municipality.strip().casefold()
    return tuple(
        source
        for source in sources()
        if wanted
        and wanted in (source.municipality, source.name.casefold())
        and (day is None or source.covers(day))
    )


def read_sources(path: Path) -> tuple[Source, ...]:
    """Reads a file of sources. Raises SourceError with the line's number. Lines that begin with # are
    comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [
        (number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")
    ]
    reader = csv.DictReader([line for _, line in rows])
    if tuple(reader.fieldnames or ()) != _COLUMNS:
        raise SourceError(f"{path.name}: the columns must be {', '.join(_COLUMNS)}")
    found: list[Source] = []
    keys: set[str] = set()
    for (number, _), row in zip(rows[1:], reader, strict=True):
        source = _source(path.name, number, row)
        if source.is_known and source.key in keys:
            raise SourceError(f"{path.name}, line {number}: {source.key} stands there twice")
        keys.add(source.key)
        found.append(source)
    return tuple(found)


def _source(file: str, number: int, row: dict[str, str]) -> Source:
    if None in row or None in row.values():
        raise SourceError(f"{file}, line {number}: not {len(_COLUMNS)} columns")
    code, url = row["municipality"].strip(), row["base_url"].strip()
    if code and not (len(code) == 3 and code.isdigit()):
        raise SourceError(f"{file}, line {number}: {code!r} is no municipality code of three digits")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise SourceError(f"{file}, line {number}: {url!r} is no http address")
    try:
        permission = Permission(row["permission"].strip())
        since, until = _date(row["valid_from"]), _date(row["valid_to"])
    except ValueError as error:
        raise SourceError(f"{file}, line {number}: {error}") from error
    if since and until and since > until:
        raise SourceError(f"{file}, line {number}: ends {until} before it begins {since}")
    return Source(
        code, row["name"].strip(), row["platform"].strip(), url, since, until, permission, row["note"].strip()
    )


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text.strip()) if text.strip() else None
