"""The lists around the local Finland's matters, in the layouts of the platforms: what leads a crawl to them.

``pages(town, origin)`` gives every page of a town by its address; a page that is asked for by POST has
its form after a ``#``, the fields sorted by name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlencode

from corpus.sample.towns import AGENDA, DECISION, MINUTES, Matter, Meeting, Town

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Resource:
    """A page or file; ``matter`` is the key of the matter it is."""

    body: bytes
    media_type: str = HTML
    matter: str | None = None


Pages = dict[str, Resource]


def pages(town: Town, origin: str) -> Pages:
    """Every page of a town; ``origin`` is ``http://host:port``."""
    found = _LAYOUTS[town.platform](town, origin)
    name = town.slug.encode()
    for address, page in found.items():
        if page.media_type.startswith("text/"):
            body = page.body
            for scheme in (b"https://", b"http://"):
                body = body.replace(scheme + name + b".example", origin.encode())
            found[address] = Resource(body, page.media_type, page.matter)
    return found


def _page(
    title: str, body: str, *, encoding: str = "utf-8", media_type: str = HTML, **matter: str
) -> Resource:
    head = f'<meta charset="{encoding}"><title>{escape(title)}</title>'
    text = f'<!DOCTYPE html>\n<html lang="fi"><head>{head}</head>'
    return Resource(f"{text}\n<body>\n{body}\n</body></html>\n".encode(encoding), media_type, **matter)


def _day(meeting: Meeting) -> str:
    return f"{meeting.date.day}.{meeting.date.month}.{meeting.date.year}"


def _by_organ(town: Town) -> dict[str, list[Meeting]]:
    found: dict[str, list[Meeting]] = {}
    for meeting in sorted(town.meetings, key=lambda one: one.date, reverse=True):
        found.setdefault(meeting.organ, []).append(meeting)
    return found


def _matter(matter: Matter) -> Resource:
    return Resource(matter.body, matter.media_type, matter.key)


# Dynasty 10

_LOOKS = {MINUTES: "filetitle protocol", AGENDA: "icon_list"}


def _dynasty10(town: Town, origin: str) -> Pages:
    base = town.base

    def at(page: str, number: str = "", **more: str) -> str:
        asked = {"page": page, **({"id": number} if number else {}), **more}
        return f"{base}?{urlencode(asked, safe='/')}"

    found: Pages = {}
    rows: list[str] = []
    for index, (organ, meetings) in enumerate(_by_organ(town).items(), 1):
        newest = meetings[0]
        rows.append(
            f'<tr><td><a href="{escape(at("meetings", str(index)))}">{organ}</a></td>'
            f'<td><a href="{escape(at("meeting", newest.key))}">{_day(newest)} {newest.kind}</a></td></tr>'
        )
        listed = "\n".join(
            f'<tr><td><a href="{escape(at("meeting", meeting.key))}">{_day(meeting)}</a></td>'
            f"<td class='{_LOOKS.get(meeting.kind, '')}'>{meeting.kind}</td></tr>"
            for meeting in meetings
        )
        found[at("meetings", str(index))] = _page(town.name, f"<h1>{organ}</h1>\n<table>{listed}</table>")
        for meeting in meetings:
            items = "\n".join(
                f"<tr><td>{matter.section or ''}</td>"
                f'<td><a href="{escape(at("meetingitem", matter.key))}">{escape(matter.title)}</a></td></tr>'
                for matter in meeting.matters
            )
            head = f"<h1>{organ}<br>{meeting.kind} {_day(meeting)}</h1>"
            found[at("meeting", meeting.key)] = _page(town.name, f"{head}\n<table>{items}</table>")
            found.update({at("meetingitem", matter.key): _matter(matter) for matter in meeting.matters})
    found[at("meeting_frames")] = _page(town.name, f"<h1>Kokoukset</h1>\n<table>{''.join(rows)}</table>")
    newest_first = sorted(town.meetings, key=lambda one: one.date, reverse=True)[:60]
    entries = [
        (f"{meeting.organ} {_day(meeting)} / {matter.title}", at("meetingitem", matter.key))
        for meeting in newest_first
        for matter in meeting.matters
    ][:60]
    of_meetings = [
        (f"{meeting.organ} {_day(meeting)} {meeting.kind}", at("meeting", meeting.key))
        for meeting in newest_first
    ]
    for name, listed_entries in (
        ("meetingitems", entries),
        ("meetings", of_meetings),
        ("official_decisions", []),
    ):
        found[at(f"rss/{name}", show="1000")] = _rss(town.name, listed_entries, origin)
    return found


