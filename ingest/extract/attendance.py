"""Who was present at a meeting, from its cover page: tables, lists and sentences about absence.

Lists come as "Surname Given  puheenjohtaja", as table rows, with marks before names, with roles on lines of
their own or in a column apart, and with times in every place. attendance_rows.py reads their lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.records import Person, Role
from corpus.registry.titles import role_of
from ingest.extract.attendance_lines import Row
from ingest.extract.attendance_offices import HELD, is_own
from ingest.extract.attendance_rows import read_rows
from ingest.extract.found import Found
from ingest.extract.mentions import Mention, mentions
from ingest.extract.name_forms import base_surname
from ingest.extract.names import in_one_order

_HINDERED = re.compile(
    r"(?<!\w)(?:(?:esteen|poissaolon|poissaolostaan|esteestä)\s+(?:oli(?:vat)?\s+|on\s+|ovat\s+)?ilmoitt(?:i|ivat|anut|aneet)|on\s+ilmoittanut\s+olevansa\s+estynyt|(?:oli(?:vat)?|on|ovat|ilmoitti(?:vat)?\s+olevansa)\s+(?:\w{1,20}\s+){0,3}?estyn\w{1,4}|ilmoitti(?:vat)?\s+(?:\w{1,20}\s+){0,2}?est(?:een|eestä|yneensä)|oli(?:vat)?\s+poissa|(?:on|ovat)\s+(?:\w{1,20}\s+){0,2}?ilmoittan(?:ut|eet)\s+(?:\w{1,20}\s+){0,2}?est(?:een|eestä|eestään|yneensä|ymisestään)|(?:on|ovat|oli|olivat)\s+esteen\s+vuoksi\s+poissa|(?:ei|eivät)\s+pääs(?:syt|seet)\s+(?:osallistumaan|paikalle|kokoukseen)|(?:har\s+(?:an)?mält|hade\s+(?:an)?mält|anmälde)\s+förhinder|är\s+förhindrad|(?:oltua|ollessa)\s+estyn\w{2,4}|var\s+förhindrad|hade\s+förhinder)(?!\w)",
    re.IGNORECASE,
)
_HIS_DEPUTY = re.compile(
    r"(?:hänen|heidän)\s+(?:tilallaan|tilalleen|sijaansa)|tilalleen|tilallaan|tilalla(?!\w)|(?:hänen\s+)?(?:henkilökohtainen\s+)?varajäsenensä"
    r"|i hans ställe|i hennes ställe|(?:hans|hennes)\s+ersättare|ersättare|\(tilalla",
    re.IGNORECASE,
)


# Who presents to a municipality's board, unless its minutes name somebody else.
_DIRECTORS = (
    "kunnanjohtaja",
    "kaupunginjohtaja",
    "hyvinvointialuejohtaja",
    "kommundirektör",
    "stadsdirektör",
)
_NEAR, _LEAST = 60, 30  # characters between a cue and a name
_WHO = (
    r"(?:(?:(?:vara)?puheenjohtajat?|valtuutet(?:tu|ut)|jäsen(?:et|istä)?|vara(?:jäsen(?:et|istä)?|valtuutet(?:tu|ut))"
    r"|ledamot(?:en|erna)?|ersättar(?:e|na))\s+)?"
)
_AND = re.compile(
    rf"(?:\s*\([^()\n]{{0,60}}\))?(?:\s*,\s*|\s+(?:ja|sekä|että|och|samt)\s+){_WHO}", re.IGNORECASE
)
_MEMBERS = re.compile(rf"\s{{0,3}}:?\s{{0,3}}{_WHO}", re.IGNORECASE)
_OF_DEPUTIES = re.compile(r"(?:vara(?:jäsen|valtuutet)\w*|ersättaren?)\s*\Z")
_BRACKETED = re.compile(
    r"\s?\((?:tilalla|tilalle|tilallaan|varalla|i stället|ersättare)\b:?(?P<name>[^()\n]{3,60})\)",
    re.IGNORECASE,
)
_IN_PLACE = re.compile(
    r"\s+(?:sijaan|tilalle|tilalla|sijasta)\s+(?=(?:kokouk|kutsu|osallis|saapu|tuli|oli\b|on\b|varajäsen|varavaltuut))"
)


def find_attendance(text: str, organ: str | None = None) -> list[Found[Person]]:
    """Everybody a cover page lists as present, absent or otherwise taking part, in order, each once.

    ``organ`` is the body that meets: whoever holds an office in another one takes part for that.
    Times are ``HH:MM``; ``deputy_for`` is the member whose place somebody took.
    """
    rows = _with_roles(list(read_rows(text)))
    found = _by_office(_people(rows, organ), organ or "")
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


def _people(rows: Sequence[Row], organ: str | None) -> list[Found[Person]]:
    names = in_one_order([row.name or "" for row in rows if row.name])
    marks = {row.group for row in rows if row.marked}
    held_here = {row.role for row in rows if row.title is None}  # by those who are in the body that meets
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
        if role in HELD and title:
            elsewhere = not is_own(title, organ) if organ is not None else role in held_here
            if row.group == "others" or elsewhere:
                role = Role.OTHER
            else:
                title = None
        if row.group == "others":
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
    """ "X oli estynyt … Hänen tilallaan oli hänen varajäsenensä Y.", of one person or several."""
    result: list[Found[Person]] = []
    for match in _HINDERED.finditer(text):
        hindered = _hindered(text, match)
        result += [
            Found(
                absent.start,
                max(match.end(), absent.end),
                Person(name=absent.name, title=absent.title, role=_absent_role(text, absent), present=False),
                "attendance:hindered",
            )
            for absent in hindered
        ]
        for absent in hindered:
            bracket = _BRACKETED.match(text, absent.end)
            result += [
                _deputy(p, absent.name) for p in (_named(text, *bracket.span("name")) if bracket else ())
            ][:1]
        if len(hindered) == 1:
            result += _his_deputy(text, max(match.end(), hindered[0].end), hindered[0])
    for match in _IN_PLACE.finditer(text):
        gone = [p for p in _named(text, max(0, match.start() - 90), match.start()) if p.end == match.start()]
        came = _named(text, match.end(), min(len(text), match.end() + 120))
        if gone and came and came[0].start - match.end() < _NEAR:
            result.append(_deputy(came[0], gone[-1].name))
    return result


def _by_office(found: list[Found[Person]], organ: str) -> list[Found[Person]]:
    """The presenter and the secretary of a list that names neither: a board's are known by their offices."""
    if not organ:
        return found
    for role, boards, posts in (
        (Role.PRESENTER, ("hallitus", "styrelsen"), _DIRECTORS),
        (Role.SECRETARY, ("",), ("sihteeri", "sekreterare")),
    ):
        of_office = [
            f
            for f in found
            if f.value.role is Role.OTHER
            and (f.value.title or "").endswith(posts)
            and f.value.present
            and not f.value.left
        ]
        taken = any(f.value.role is role for f in found)
        if len(of_office) == 1 and not taken and organ.lower().endswith(boards):
            (one,) = of_office
            value = one.value.model_copy(update={"role": role})
            found = [replace(f, value=value, rule="attendance:office") if f is one else f for f in found]
    return found


