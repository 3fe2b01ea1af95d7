"""Who was present at a meeting, from its cover page: tables, lists and sentences about absence.

Lists come as "Surname Given  puheenjohtaja", as table rows, with marks before names, with roles on lines of
their own or in a column apart, and with times in every place. attendance_rows.py reads their lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Person, Role
from ingest.extract.attendance_lines import Row
from ingest.extract.attendance_rows import read_rows
from ingest.extract.found import Found
from ingest.extract.mentions import mentions
from ingest.extract.name_forms import base_surname
from ingest.extract.names import in_one_order

_HINDERED = re.compile(
    r"(?<!\w)(?:on\s+ilmoittanut\s+olevansa\s+estynyt|(?:oli(?:vat)?|on|ovat|ilmoitti(?:vat)?\s+olevansa)\s+(?:\w{1,20}\s+){0,3}?estyn\w{1,4}|ilmoitti(?:vat)?\s+(?:\w{1,20}\s+){0,2}?est(?:een|eestä|yneensä)|oli(?:vat)?\s+poissa|(?:oltua|ollessa)\s+estyn\w{2,4}|var\s+förhindrad|hade\s+förhinder)(?!\w)",
    re.IGNORECASE,
)
_HIS_DEPUTY = re.compile(
    r"(?:hänen|heidän)\s+(?:tilallaan|tilalleen|sijaansa)|tilalleen|tilallaan|tilalla(?!\w)|(?:hänen\s+)?(?:henkilökohtainen\s+)?varajäsenensä"
    r"|i hans ställe|i hennes ställe|ersättare",
    re.IGNORECASE,
)


def find_attendance(text: str, lines: Sequence[object] = ()) -> list[Found[Person]]:
    """Everybody a cover page lists as present, absent or otherwise taking part, in order, each once.

    ``lines`` is for callers that have the page's look; the text's own lines and tabs are what is read.
    Times are ``HH:MM``; ``deputy_for`` is the member whose place somebody took.
    """
    rows = _with_roles(list(read_rows(text)))
    found = _people(rows)
    found += _absences(text)
    return _merged(found)


def _with_roles(rows: list[Row]) -> list[Row]:
    """Rows whose role stands on a line below, or in a column that the text gives after all the names."""
    result: list[Row] = []
    index = 0
    while index < len(rows):
        names: list[Row] = []
        while index < len(rows) and rows[index].name is not None:
            names.append(rows[index])
            index += 1
        roles: list[Row] = []
        while index < len(rows) and rows[index].name is None:
            roles.append(rows[index])
            index += 1
        bare = [row for row in names if row.role is None and row.title is None]
        if roles and len(roles) == len(bare) > 1:
            given = iter(roles)
            names = [
                _joined(row, next(given), False) if row.role is None and row.title is None else row
                for row in names
            ]
        elif roles and names and names[-1].role is None and names[-1].title is None:
            for row in roles[:4]:
                names[-1] = _joined(names[-1], row, True)
        elif not names and roles:
            following: list[Row] = []
            look = index
            while look < len(rows) and rows[look].name is not None and len(following) < len(roles):
                following.append(rows[look])
                look += 1
            if len(following) == len(roles) and all(row.role is None for row in following):
                result += [_joined(row, role, False) for row, role in zip(following, roles, strict=True)]
                index = look
        result += names
    return result


def _joined(row: Row, role: Row, adjacent: bool) -> Row:
    return replace(
        row,
        end=role.end if adjacent else row.end,
        role=role.role if row.role in (None, Role.OTHER) else row.role,
        title=row.title or role.title,
        arrived=row.arrived or role.arrived,
        left=row.left or role.left,
        deputy_for=row.deputy_for or role.deputy_for,
        also=row.also or role.also,
        absent=row.absent or role.absent,
    )


def _people(rows: Sequence[Row]) -> list[Found[Person]]:
    names = in_one_order([row.name or "" for row in rows if row.name])
    marks = {row.group for row in rows if row.marked}
    result: list[Found[Person]] = []
    for row, name in zip((row for row in rows if row.name), names, strict=True):
        present = row.group != "absent" and not row.absent
        if (
            row.group in marks
            and not row.marked
            and row.group == "present"
            and row.role in (None, Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER, Role.DEPUTY)
        ):
            present = False
        role, title = row.role, row.title
        if row.group == "others":
            if role in (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER, Role.DEPUTY) and title:
                role = Role.OTHER
            role = role or Role.OTHER
        elif role is None:
            role = Role.DEPUTY if row.deputy_for else Role.OTHER if title else Role.MEMBER
        if row.deputy_for and role is Role.MEMBER:
            role = Role.DEPUTY
        person = Person(
            name=name,
            title=title,
            role=role,
            present=present,
            arrived=row.arrived,
            left=row.left,
            deputy_for=row.deputy_for,
        )
        extra = [person.model_copy(update={"role": row.also})] if row.also else []
        result += [
            Found(min(row.start, row.name_start), max(row.end, row.name_end), each, f"attendance:{row.group}")
            for each in (person, *extra)
        ]
    return result


def _absences(text: str) -> list[Found[Person]]:
    """ "X oli estynyt … Hänen tilallaan oli hänen varajäsenensä Y." """
    result: list[Found[Person]] = []
    for match in _HINDERED.finditer(text):
        start = max(0, match.start() - 200, text.rfind("\n\n", max(0, match.start() - 200), match.start()))
        dot = max(
            (m.end() for m in re.finditer(r"[.!?]\s", text[start : match.start()]) if m.start() > 2),
            default=0,
        )
        people = [p for p in mentions(text, start + dot, match.start()) if p.name and " " in p.name]
        if people and len(text[people[-1].end : match.start()].strip()) <= 30:
            absent = people[-1]
        else:  # "Lisäksi oli estynyt X"
            after = [p for p in mentions(text, match.end(), min(len(text), match.end() + 120)) if p.name]
            if not after or after[0].start - match.end() > 3 or " " not in (after[0].name or ""):
                continue
            absent = after[0]
        result.append(
            Found(
                absent.start,
                max(match.end(), absent.end),
                Person(name=absent.name, title=absent.title, role=Role.MEMBER, present=False),
                "attendance:hindered",
            )
        )
        stop = min(len(text), match.end() + 220)
        following = _HINDERED.search(text, match.end(), stop)
        stop = following.start() if following else stop
        cue = _HIS_DEPUTY.search(text, max(match.end(), absent.end), stop)
        if cue is None:
            continue
        deputies = [
            p for p in mentions(text, cue.end(), stop) if p.name and " " in p.name and p.name != absent.name
        ]
        if deputies and deputies[0].start - cue.end() < 60:
            deputy = deputies[0]
            result.append(
                Found(
                    deputy.start,
                    deputy.end,
                    Person(
                        name=deputy.name,
                        title=deputy.title,
                        role=Role.DEPUTY,
                        present=True,
                        deputy_for=absent.name,
                    ),
                    "attendance:deputy",
                )
            )
    return result


def _merged(found: Sequence[Found[Person]]) -> list[Found[Person]]:
    """Everybody once per role with all that is told of them; bare surnames become full names."""
    full = {f.value.name for f in found if f.value.name and " " in f.value.name}
    kept: dict[tuple[str | None, Role], Found[Person]] = {}
    for person in sorted(found, key=lambda f: (f.start, f.end)):
        value = person.value
        matching: set[str] = set()
        if value.deputy_for and " " not in value.deputy_for:
            matching = {name for name in full if name.split(" ")[-1] == base_surname(value.deputy_for)}
        elif value.deputy_for:
            matching = {name for name in full if set(name.split()) == set(value.deputy_for.split())}
        if len(matching) == 1:
            value = value.model_copy(update={"deputy_for": matching.pop()})
            person = replace(person, value=value)
        known = kept.get((value.name, value.role))
        if known is None:
            kept[value.name, value.role] = person
            continue
        missing = {
            key: getattr(value, key)
            for key in ("title", "arrived", "left", "deputy_for")
            if getattr(known.value, key) is None and getattr(value, key) is not None
        }
        if missing:
            kept[value.name, value.role] = replace(known, value=known.value.model_copy(update=missing))
    return sorted(kept.values(), key=lambda f: (f.start, f.end))