def _rss(title: str, entries: list[tuple[str, str]], origin: str) -> Resource:
    items = "\n".join(
        f"<item><title>{escape(said)}</title><link>{escape(origin + link)}</link></item>"
        for said, link in entries
    )
    head = f"<channel><title>{escape(title)}</title>"
    text = f'<?xml version="1.0" encoding="iso-8859-1"?>\n<rss version="2.0">{head}'
    body = f"{text}\n{items}\n</channel></rss>\n".encode("iso-8859-1", "xmlcharrefreplace")
    return Resource(body, "text/xml; charset=iso-8859-1")


# Old static Dynasty


def _dynasty_static(town: Town, origin: str) -> Pages:
    kind = "text/html; charset=windows-1252"

    def page(head: str, body: str) -> Resource:
        label = f'<label class="h3">{head}</label>'
        return _page(
            town.name,
            f"{label}\n<!--DATA_BEGIN-->\n<table>{body}</table>\n<!--DATA_END-->",
            encoding="windows-1252",
            media_type=kind,
        )

    found: Pages = {}
    rows: list[str] = []
    for organ, meetings in _by_organ(town).items():
        rows.append(f'<tr><td><a href="TELIN-2118.HTM">{organ}</a></td></tr>')
        listed = "".join(
            f'<tr><td><a href="{meeting.key}.HTM">{meeting.kind} {_day(meeting)}</a></td></tr>'
            for meeting in meetings
        )
        found["/kokous/TELIN-2118.HTM"] = page(f"{organ}<br>Kokoukset", listed)
        for meeting in meetings:
            items = "".join(
                f'<tr><td class="tcDat">{matter.section or ""}</td><td class="tcDat">'
                f'<a href="{matter.key}.HTM">{escape(matter.title)}</a></td></tr>'
                for matter in meeting.matters
            )
            found[f"/kokous/{meeting.key}.HTM"] = page(
                f"{organ}<br>{meeting.kind} {_day(meeting)} klo 16:00", items
            )
            found.update({f"/kokous/{matter.key}.HTM": _matter(matter) for matter in meeting.matters})
    found["/kokous/TELIMET.HTM"] = page("Toimielimet", "".join(rows))
    return found


# CloudNC


def _cloudnc(town: Town, origin: str) -> Pages:
    found: Pages = {}
    bodies: list[str] = []
    front: list[str] = []
    offices: list[str] = []
    for organ, meetings in _by_organ(town).items():
        office = any(meeting.kind == DECISION for meeting in meetings)
        place = f"/fi-FI/{'Viranhaltijat' if office else 'Toimielimet'}/{_path_name(organ)}"
        (offices if office else bodies).append(f'<li><a href="{place}">{organ}</a></li>')
        listed: list[str] = []
        for meeting in meetings:
            date = meeting.date
            where = place if office else f"{place}/Kokous_{date.day}{date.month}{date.year}"
            links: list[str] = []
            for matter in meeting.matters:
                address = f"{where}/{_path_name(matter.title)}({matter.id})"
                mark = f"§ {matter.section} " if matter.section else ""
                links.append(
                    f'<li><a href="{quote(address, safe="/()")}">{mark}{escape(matter.title)}</a></li>'
                )
                found[quote(address, safe="/()")] = _matter(matter)
            if office:
                listed.extend(links)
                continue
            listed.append(f'<li><a href="{where}">Kokous {_day(meeting)} {meeting.kind}</a></li>')
            front.append(f'<li><a href="{where}">{organ} - Kokous {_day(meeting)} {meeting.kind}</a></li>')
            found[where] = _content(
                town,
                f"<p>{organ}, kokous {_day(meeting)}</p><p>{meeting.kind}</p><ul>{''.join(links)}</ul>",
                f"{organ} &gt; Kokous {_day(meeting)}",
            )
        found[place] = _content(town, f"<h1>{organ}</h1><ul>{''.join(listed)}</ul>")
    found["/fi-FI"] = _content(town, f"<h1>Uusimmat kokoukset</h1><ul>{''.join(front[:15])}</ul>")
    found["/fi-FI/Toimielimet"] = _content(town, f"<h1>Toimielimet</h1><ul>{''.join(bodies)}</ul>")
    found["/fi-FI/Viranhaltijat"] = _content(town, f"<h1>Viranhaltijat</h1><ul>{''.join(offices)}</ul>")
    return found