def _named(text: str, start: int, stop: int) -> list[Mention]:
    return [p for p in mentions(text, start, stop) if p.name and " " in p.name]


def _hindered(text: str, match: re.Match[str]) -> list[Mention]:
    """Whom a verb of absence speaks of: those before it, or after it ("Esteen ilmoittivat A ja B")."""
    start = max(0, match.start() - 200, text.rfind("\n\n", max(0, match.start() - 200), match.start()))
    dot = max(
        (m.end() for m in re.finditer(r"[.!?]\s", text[start : match.start()]) if m.start() > 2), default=0
    )
    people = _named(text, start + dot, match.start())
    if people and len(text[people[-1].end : match.start()].strip()) <= _LEAST:
        row = people[-1:]
        for person in reversed(people[:-1]):
            if not _AND.fullmatch(text, person.end, row[0].start):
                break
            row.insert(0, person)
        return row
    after = _named(text, match.end(), min(len(text), match.end() + 200))
    if not after or not _MEMBERS.fullmatch(text, match.end(), after[0].start):
        return []
    row = after[:1]
    for person in after[1:]:
        if "(" in text[row[-1].end : person.start] and ")" not in text[row[-1].end : person.start]:
            continue  # "(tilalla B)"
        if not _AND.fullmatch(text, row[-1].end, person.start):
            break
        row.append(person)
    return row


def _absent_role(text: str, person: Mention) -> Role:
    before = text[max(0, person.start - 24) : person.start].lower()
    if _OF_DEPUTIES.search(before):
        return Role.DEPUTY
    held = role_of(before.split()[-1]) if before.split() else None
    return held if held in (Role.CHAIR, Role.VICE_CHAIR) else Role.MEMBER


def _his_deputy(text: str, start: int, absent: Mention) -> list[Found[Person]]:
    stop = min(len(text), start + 220)
    following = _HINDERED.search(text, start, stop)
    stop = following.start() if following else stop
    cue = _HIS_DEPUTY.search(text, start, stop)
    deputies = [p for p in _named(text, cue.end(), stop) if p.name != absent.name] if cue else []
    return (
        [_deputy(deputies[0], absent.name)]
        if cue and deputies and deputies[0].start - cue.end() < _NEAR
        else []
    )


def _deputy(person: Mention, absent: str | None) -> Found[Person]:
    value = Person(name=person.name, title=person.title, role=Role.DEPUTY, present=True, deputy_for=absent)
    return Found(person.start, person.end, value, "attendance:deputy")


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
