"""A matter as a case system's service gives it, in fields; and the page it makes for the readers.

CaseM's ExtendedProperties and Ahjo's decisions both become a ``CaseItem``. ``case_html`` writes it as a
page in the layout citizens see, so that readers and extraction need no second way in.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag

_FRAME = re.compile(r"</?(?:html|head|body)\b[^<>]{0,300}>", re.IGNORECASE)


@dataclass(frozen=True)
class CasePerson:
    """Somebody who presented or prepared the matter."""

    name: str
    title: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Participant:
    """Somebody at the meeting.

    ``role`` in Finnish as minutes write it, None for a plain member; times are ``HH:MM``; ``present`` None
    where the system does not tell; ``member`` False for officials and guests, None where it does not tell.
    """

    name: str
    role: str | None = None
    arrived: str | None = None
    left: str | None = None
    present: bool | None = None
    member: bool | None = None
    deputy_for: str | None = None


@dataclass(frozen=True)
class CaseFile:
    """An attachment."""

    title: str
    url: str


@dataclass(frozen=True)
class EarlierHandling:
    """What another body, or this one before, did with the case. Texts are HTML."""

    organ: str | None
    date: dt.date | None
    section: int | None
    description: str = ""
    proposal: str = ""
    decision: str = ""


@dataclass(frozen=True)
class CaseItem:
    """A matter. Texts are HTML fragments as given ("" where the field is empty or only space).

    ``section`` is its §, ``native_id`` the diary number as written; ``handling`` names further texts
    (Käsittely, Esteellisyys, Eriävä mielipide …) with their headings.
    """

    title: str
    section: int | None = None
    native_id: str | None = None
    description: str = ""
    proposal: str = ""
    decision: str = ""
    presenters: tuple[CasePerson, ...] = ()
    preparers: tuple[CasePerson, ...] = ()
    participants: tuple[Participant, ...] = ()
    handling: tuple[tuple[str, str], ...] = ()
    inform: str = ""
    appeal: str = ""
    attachments: tuple[CaseFile, ...] = ()
    history: tuple[EarlierHandling, ...] = ()
    additional: bool = False

    @property
    def decided(self) -> bool:
        """Whether the body has decided; an agenda's items carry no decision."""
        return bool(self.decision)


def plain(fragment: str) -> str:
    """An HTML fragment's text on one line."""
    return " ".join(BeautifulSoup(fragment, "lxml").get_text(" ").split()) if fragment else ""


def fragment(text: str | None) -> str:
    """A field's HTML, "" when it shows nothing."""
    return text.strip() if text and plain(text) else ""


def case_html(case: CaseItem, organ: str | None, date: dt.date | None) -> bytes:
    """The matter as a UTF-8 page: head, §, diary number, persons, sections, attendance.

    Nothing is added but the headings the public page of the same system shows.
    """
    parts: list[str] = []
    if organ and date:
        parts.append(f"<p>{_text(organ)}, kokous {_day(date)}</p>")
    elif organ:
        parts.append(f"<p>{_text(organ)}</p>")
    heading = f"§ {case.section} {case.title}".strip() if case.section is not None else case.title
    if heading:
        parts.append(f"<h2>{_text(heading)}</h2>")
    if case.native_id:
        parts.append(f"<p>{_text(case.native_id)}</p>")
    if case.preparers:
        parts.append(_persons("Valmistelija", case.preparers, 3))
    parts.append(_section("Perustelut", case.description))
    if case.proposal or case.presenters:
        parts.append("<h3>Ehdotus</h3>")
        if case.presenters:
            parts.append(_persons("Esittelijä", case.presenters, 4))
        parts.append(_block(case.proposal))
    parts += [_section(title, text) for title, text in case.handling]
    parts.append(_section("Päätös", case.decision))
    parts.append(_section("Tiedoksi", case.inform))
    parts.append(_participants(case.participants))
    if case.attachments:
        listed = "".join(f"<li>{_text(file.title)}</li>" for file in case.attachments)
        parts.append(f"<h3>Liitteet</h3><ul>{listed}</ul>")
    parts.append(_section("Muutoksenhaku", case.appeal))
    if case.history:  # last, so that nothing of it can be taken for what this body proposed or decided
        parts += ["<h3>Päätöshistoria</h3>", *map(_earlier, case.history)]
    title = f"<title>{_text(case.title)}</title>" if case.title else ""
    body = "\n".join(part for part in parts if part)
    return (
        f'<!DOCTYPE html>\n<html lang="fi"><head><meta charset="utf-8">{title}</head>\n'
        f"<body>\n{body}\n</body></html>\n"
    ).encode()


def _text(value: str) -> str:
    return html.escape(value, quote=False)


def _day(date: dt.date) -> str:
    return f"{date.day}.{date.month}.{date.year}"


def _block(text: str) -> str:
    """A fragment of its own, closed whatever it left open."""
    if not text:
        return ""
    body = BeautifulSoup(_FRAME.sub("", text), "lxml").find("body")  # a stray </body> would end it
    inner = body.decode_contents() if isinstance(body, Tag) else ""
    return f"<div>{inner}</div>" if inner else ""


def _section(heading: str, text: str) -> str:
    block = _block(text)
    return f"<h3>{heading}</h3>\n{block}" if block else ""


def _persons(heading: str, persons: tuple[CasePerson, ...], level: int) -> str:
    listed = "".join(
        "<li>" + _text(", ".join(part for part in (one.name, one.title, one.email) if part)) + "</li>"
        for one in persons
    )
    return f"<h{level}>{heading}</h{level}><ul>{listed}</ul>"


def _earlier(handling: EarlierHandling) -> str:
    """One handling under its head. Without a § a reader could not tell where it ends, so its proposal and
    decision are then labelled with their body and day, never with the bare heading of this body's own."""
    said = [handling.organ or "Aikaisempi käsittely"]
    said += [_day(handling.date)] if handling.date else []
    said += [f"§ {handling.section}"] if handling.section is not None else []
    head = _text(" ".join(said))
    parts = [f"<p><b>{head}</b></p>", _block(handling.description)]
    for heading, text in (("Ehdotus", handling.proposal), ("Päätös", handling.decision)):
        if block := _block(text):
            label = heading if handling.section is not None else f"{head}, {heading.lower()}"
            parts.append(f"<p><b>{label}</b></p>{block}")
    return "\n".join(part for part in parts if part)


def _participants(participants: tuple[Participant, ...]) -> str:
    """Tables as minutes' covers have them: Nimi, Klo, Tehtävä; the absent apart."""
    tables: list[str] = []
    for heading, chosen in (
        ("Läsnä", [one for one in participants if one.present is not False and one.member is not False]),
        (
            "Muut saapuvilla olleet",
            [one for one in participants if one.present is not False and one.member is False],
        ),
        ("Poissa", [one for one in participants if one.present is False]),
    ):
        if chosen:
            rows = "".join(_participant(one) for one in chosen)
            head = "<tr><th>Nimi</th><th>Klo</th><th>Tehtävä</th></tr>"
            tables.append(f"<h3>{heading}</h3><table>{head}{rows}</table>")
    return "\n".join(tables)


def _participant(one: Participant) -> str:
    times = f"{one.arrived or ''}-{one.left or ''}".strip("-") if one.arrived or one.left else ""
    if one.arrived and one.left is None:
        times = f"{one.arrived}-"
    role = one.role or ("jäsen" if one.member else "")
    if one.deputy_for:
        role = f"{role}, {one.deputy_for}".strip(", ")
    return f"<tr><td>{_text(one.name)}</td><td>{_text(times)}</td><td>{_text(role)}</td></tr>"
