"""What the local Finland's towns publish: the sample's files as meetings and matters, and filler around them.

A town is changed by its methods (``amend``, ``remove``, ``publish``); its pages are made anew of what it
then holds.
"""

from __future__ import annotations

import datetime as dt
import mimetypes
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.sample import ROOT, answer_key, filler

MINUTES, AGENDA, DECISION = "Pöytäkirja", "Esityslista", "Viranhaltijapäätös"


@dataclass
class Matter:
    """A matter as published: ``key`` names it in its meeting, ``body`` is its page or file."""

    key: str
    section: int | None
    title: str
    body: bytes
    media_type: str = "text/html; charset=utf-8"
    number: int = 0

    @property
    def id(self) -> int:
        """A number that stays the matter's, whatever becomes of others."""
        return self.number or 5000 + zlib.crc32(self.key.encode()) % 90_000


@dataclass
class Meeting:
    """A meeting, or the one file of its minutes; ``kind`` is what its matters are published as."""

    key: str
    organ: str
    date: dt.date
    kind: str = MINUTES
    matters: list[Matter] = field(default_factory=list)


@dataclass
class Town:
    """A publishing place: its host's first name, its platform, what it holds."""

    slug: str
    name: str
    platform: str
    base: str
    meetings: list[Meeting] = field(default_factory=list)
    robots: str | None = None
    validators: bool = True
    noise: bool = False
    changed: int = 0
    municipality: str = ""

    @property
    def host(self) -> str:
        """The host's name; it leads to this machine on every system (RFC 6761)."""
        return f"{self.slug}.localhost"

    def matters(self) -> list[Matter]:
        """All of them, in the order of the meetings."""
        return [matter for meeting in self.meetings for matter in meeting.matters]

    def amend(self, key: str, sentence: str) -> None:
        """Add a sentence to a matter's page."""
        for matter in self.matters():
            if matter.key == key:
                added = f"<p>{sentence}</p>".encode()
                place = matter.body.rfind(b"<p")
                matter.body = matter.body[:place] + added + matter.body[place:]
                self.changed += 1
                return
        raise KeyError(key)

    def remove(self, key: str) -> None:
        """Take a matter off the site."""
        for meeting in self.meetings:
            for matter in meeting.matters:
                if matter.key == key:
                    meeting.matters.remove(matter)
                    self.changed += 1
                    return
        raise KeyError(key)

    def publish(self, key: str) -> None:
        """Put the minutes in the place of a filler meeting's agenda."""
        for meeting in self.meetings:
            if meeting.key == key and meeting.kind == AGENDA:
                meeting.kind = MINUTES
                page = PAGES[self.platform]
                for place, matter in enumerate(meeting.matters, 1):
                    matter.section = 500 + place
                    matter.body = page(
                        self.name, meeting.organ, meeting.date, matter.section, matter.number, agenda=False
                    )
                self.changed += 1
                return
        raise KeyError(key)

    def fill(
        self,
        organ: str,
        dates: list[dt.date],
        matters: int,
        *,
        agenda: bool = False,
        first: int = 1000,
    ) -> list[str]:
        """Add meetings of filler, ``matters`` each; the meetings' keys."""
        page = PAGES[self.platform]
        keys: list[str] = []
        number = first
        for date in dates:
            meeting = Meeting(f"{date.year}{number}", organ, date, AGENDA if agenda else MINUTES)
            for place in range(1, matters + 1):
                number += 1
                section = None if agenda else (number - 1) % 400 + 1
                body = page(self.name, organ, date, section, number, agenda=agenda)
                title = filler.matter_title(number, date)
                meeting.matters.append(Matter(f"{meeting.key}-{place}", section, title, body, number=number))
            self.meetings.append(meeting)
            keys.append(meeting.key)
        self.changed += 1
        return keys


PAGES: dict[str, Callable[..., bytes]] = {"dynasty10": filler.dynasty10, "cloudnc": filler.cloudnc}
"""The platforms for which there is filler."""

