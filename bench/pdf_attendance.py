"""Attendance lists in the styles that occur: ruled and unruled tables, x-marks, names and roles apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.pdf_flow import Flow
from bench.pdf_tables import Look, table
from bench.pdf_truth import AttendanceTruth
from bench.words import OFFICES, names

STYLES = ("ruled", "unruled", "xmark", "split")


@dataclass(frozen=True)
class Roll:
    """Who was there: members (with deputies beside them where a list has those), others, and the hours."""

    members: tuple[AttendanceTruth, ...]
    absent: tuple[AttendanceTruth, ...]
    others: tuple[AttendanceTruth, ...]
    begin: str
    end: str


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def roll(random: Random, count: int, begin: str, end: str) -> Roll:
    """So many members; about one in eight is away (of six or more, one at least), some come late or leave."""
    people = names(random, count + 2 + random.randint(0, 2))
    members: list[AttendanceTruth] = []
    absent: list[AttendanceTruth] = []
    for index, name in enumerate(people[:count]):
        role = ("puheenjohtaja", "varapuheenjohtaja")[index] if index < 2 else "jäsen"
        if index > 1 and (random.random() < 0.13 or (index == count - 1 > 4 and not absent)):
            absent.append(AttendanceTruth(name, role, False))
            continue
        row = AttendanceTruth(name, role, True)
        if index > 1 and random.random() < 0.2:
            late = _clock(_minutes(begin) + random.randint(4, 40))
            early = _clock(_minutes(end) - random.randint(4, 40))
            row = replace(row, arrived=late) if random.random() < 0.5 else replace(row, left=early)
        members.append(row)
    offices = random.sample(OFFICES, len(people) - count - 1)
    others = [
        AttendanceTruth(name, office, True) for name, office in zip(people[count:-1], offices, strict=True)
    ]
    others.append(AttendanceTruth(people[-1], "pöytäkirjanpitäjä", True))
    return Roll(tuple(members), tuple(absent), tuple(others), begin, end)


def attendance(flow: Flow, style: str, who: Roll, random: Random) -> None:
    """Draws the list and writes the rows down, in the order of the page."""
    first = flow.page
    flipped = random.random() < 0.4
    {"ruled": _tables, "unruled": _tables, "xmark": _xmarks, "split": _split}[style](
        flow, style, who, random, flipped
    )
    pages = range(first, flow.page + 1)
    flow.record.attendance_pages.extend(pages)


def _written(name: str, flipped: bool) -> str:
    given, _, surname = name.partition(" ")
    return f"{surname} {given}" if flipped else name


def _note(row: AttendanceTruth, dotted: bool) -> str:
    parts = []
    if row.arrived:
        parts.append(f"saapui klo {row.arrived}")
    if row.left:
        parts.append(f"poistui klo {row.left}")
    note = ", ".join(parts)
    return note.replace(":", ".") if dotted else note


def _tables(flow: Flow, style: str, who: Roll, random: Random, flipped: bool) -> None:
    ruled = style == "ruled"
    rules = random.choice(("lines", "boxes")) if ruled else random.choice(("none", "none", "rows"))
    look = Look(rules, random.choice(("plain", "grey")))
    with_hours = random.random() < 0.6
    full = flow.frame.width
    widths = (
        [0.3 * full, 0.19 * full, 0.25 * full, 0.26 * full]
        if with_hours
        else [0.36 * full, 0.3 * full, 0.34 * full]
    )
    groups = (("Päätöksentekijät", who.members), ("Poissa", who.absent), ("Muut osallistujat", who.others))
    for label, people in groups:
        if not people:
            continue
        flow.heading(label, "section")
        rows = [["Nimi", "Klo", "Tehtävä", "Lisätiedot"] if with_hours else ["Nimi", "Tehtävä", "Lisätiedot"]]
        for person in people:
            hours = f"{person.arrived or who.begin} - {person.left or who.end}" if person.present else ""
            note = _note(person, False) if person.present else "poissa"
            cells = [_written(person.name, flipped), hours, person.role, note]
            rows.append(cells if with_hours else [cells[0], *cells[2:]])
            if with_hours and person.present:
                person = replace(person, arrived=person.arrived or who.begin, left=person.left or who.end)
            flow.record.attendance.append(person)
        table(flow, "attendance", look, widths, rows, split=True)


def _lines(flow: Flow, cells: Sequence[tuple[float, str]]) -> None:
    """One line of a list: texts at their distances from the column's left edge, read from left to right."""
    base = flow.take()
    before = "\n"
    for x, text in cells:
        if not text:
            continue
        box = flow.canvas.text(flow.frame.x + x, base, text, flow.size)
        flow.record.say(flow.page, text, before)
        flow.record.line(flow.page, text, box, "list", False)
        before = "\t"


