"""One line of an attendance list: whose names, roles, titles, hours and places stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.records import Role
from corpus.registry.titles import role_of
from ingest.extract.attendance_cells import piece, pieces, prefer, two_roles
from ingest.extract.mentions import mentions
from ingest.extract.name_forms import base_surname, given_of, is_given_name
from ingest.extract.names import SPACE, name_in, runs

_MARK = re.compile(
    rf"(?:{SPACE}|[•▪●·#*–]|-(?={SPACE}))*"
    rf"(?P<mark>(?:\[[xX ]\]|[xX×✓✔☒☑☐□])(?={SPACE}|$))?(?:{SPACE}|\d{{1,2}}[.)]?(?={SPACE}))*"
)
_CLOCK = r"(\d{1,2})[.:](\d{2})(?!\d|\.\d)"
_RANGE = re.compile(
    rf"(?:(?:klo|kl\.?){SPACE}?)?{_CLOCK}{SPACE}?[-–—]{SPACE}?(?:(?:klo|kl\.?){SPACE}?)?{_CLOCK}",
    re.IGNORECASE,
)
_ARRIVED = re.compile(
    rf"(?:saapui|saapunut|tuli|liittyi|anlände|kom|saap\.){SPACE}{{0,3}}(?:kokoukseen{SPACE})?(?:(?:klo|kl\.?|kello){SPACE}?)?{_CLOCK}|(?:klo|kl\.?){SPACE}?{_CLOCK}{SPACE}(?:alkaen|lähtien|fr\.o\.m)"
    rf"|(?:fr\.|från|fr\.o\.m\.){SPACE}?(?:kl\.?){SPACE}?{_CLOCK}",
    re.IGNORECASE,
)
_LEFT = re.compile(
    rf"(?:poistui|poistunut|lähti|avlägsnade sig|gick|poist\.){SPACE}{{0,3}}(?:kokouksesta{SPACE})?"
    rf"(?:(?:klo|kl\.?|kello){SPACE}?)?{_CLOCK}|(?:klo|kl\.?){SPACE}?{_CLOCK}{SPACE}(?:saakka|asti|t\.o\.m)"
    rf"|(?:till|t\.o\.m\.){SPACE}?(?:kl\.?){SPACE}?{_CLOCK}",
    re.IGNORECASE,
)
_LONE_CLOCK = re.compile(rf"(?:klo|kl\.?){SPACE}?{_CLOCK}", re.IGNORECASE)
_SECTIONS = re.compile(
    rf"(?:läsnä|saapuvilla|paikalla|poissa|poistui|saapui|asian|asiassa)?{SPACE}?"
    rf"(?:§{{1,2}}(?::\w{{1,3}})?|pykäl\w{{0,5}}){SPACE}{{0,2}}(?=[,–— -]{{0,3}}\d)[\d,–—-][\d,–— -]{{0,40}}"
    rf"(?:{SPACE}?ja{SPACE}\d{{1,4}})?"
    rf"(?:{SPACE}{{0,2}}(?:käsittelyn|aikana|ajan|kohdalla|jälkeen|ennen|osalta|osan)){{0,3}}",
    re.IGNORECASE,
)
_TILALLA = re.compile(
    r"(?<!\w)(?:tilalla|tilalle|varalla|varalle|sijasta|sijaan|puolesta)(?!\w)", re.IGNORECASE
)
_LABEL_MARK = re.compile(rf":{SPACE}{{1,20}}(?P<mark>[xX])(?={SPACE})")
_DEPUTY_TO = re.compile(
    rf"(?<!\w)(?:varajäsen|varaj\.?|vj\.?|vara)[,:]?{SPACE}{{1,3}}"
    rf"(?P<name>[A-ZÅÄÖ][\w-]{{2,40}}?(?:{SPACE}[A-ZÅÄÖ][\w-]{{2,40}}?)?lle)(?!\w)"
)
_DEPUTY_WORD = re.compile(
    r"(?<!\w)(?:henkilökohtainen\s+|henk\.?\s?koht\.?\s+)?(?:varajäsen(?:enä)?|varaj\.?|vj\.?|vara)(?!\w)",
    re.IGNORECASE,
)
_OWNED_DEPUTY = re.compile(
    rf"{SPACE}*(?P<name>[A-ZÅÄÖ][\w-]+{SPACE}[A-ZÅÄÖ][\w-]+n){SPACE}(?:henkilökohtainen{SPACE})?varajäsen{SPACE}(?=[A-ZÅÄÖ])"
)
_FOR = re.compile(
    r"(?<!\w)(?:ersättare för|ers\. för|suppleant för|i stället för|(?<=\t)för(?= ))(?!\w)", re.IGNORECASE
)
_ABSENT_WORD = re.compile(r"(?<!\w)(?:poissa|estynyt|este|frånvarande|förhindrad)(?!\w)", re.IGNORECASE)
_ABSENT_LAST = re.compile(rf"(?<=\w){SPACE}{{1,3}}(?:{_ABSENT_WORD.pattern}){SPACE}*\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """What one line of a list says; ``name`` is as written."""

    start: int
    end: int
    group: str
    name: str | None = None
    name_start: int = 0
    name_end: int = 0
    role: Role | None = None
    title: str | None = None
    marked: bool | None = None
    absent: bool = False
    arrived: str | None = None
    left: str | None = None
    deputy_for: str | None = None
    also: Role | None = None  # a second role: "esittelijä ja pöytäkirjanpitäjä"


def line_rows(text: str, start: int, end: int, group: str) -> Iterator[Row]:
    at = start
    mark = _MARK.match(text, at, end)
    marked: bool | None = None
    if mark:
        at = mark.end()
        if mark.group("mark"):
            marked = mark.group("mark").strip("[] ") not in ("☐", "□", "")
    body = list(text[at:end])
    line = text[at:end]
    label = _LABEL_MARK.search(line)
    if label and role_of(line[: label.start()].strip(" :")) is not None:  # "Sihteeri:  x Kontio Aino"
        _blank(body, label.start("mark"), label.end("mark"))
        marked = True
    deputy_for = _deputy("".join(body), body)
    arrived, left = _times("".join(body), body)
    blanked = "".join(body)
    absent = bool(_ABSENT_WORD.search(blanked))
    if last := _ABSENT_LAST.search(blanked):  # "Jäsen Aino Kallio poissa"
        blanked = blanked[: last.start()] + " " * len(last.group())
    listed = _listed(blanked, group)
    if listed and listed[0].name_end == 0:
        first_role, first_title, listed_also = listed[0].role, listed[0].title, listed[0].also
        listed = listed[1:]
        if listed and listed[0].role is None:
            listed[0] = replace(
                listed[0], role=first_role, title=listed[0].title or first_title, also=listed_also
            )
        elif not listed:
            yield Row(
                at,
                at + len(line.rstrip()),
                group,
                None,
                0,
                0,
                first_role,
                first_title,
                marked,
                absent,
                arrived,
                left,
                deputy_for,
                listed_also,
            )
            return
    if not listed:
        if arrived or left or (absent and _ABSENT_WORD.fullmatch(blanked.strip(" ().\t\u00a0"))):
            yield Row(
                at,
                at + len(line.rstrip()),
                group,
                marked=marked,
                absent=absent,
                arrived=arrived,
                left=left,
            )
        return
    if len(listed) == 2 and listed[0].role is Role.DEPUTY and deputy_for is None and "\t" in line:
        deputy_for = name_in(blanked, listed[1].name_start, listed[1].name_end)  # in a column of its own
        listed = listed[:1]
    several = len(listed) > 1
    stood_in = group == "present" and absent and several and _stands_in(blanked, listed)
    for person in listed:
        if stood_in and person is listed[1]:
            first = name_in(blanked, listed[0].name_start, listed[0].name_end)
            absent, deputy_for, several = False, first, False
            person = replace(person, role=Role.DEPUTY)
        gone = absent
        if several and absent and not stood_in:  # "Aino Kallio, Otto Salo (poissa)"
            after = [other.name_start for other in listed if other.name_start > person.name_start]
            gone = bool(_ABSENT_WORD.search(blanked, person.name_end, min(after, default=len(blanked))))
        yield Row(
            start=at
            + (person.name_start if several else len(line) - len(line.lstrip(" \t\u00a0\u2009\u202f"))),
            end=at + (person.end if several else len(line.rstrip())),
            group=group,
            name=blanked[person.name_start : person.name_end],
            name_start=at + person.name_start,
            name_end=at + person.name_end,
            role=person.role,
            title=person.title,
            marked=marked,
            absent=gone,
            arrived=None if several else arrived,
            left=None if several else left,
            deputy_for=None if several else deputy_for,
            also=person.also,
        )


@dataclass(frozen=True)
class _Listed:
    """One person of a line: the name's span (0, 0 for a role before any name), where the person ends."""

    name_start: int
    name_end: int
    end: int
    role: Role | None = None
    title: str | None = None
    also: Role | None = None


