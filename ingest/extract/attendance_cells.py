"""The parts of an attendance row, each a name, a role or a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.records import Role
from corpus.registry.titles import find_title_at, is_title, role_of
from ingest.extract.attendance_offices import HELD, office
from ingest.extract.mentions import title_text
from ingest.extract.name_forms import is_given_name
from ingest.extract.names import SPACE, find_names, name_in, runs

_AND = re.compile(rf"{SPACE}*(?:ja|sekä|och|samt){SPACE}+(?=[A-ZÅÄÖ])")
_PIECE = re.compile(rf"\t|,|;|\||:|{SPACE}{{2,}}|{SPACE}[–-]{SPACE}|\(|\)|/")


def two_roles(piece: str) -> tuple[Role, Role] | None:
    """One person's two roles: "esittelijä ja sihteeri", "föredragande och sekreterare"."""
    head, found, tail = re.sub(r"\s(?:ja|sekä|och|/)\s", "|", piece.strip(" ().\t"), count=1).partition("|")
    first, second = role_of(head), role_of(tail)
    return (first, second) if found and first and second and first is not second else None


def pieces(line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line that hold a name, a role or a title each; names in a row are told apart."""
    for start, stop in _cells(line):
        names = find_names(line, start, stop, inflected=False)
        if len(names) < 2:
            yield start, stop
            continue
        position = start
        for name in names:
            if line[position : name.start].strip():
                yield position, name.start
            yield name.start, name.end
            position = name.end
        if line[position:stop].strip():
            yield position, stop


def _cells(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _PIECE.finditer(line):
        if match.group() == ":" and re.match(r"\w", line[match.end() : match.end() + 1]):
            continue  # "Heusala:n"
        if match.group() == "," and _comma_name(line, start, match.start(), match.end()):
            continue
        if line[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if line[start:].strip():
        yield start, len(line)


def _comma_name(line: str, start: int, comma: int, after: int) -> bool:
    """Whether a comma stands inside "Surname, Given"."""
    head = line[start:comma].split()
    tail = re.match(
        rf"{SPACE}?([^\W\d_][\w-]*)(?={SPACE}*(?:$|[,;(\t]|{SPACE}{{2,}}))", line[after : after + 60]
    )
    if len(head) != 1 or tail is None:
        return False
    given = tail.group(1)
    if is_given_name(head[0]) or role_of(given) or is_title(given):
        return False
    first = not line[:start].strip() and bool(
        re.match(rf"{SPACE}{{2}}|\t|{SPACE}*$", line[after + tail.end() :])
    )
    return (is_given_name(given) or first) and name_in(f"{head[0]}, {given}") is not None


def piece(piece: str) -> tuple[tuple[int, int] | None, Role | None, str | None] | None:
    """A piece of a row as (the name's span, role, title)."""
    text = piece.rstrip()
    joined = _AND.match(text)
    lead = joined.end() if joined else len(text) - len(text.lstrip())
    words = text[lead:]
    if not words:
        return None
    role = role_of(words)
    if role is not None:
        return None, role, words.lower() if role is Role.OTHER else None
    if is_title(words):
        title = find_title_at(words, 0)
        return None, None, title_text(title) if title else None
    if both := _title_and_role(words):
        return None, both[1], both[0]
    if name_in(words):
        return (lead, len(text)), None, None
    held = office(words)
    if held is not None and not find_names(words):
        return None, *held
    # Role or title before the name, or after it, with nothing but a space between.
    for match in re.finditer(rf"{SPACE}+", words):
        head, tail = words[: match.start()], words[match.end() :]
        if (held := office(head)) and name_in(tail):
            return (lead + match.end(), len(text)), *held
        head_role = role_of(head)
        head_title = find_title_at(words, 0)
        if (head_role is not None or (head_title and head_title.end == match.start())) and name_in(tail):
            return (
                (lead + match.end(), len(text)),
                head_role,
                title_text(head_title) if head_title and not head_role else None,
            )
        if name_in(head):
            tail_role = role_of(tail.strip(" ()"))
            if tail_role is not None:
                post = tail.strip(" ().").lower() if tail_role is Role.OTHER else None
                return (lead, lead + match.start()), tail_role, post
            if held := office(tail.strip(" ()")):
                return (lead, lead + match.start()), *held
            title = find_title_at(words, match.end())
            if title and title.end >= len(words.rstrip(".")):
                return (lead, lead + match.start()), None, title_text(title)
    run = runs(words, first_only=True)
    strict = find_names(words, inflected=False)
    if strict and strict[0].start <= 2 and (not run or strict[0].end >= run[0].end):
        rest = words[strict[0].end :].strip(" .")
        return (lead + strict[0].start, lead + strict[0].end), role_of(rest) if rest else None, None
    return None


def _title_and_role(words: str) -> tuple[str, Role] | None:
    """A title with the role it is held in: "kunnanjohtaja esittelijänä", "hallintosihteeri, pk-pitäjänä"."""
    head, _, tail = words.rpartition(" ")
    role = role_of(tail) if head else None
    title = find_title_at(head, 0) if role is not None else None
    return (title_text(title), role) if role and title and title.end == len(head) else None


def prefer(
    role: Role | None, title: str | None, new_role: Role | None, new_title: str | None, group: str
) -> tuple[Role | None, str | None]:
    if new_title and new_role in HELD and role in HELD:
        return role, title  # "jäsen, kunnanhallituksen puheenjohtaja": here a member
    if (new_role is not None and role in (None, Role.MEMBER, Role.OTHER)) or (
        new_role is not None and role is Role.CHAIR and new_role in (Role.SECRETARY, Role.PRESENTER)
    ):
        role = new_role
    return role, title or new_title