def _content(town: Town, body: str, crumb: str = "") -> Resource:
    return _page(
        town.name,
        f'<header><a class="logo" href="/fi-FI">{town.name}</a></header>\n'
        f'<div class="breadcrumb">{crumb}</div>\n'
        f'<a id="ContentStart"></a>\n<div class="content">{body}</div>\n<footer>{town.name}</footer>',
    )


def _path_name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "_".join("".join(mark if mark.isalnum() else " " for mark in plain).split())[:60]


# Ahjo, Turku, TWeb


def _ahjo(town: Town, origin: str) -> Pages:
    found: Pages = {}
    organs: list[str] = []
    for organ, meetings in _by_organ(town).items():
        place = f"/fi/paattajat/{_path_name(organ).lower()}"
        organs.append(f'<li><a href="{place}">{organ}</a></li>')
        rows: list[str] = []
        for meeting in meetings:
            where = f"{place}/asiakirjat/{meeting.date.isoformat()}"
            rows.append(f'<tr><td>{_day(meeting)}</td><td><a href="{where}">{meeting.kind}</a></td></tr>')
            items: list[str] = []
            for matter in meeting.matters:
                case = matter.key.removesuffix("-esitys")
                address = f"/fi/asia/{case}?paatos={matter.key}"
                mark = f"§ {matter.section} " if matter.section else ""
                items.append(f'<li>{mark}<a href="{address}">{mark}{escape(matter.title)}</a></li>')
                found[address] = _matter(matter)
            head = f"<h1>{organ} {meeting.kind} {_day(meeting)}</h1>"
            found[where] = _page(town.name, f"{head}<ul>{''.join(items)}</ul>")
        found[f"{place}/asiakirjat"] = _page(town.name, f"<h1>{organ}</h1><table>{''.join(rows)}</table>")
        found[place] = _page(town.name, f"<h1>{organ}</h1>")
    found["/fi/paattajat"] = _page(town.name, f"<h1>Päättäjät</h1><ul>{''.join(organs)}</ul>")
    return found


def _turku(town: Town, origin: str) -> Pages:
    found: Pages = {}
    years: dict[int, list[Meeting]] = {}
    for meeting in town.meetings:
        years.setdefault(meeting.date.year, []).append(meeting)
    for year, meetings in years.items():
        rows: list[str] = []
        for number, meeting in enumerate(meetings, 1):
            folder = f"{meeting.date:%m%d}{number:03}x"
            rows.append(
                f'<li><a href="{folder}/welcome.htm">{number}/{year} {_day(meeting)} {meeting.kind}</a></li>'
            )
            items = "".join(
                f"<tr><td>{matter.section or ''}</td>"
                f'<td><a href="{matter.key}.htm">{escape(matter.title)}</a></td></tr>'
                for matter in meeting.matters
            )
            head = f"<h1>{meeting.organ} {_day(meeting)} - {meeting.kind}</h1>"
            found[f"/kh/{year}/{folder}/welcome.htm"] = _page(town.name, f"{head}<table>{items}</table>")
            found.update({f"/kh/{year}/{folder}/{one.key}.htm": _matter(one) for one in meeting.matters})
        head = f"<h1>Esityslistat/pöytäkirjat - {meetings[0].organ} {year}</h1>"
        found[f"/kh/{year}/welcome.htm"] = _page(town.name, f"{head}<ul>{''.join(rows)}</ul>")
    listed = "".join(f'<li><a href="{year}/welcome.htm">{year}</a></li>' for year in sorted(years))
    found["/kh/welcome.htm"] = _page(
        town.name, f"<h1>Esityslistat/pöytäkirjat - Kunnanhallitus</h1><ul>{listed}</ul>"
    )
    return found


