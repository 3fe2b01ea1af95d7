"""Offices in a body as attendance lists give them: "kunnanhallituksen puheenjohtaja", "valt. I vpj.".

Who holds one in another body comes for that body; in the meeting's own body it is the role in the meeting.
"""

from __future__ import annotations

import re

from corpus.records import Role
from corpus.registry.organs import Organ, organ_from
from corpus.registry.titles import role_of
from ingest.extract.names import SPACE

HELD = (Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER, Role.DEPUTY)
_OFFICE = re.compile(
    rf"(?P<body>[^\W\d_][\w:.-]{{0,60}}?(?:{SPACE}[^\W\d_][\w:.-]{{0,40}}?){{0,4}}?){SPACE}"
    rf"(?P<rank>(?:[IVX]+|\d)(?:\.|:\w)?{SPACE})?(?P<role>(?:vice{SPACE})?[^\W\d_][\w.-]*)"
)
_IN_FULL = {
    Role.CHAIR: ("puheenjohtaja", "ordförande"),
    Role.VICE_CHAIR: ("varapuheenjohtaja", "viceordförande"),
    Role.MEMBER: ("jäsen", "ledamot"),
    Role.DEPUTY: ("varajäsen", "ersättare"),
}
_GENITIVES = (
    ("hallitus", "hallituksen"),
    ("kunta", "kunnan"),
    ("valtuusto", "valtuuston"),
    ("jaosto", "jaoston"),
)
_BOARDS_AND_COUNCILS = ("hallitus", "valtuusto", "styrelse", "styrelsen", "fullmäktige")


def office(words: str) -> tuple[Role, str] | None:
    """The role and the whole title of an office in a body, which the words name in the genitive or by its
    abbreviation; None where they are something else."""
    match = _OFFICE.fullmatch(words)
    role = role_of(match["role"]) if match else None
    if match is None or role is None:
        return None
    body = match["body"]
    named = _body(body)
    if named is None and not re.search(r"[^\W\d_]{3}[ns]$", body):
        return None
    swedish = match["role"].lower().startswith(("ordf", "vice", "led", "ers", "repr"))
    if named is not None and named.abbreviation:
        body = _genitive(named.in_swedish(town=False).name if swedish else named.name).lower()
    elif not body[:2].isupper():
        body = body[0].lower() + body[1:]
    held = (
        _IN_FULL[role][swedish] if role in _IN_FULL and match["role"].endswith((".", "pj")) else match["role"]
    )
    return role, " ".join(part for part in (body, (match["rank"] or "").strip(), held) if part)


def _genitive(name: str) -> str:
    for end, genitive in _GENITIVES:
        if name.endswith(end):
            return name.removesuffix(end) + genitive
    return name + "s"


def is_own(title: str, organ: str) -> bool:
    """Whether an office is one of the body that meets: "lautakunnan puheenjohtaja" in a committee."""
    match = _OFFICE.fullmatch(title)
    named = _body(match["body"]) if match else None
    if named is None:
        return False
    theirs, ours = named.name.casefold(), organ.casefold()
    if ours.endswith(theirs) or theirs.endswith(ours):
        return True
    return any(theirs.endswith(kind) and ours.endswith(kind) for kind in _BOARDS_AND_COUNCILS)


def _body(words: str) -> Organ | None:
    return organ_from(words) or organ_from(words.partition(":")[0])