def _xmarks(flow: Flow, style: str, who: Roll, random: Random, flipped: bool) -> None:
    """ "x Name, role" with "vj." deputies at the right; the mark stands before whoever was there."""
    flow.heading("Osallistujat", "section")
    flow.paragraph("Läsnä olleet on merkitty rastilla (x).", hyphens=0.0)
    members = sorted((*who.members, *who.absent), key=lambda row: ("p" not in row.role, row.name))
    deputies = names(random, len(members) + 60)
    taken = {person.name for person in (*members, *who.others)}
    spare = [name for name in deputies if name not in taken]
    middle = 0.56 * flow.frame.width
    mark = random.choice(("x", "X"))
    for member in members:
        deputy = spare.pop()
        comes = not member.present and random.random() < 0.7
        note = _note(member, True)
        text = f"{_written(member.name, flipped)}, {member.role}" + (f", {note}" if note else "")
        if flow.canvas.width(text, flow.size) > middle - 34:
            text = f"{_written(member.name, flipped)}, {member.role}"
            member = replace(member, arrived=None, left=None)
        vice = f"vj. {_written(deputy, flipped)}"
        _lines(
            flow,
            [
                (0, mark if member.present else ""),
                (16, text),
                (middle, mark if comes else ""),
                (middle + 16, vice),
            ],
        )
        flow.record.attendance.append(member)
        if comes:  # by the gold set's rules a deputy whom nobody called in has no row
            called = AttendanceTruth(deputy, "varajäsen", True, deputy_for=member.name)
            flow.record.attendance.append(called)
    flow.skip(0.5)
    flow.heading("Muut saapuvilla olleet", "section")
    for other in who.others:
        _lines(flow, [(0, mark), (16, f"{_written(other.name, flipped)}, {other.role}")])
        flow.record.attendance.append(other)
    flow.skip(0.8)


def _split(flow: Flow, style: str, who: Roll, random: Random, flipped: bool) -> None:
    """Names in one run of the file, roles in another, though they stand side by side on the page."""
    beside = random.random() < 0.5
    drop = random.choice((0.0, 0.8, 1.5))
    groups = (
        ("SAAPUVILLA", "OLLEET JÄSENET", who.members),
        ("POISSA", "OLLEET JÄSENET", who.absent),
        ("MUUT SAAPU-", "VILLA OLLEET", who.others),
    )
    for first, second, people in groups:
        if not people:
            continue
        label = first + second if first.endswith("-") else f"{first} {second}"
        label = label.replace("-", "")
        if not beside:
            flow.heading(label, "section")
        left = 0.24 * flow.frame.width if beside else 0.0
        middle = left + 0.33 * flow.frame.width
        flow.need((max(2, len(people)) + 1) * flow.leading)
        bases = [flow.take() for _ in people]
        drawn = []
        for base, person in zip(bases, people, strict=True):
            text = _written(person.name, flipped)
            drawn.append((flow.canvas.text(flow.frame.x + left, base, text, flow.size), text, person, base))
        if beside:
            for base, text in zip((bases[0], bases[0] + flow.leading), (first, second), strict=True):
                box = flow.canvas.text(flow.frame.x, base, text, flow.size)
                flow.record.line(flow.page, text, box, "caption", False)
            flow.record.say(flow.page, label, "\n")
            if len(bases) < 2:
                flow.take()
        for box, text, person, base in drawn:
            note = _note(person, True)
            role = f"{person.role}, {note}" if note else person.role
            place = flow.canvas.text(flow.frame.x + middle, base + drop, role, flow.size)
            flow.record.say(flow.page, text, "\n")
            flow.record.line(flow.page, text, box, "list", False)
            flow.record.say(flow.page, role, "\t")
            flow.record.line(flow.page, role, place, "list", False)
            flow.record.attendance.append(person)
        flow.skip(0.8)