def _stands_in(line: str, listed: Sequence[_Listed]) -> bool:
    """Whether the second of a row's two stands in a column of deputies: the first is said to be absent."""
    between = line[listed[0].name_end : listed[1].name_start]
    return len(listed) == 2 and listed[1].role is None and _ABSENT_WORD.search(between) is not None


def _listed(line: str, group: str) -> list[_Listed]:
    """The persons of a line, each with the roles and titles that follow the name."""
    result: list[_Listed] = []
    spans = list(pieces(line))
    told_last = spans and (piece(line[slice(*spans[-1])]) or (True,))[0] is None  # a role ends the line
    for first, stop in spans:
        parsed = piece(line[first:stop]) or (None, None, None)
        if parsed == (None, None, None) and not two_roles(line[first:stop]):
            continue
        name, role, title = parsed
        also = None
        if name is None and role is None and title is None and (both := two_roles(line[first:stop])):
            role, also = both
        if name:
            shared = result and _is_bare(result[-1]) and line[result[-1].name_end : first].lstrip()[:1] == ","
            after_last = (title and group == "others") or (told_last and name[0] and (role or title))
            if after_last and shared:
                # "Oja Aino, kunnanjohtaja Salo Otto, sihteeri": on a line that two persons share
                role, title = prefer(None, None, role, title, group)
                result[-1] = replace(result[-1], role=role, title=title, end=first + name[0])
                role, title = None, None
            role, title = prefer(None, None, role, title, group)
            result.append(_Listed(first + name[0], first + name[1], stop, role, title))
        elif not result:
            role, title = prefer(None, None, role, title, group)
            result.append(_Listed(0, 0, stop, role, title, also))
        else:
            last = result[-1]
            role, title = prefer(last.role, last.title, role, title, group)
            result[-1] = replace(last, end=stop, role=role, title=title, also=also or last.also)
    return result