_TOWNS = {
    "kuusiranta": ("Kuusirannan kunta", "dynasty10", "/cgi/DREQUEST.PHP"),
    "bjorknas": ("Björknäs kommun", "dynasty10", "/d10/cgi/DREQUEST.PHP"),
    "haapavaara": ("Haapavaaran kunta", "cloudnc", "/fi-FI"),
    "lumijarvi": ("Lumijärven kunta", "dynasty-static", "/kokous/TELIMET.HTM"),
    "hopeakoski": ("Hopeakosken kaupunki", "ahjo", "/"),
    "vihtaniemi": ("Vihtaniemen kunta", "turku", "/kh/welcome.htm"),
    "rautasalmi": ("Rautasalmen kaupunki", "tweb", "/ktwebscr/pk_tek_tweb.htm"),
    "tuulensuu": ("Tuulensuun kaupunki", "tweb", "/ktwebscr/pk_tek_tweb.htm"),
    "ketunniemi": ("Ketunniemen kunta", "own-site", "/poytakirjat"),
    "marjakangas": ("Marjakankaan kunta", "own-site", "/poytakirjat"),
    "suvilahdenkyla": ("Suvilahdenkylän kunta", "own-site", "/poytakirjat"),
    "yla-saarela": ("Ylä-Saarelan kunta", "own-site", "/poytakirjat"),
    "verkostotalo": ("Verkostotalo Oy", "network-pages", "/verkostohankkeet"),
}
_PROJECTS = ("tuulensuu", "Tuulensuun kaupunki", "oulu-projects", "/hanketietokanta/")
_ROBOTS = {
    "rautasalmi": "User-Agent: *\nDisallow: /\n",
    "tuulensuu": "User-Agent: *\nDisallow: /ktwebscr/\n",
    "haapavaara": "User-agent: *\nDisallow: /fi-FI/RSS\nDisallow: /WebResource.axd\n",
    "kuusiranta": "User-agent: *\nDisallow: /cgi/DREQUEST.PHP?page=search\nCrawl-delay: 0\n",
}
_WITHOUT_VALIDATORS = frozenset({"bjorknas", "vihtaniemi"})


def towns() -> list[Town]:
    """The sample's towns, newly made of its files; the projects of Tuulensuu are a place of their own."""
    found: dict[str, Town] = {}
    for slug, (name, platform, base) in _TOWNS.items():
        found[slug] = Town(
            slug,
            name,
            platform,
            base,
            robots=_ROBOTS.get(slug),
            validators=slug not in _WITHOUT_VALIDATORS,
            noise=slug == "haapavaara",
        )
    projects = Town(*_PROJECTS, robots=_ROBOTS["tuulensuu"])
    lines: dict[str, list[dict[str, object]]] = {}
    for line in answer_key():
        lines.setdefault(str(line["file"]), []).append(line)
    for file, of_file in lines.items():
        slug, folder = file.split("/")[1:3]
        town = projects if folder == "hanketietokanta" else found[slug]
        _take(town, file, of_file)
    return [*found.values(), projects]


def _take(town: Town, file: str, lines: list[dict[str, object]]) -> None:
    path = ROOT / file
    head = lines[0]
    key = _key(path)
    meeting_key = _meeting_key(town, path, head)
    meeting = next((one for one in town.meetings if one.key == meeting_key), None)
    if meeting is None:
        date = (
            dt.date.fromisoformat(str(head["meeting_date"])) if head["meeting_date"] else dt.date(2024, 1, 1)
        )
        meeting = Meeting(meeting_key, str(head["organ"] or ""), date, _kind(head))
        town.meetings.append(meeting)
    section = head["section"] if isinstance(head["section"], int) else None
    media_type = mimetypes.guess_type(path.name)[0] or "text/plain"
    if media_type.startswith("text/"):
        media_type += "; charset=windows-1252" if town.platform == "dynasty-static" else "; charset=utf-8"
    body = path.read_bytes()
    meeting.matters.append(Matter(key, section, str(head["title"] or path.stem), body, media_type))
    town.municipality = town.municipality or str(head["municipality"] or "")


def _key(path: Path) -> str:
    """The part of a file's name that its platform would have in the address."""
    return path.stem.removeprefix("meetingitem-").removeprefix("fileshow-")


def _meeting_key(town: Town, path: Path, head: dict[str, object]) -> str:
    if town.platform in ("dynasty10", "dynasty-static"):
        return _key(path).partition("-")[0]
    return f"{head['organ']} {head['meeting_date']}"


def _kind(head: dict[str, object]) -> str:
    kinds = {"agenda": AGENDA, "officeholder-decision": DECISION}
    kind = head.get("kind")
    if kind is None and isinstance(head.get("document"), dict):
        kind = head["document"]["kind"]  # type: ignore[index]
    return kinds.get(str(kind), MINUTES)