def _tweb(town: Town, origin: str) -> Pages:
    kind = "text/html; charset=windows-1252"
    found: Pages = {}
    options: list[str] = []
    news: list[tuple[str, str]] = []
    for index, (organ, meetings) in enumerate(_by_organ(town).items(), 1):
        options.append(f'<option value="{index}">{organ}</option>')
        rows: list[str] = []
        for number, meeting in enumerate(meetings, 1):
            bid = f"{index}{number:03}"
            title = f"{organ}: {number}/{meeting.date.year}"
            address = f"pk_asil_tweb.htm?bid={bid}"
            rows.append(
                f'<tr class="data0"><td><a href="{address}">{_day(meeting)} 15:00</a></td>'
                f"<td>{title}</td></tr>"
            )
            news.append((f"{title} {_day(meeting)} 15:00", f"/ktwebscr/{address}"))
            items = "".join(
                f'<tr class="data1"><td class="data_pykala">{matter.section or ""}</td><td>'
                f'<a href="fileshow?doctype=3&amp;docid={matter.key}">{escape(matter.title)}</a></td></tr>'
                for matter in meeting.matters
            )
            head = f'<tr><td class="header">{title}<br>{_day(meeting)} 15:00<br>{meeting.kind}</td></tr>'
            body = f'<table class="list">{head}{items}</table>'
            found[f"/ktwebscr/{address}"] = _page(town.name, body, encoding="windows-1252", media_type=kind)
            for matter in meeting.matters:
                found[f"/ktwebscr/fileshow?doctype=3&docid={matter.key}"] = _matter(matter)
        listed = f'<table class="list">{"".join(rows)}</table>'
        found[f"/ktwebscr/pk_kokl_tweb.htm#kirjaamo={index}&oper=where"] = _page(
            town.name, listed, encoding="windows-1252", media_type=kind
        )
    form = (
        '<form name="form1" method="post" action="pk_kokl_tweb.htm">'
        f'<select name="kirjaamo"><option value="">Kaikki</option>{"".join(options)}</select>'
        '<input type="hidden" name="oper" value="where"></form>'
    )
    found["/ktwebscr/pk_tek_tweb.htm"] = _page(town.name, form, encoding="windows-1252", media_type=kind)
    found["/ktwebscr/pk_rssfeed.htm?toimielin="] = _rss(town.name, news[:50], origin)
    return found


# A town's own site, an organiser's page, a register of projects


def _own_site(town: Town, origin: str) -> Pages:
    found: Pages = {}
    parts: list[str] = []
    for organ, meetings in _by_organ(town).items():
        parts.append(f"<h2>{organ or 'Muu aineisto'}</h2><ul>")
        for meeting in meetings:
            for matter in meeting.matters:
                pdf = matter.media_type == "application/pdf"
                address = f"/tiedostot/{matter.key}.pdf" if pdf else f"/getfile.php?file={matter.id}"
                mark = f" § {matter.section}" if matter.section else ""
                said = f"{meeting.kind} {_day(meeting)}{mark}" if organ else f"Liite: {escape(matter.title)}"
                parts.append(f'<li><a href="{address}">{said}</a></li>')
                # An attachment is no matter of its own.
                found[address] = _matter(matter) if organ else Resource(matter.body, matter.media_type)
        parts.append("</ul>")
    found["/poytakirjat"] = _page(town.name, f"<h1>Esityslistat ja pöytäkirjat</h1>{''.join(parts)}")
    return found


def _network_pages(town: Town, origin: str) -> Pages:
    (matter,) = town.matters()
    return {"/verkostohankkeet": _matter(matter)}


def _projects(town: Town, origin: str) -> Pages:
    found: Pages = {}
    listed = ""
    for matter in town.matters():
        found[f"/hanke/{matter.key}"] = _matter(matter)
        listed += f'<li><a href="/hanke/{matter.key}">{escape(matter.title)}</a></li>'
    found["/hanketietokanta/"] = _page(town.name, f"<h1>Hanketietokanta</h1><ul>{listed}</ul>")
    return found


_LAYOUTS: dict[str, Callable[[Town, str], Pages]] = {
    "dynasty10": _dynasty10,
    "dynasty-static": _dynasty_static,
    "cloudnc": _cloudnc,
    "ahjo": _ahjo,
    "turku": _turku,
    "tweb": _tweb,
    "own-site": _own_site,
    "network-pages": _network_pages,
    "oulu-projects": _projects,
}
__all__ = ["AGENDA", "Resource", "pages"]