def _is_bare(listed: _Listed) -> bool:
    return listed.name_end > 0 and listed.role is None and listed.title is None


def _blank(body: list[str], start: int, end: int) -> None:
    body[start:end] = " " * (end - start)


def _deputy(line: str, body: list[str]) -> str | None:
    """Whose place the line's person took; what says so is blanked in ``body``."""
    to = _DEPUTY_TO.search(line)
    if to:
        words = to.group("name").split()
        _blank(body, to.start("name"), to.end("name"))
        return " ".join([*words[:-1], base_surname(words[-1], oblique=True)])
    if owned := _OWNED_DEPUTY.match(line):  # "Jussi Niemen varajäsen Kaija Elo"
        _blank(body, owned.start("name"), owned.end())
        return next((p.name for p in mentions(owned["name"], 0, len(owned["name"]), lone=True)), None)
    for pattern in (_TILALLA, _DEPUTY_WORD):
        for match in pattern.finditer(line):
            if split := _second_of_two(line, match.start()):
                _blank(body, split[0], match.start())
                return split[1]
            people = [
                p
                for p in mentions(line, 0, match.start(), lone=True)
                if p.name and not line[p.end : match.start()].strip(" :")
            ]
            if not people:
                continue
            person = people[-1]
            first = person.start
            name = _out_of_genitive(person.written, person.name)
            if pattern is _DEPUTY_WORD and (not line[:first].strip(" (,\t") or name is None):
                continue
            if not line[:first].strip(" (\t"):
                continue
            before = re.search(r"(?:varajäsen|vj\.?|\()\s*$", line[:first], re.IGNORECASE)
            _blank(body, first, match.end() if pattern is _TILALLA else match.start())
            if before and before.group().strip() == "(":
                _blank(body, before.start(), before.end())
            return name or person.name
    bracket = re.search(
        rf"(?<=\S){SPACE}{{0,3}}\((?P<name>[^()\n]{{3,50}}?)(?:{SPACE}(?:varajäsen|vara|tilalla))?\)", line
    )
    if (
        bracket
        and (name := name_in(bracket.group("name")))
        and name_in(line[: bracket.start()].split("\t")[0])
    ):
        _blank(body, bracket.start(), bracket.end())
        return name
    instead = _FOR.search(line)
    if instead:
        after = mentions(line, instead.end(), len(line), lone=True)
        if after:
            _blank(body, instead.end() - 4, after[0].end)
            return after[0].name
    return None


def _second_of_two(line: str, at: int) -> tuple[int, str] | None:
    """The second of two names side by side before ``at``: "Oja Aino Salo Mirjan varajäsen" is Mirja Salo."""
    row = [run for run in runs(line, 0, at) if not line[run.end : at].strip()]
    words = row[0].words if row else ()
    if len(words) != 4 or not words[3].endswith("n"):
        return None
    given = given_of(words[3])
    if not given and not is_given_name(words[2]):
        return None
    name = f"{given} {words[2]}" if given else f"{words[2]} {base_surname(words[3], oblique=True)}"
    return line.rindex(words[2], row[0].start, line.rindex(words[3], row[0].start, at)), name


def _out_of_genitive(written: str, name: str | None) -> str | None:
    """The base form of a name that stands in the genitive ("Kallion varajäsen"), else None."""
    if not name or not written.endswith("n"):
        return None
    *given, last = name.split(" ")
    if not written.endswith(last):
        return name
    base = base_surname(last, oblique=True)
    return " ".join([*given, base]) if base != last else None


def _times(line: str, body: list[str]) -> tuple[str | None, str | None]:
    arrived = left = None
    match = _ARRIVED.search(line)
    if match:
        arrived = _hhmm([g for g in match.groups() if g is not None][:2])
        _blank(body, match.start(), match.end())
    match = _LEFT.search(line)
    if match:
        left = _hhmm([g for g in match.groups() if g is not None][:2])
        _blank(body, match.start(), match.end())
    if arrived is None and left is None and (match := _RANGE.search(line)):
        arrived, left = _hhmm(match.groups()[:2]), _hhmm(match.groups()[2:])
        if arrived is None or left is None:
            arrived = left = None
    for pattern in (_RANGE, _SECTIONS, _LONE_CLOCK):
        for match in pattern.finditer("".join(body)):
            _blank(body, match.start(), match.end())
    return arrived, left


def _hhmm(parts: Sequence[str | Any]) -> str | None:
    hour, minute = int(parts[0]), int(parts[1])
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None
