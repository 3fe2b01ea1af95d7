"""Who proposes something else than what was put before the body, and who seconds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role
from ingest.extract.enumerations import (
    CONNECTED,
    IGNORE,
    give,
    persons_after,
    persons_before,
    sure,
    surely_named,
)
from ingest.extract.found import Found
from ingest.extract.mentions import Mention
from ingest.extract.name_forms import base_surname, is_given_name, is_initial
from ingest.extract.names import SPACE
from ingest.extract.people_presenters import out_of_swedish_genitive
from ingest.extract.person_lists import read_list
from ingest.extract.vote_numbers import WORDS
from ingest.extract.wording import GAP, finder, words

_NAME = r"[A-ZÅÄÖ][\w-]{2,30}"
_SECONDED = re.compile(rf"(?:{GAP}{words('and_others')})?{GAP}{words('seconded')}", IGNORE)
_UNDERSTOOD = finder("understood")
_UNDERSTOOD_LAST = re.compile(rf"{words('understood')}(?:{GAP}{words('member')})?{GAP}\Z", IGNORE)
_PROPOSES = re.compile(rf"{GAP}{words('proposes')}")
_PROPOSES_ONLY = finder("proposes_only")  # presenting is "esitti" too, these are not
_SURELY = finder("surely_proposal")
_WHAT = finder("what_is_proposed")
_DONE, _HAPPENS = finder("what_would_be_done"), finder("what_only_happens")
_NOT_WHAT = re.compile(
    rf"{GAP}(?:{words('no_proposal')}|{words('motion')}(?!{GAP}{words('motion_handled')}))", IGNORE
)
_IN_MOTION = finder("in_motion")
_SECONDS = re.compile(
    rf"{GAP}{words('supported')}(?:{GAP}[^\W\d_][\w:-]{{0,30}}){{0,4}}?{GAP}{words('proposal')}", IGNORE
)
# "Aino Kallio kannatti Haapasuota", "… kannatti Haapasuon esitystä"
_SECONDS_WHOM = re.compile(
    rf"{GAP}{words('backed')}(?={GAP}(?:{words('member')}{GAP})?{_NAME}(?:{GAP}{_NAME})?"
    rf"(?:{GAP}?[.,;]|{GAP}{words('proposal')}))"
)
_SECONDS_WHAT = re.compile(rf"{GAP}{words('backed')}(?={GAP}{words('supported_course')}{GAP}?[.,;])")
_WHICH_SECONDED = re.compile(
    rf"(?<=\w){GAP}{words('supported')}(?=(?:{GAP}\w{{2,30}}sti)?(?:{GAP}{words('him_or_it')})?(?:{GAP}?[.,;]|$))",
    IGNORE,
)
# "Under diskussionen föreslog Aino Kallio att …", "Keskustelussa ehdotti Aino Kallio, että …"
_PROPOSES_NEXT = re.compile(rf"(?<!\w){words('proposed')}{GAP}(?=(?:[a-zåäö]{{3,20}}{GAP})?[A-ZÅÄÖ])")
_THAT = re.compile(rf",?{GAP}{words('that')}|,?{GAP}(?:[A-ZÅÄÖ][\w-]+{GAP}){{1,3}}{words('seconded')}")
_WHOSE = re.compile(rf",{GAP}{words('whose')}{GAP}(?:\w{{1,20}}{GAP}){{0,2}}{words('proposal')}")
_INSERTED = re.compile(rf",{GAP}(?:{words('linked')}{GAP})?[^.;]{{0,110}}?(?<!\w){words('backing')}", IGNORE)
_LONGEST_INSERTED = 120  # characters
_VERB_BEFORE = re.compile(rf"{GAP}{words('proposed_or_was')}{GAP}\Z")
_SECONDED_BY = finder("seconded_by")
_A_PROPOSAL = finder("proposal")  # "Ponsiehdotusta kannatti …"
_COUNTED = re.compile(
    rf"[,\d(]|{finder('supporters_counted').pattern}|(?<!\w){WORDS}(?!\w)", IGNORE
)  # how many, not who
_MADE = re.compile(rf"{GAP}{words('made')}(?!\w)")
_BACKED = re.compile(rf"{GAP}{words('made_backed')}(?!\w)")
_OF_IT = re.compile(
    rf"(?:{GAP}{words('and')}{GAP}[^.;,]{{2,60}}?{words('made_backed')})?(?:{GAP}(?!{words('and')})\w{{2,20}}){{0,2}}?"
    rf"{GAP}{words('proposal')}",
    IGNORE,
)
_OWN_PROPOSAL = re.compile(rf"{GAP}(?:{words('made')}{GAP})?{words('own_proposal')}(?!\w)")
_ON_PROPOSAL_OF = finder("on_proposal_of")
_SWEDISH_MOTION = re.compile(rf"{GAP}{words('swedish_motion')}", IGNORE)
_REQUEST_WHICH = re.compile(
    rf"{GAP}{words('request_which')}(?=,?{GAP}{words('request_linked')}{GAP}[A-ZÅÄÖ][^.;]{{2,80}}?"
    rf"(?:{words('supported', 'seconded')}))"
)
_HEADED = re.compile(
    rf"(?:^|\n){SPACE}{{0,4}}(?=[A-ZÅÄÖ])(?i:{words('counter_proposal')})(?:{SPACE}\d{{1,2}})?:{SPACE}{{0,3}}(?:\n{SPACE}{{0,4}})?"
    rf"(?:(?i:{words('member')}){SPACE})?(?=[A-ZÅÄÖ])"
)


def proposals(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    members = [person for person in people if person.title is None]
    for match in _SECONDED.finditer(text, start, end):
        yield from _seconded(text, match, members, end)
    for match in _UNDERSTOOD.finditer(text, start, end):
        yield from give(sure(persons_after(text, members, match.end(), 20)), Role.SECONDER, "seconded")
        yield from give(sure(persons_before(text, members, match.start())), Role.PROPOSER, "proposes")
    for match in _PROPOSES.finditer(text, start, end):
        if _NOT_WHAT.match(text, match.end()) or _IN_MOTION.search(text, match.end(), match.end() + 70):
            continue
        inserted = _inserted(text, match.start(), start)
        before = sure(persons_before(text, members, inserted or match.start()))[-3:]
        if before and _UNDERSTOOD_LAST.search(text, max(start, before[0].start - 60), before[0].start):
            continue  # "A, understödd av ledamoten B föreslog": who is named last seconds
        if not (_SURELY.search(match.group()) or _WHAT.search(text, match.end(), match.end() + 120)):
            # Whatever it is that is proposed: then who does must be named in full, or begin the sentence.
            done = _DONE.search(text, match.end(), match.end() + 60)
            done = None if _HAPPENS.search(text, match.end(), match.end() + 60) else done
            if not (done or _PROPOSES_ONLY.search(match.group())) or _IN_MOTION.search(text, start, end):
                continue
            before = [p for p in before if p.full or p.start == start or (done and surely_named([p]))]
        yield from give(before, Role.PROPOSER, "proposes")
    for match in _PROPOSES_NEXT.finditer(text, start, end):
        said = sure(persons_after(text, members, match.end(), 25))[:1]
        if said and _THAT.match(text, said[0].end):
            yield from give(said, Role.PROPOSER, "proposes")
    for match in _SECONDS.finditer(text, start, end):
        yield from give(sure(persons_before(text, members, match.start())), Role.SECONDER, "seconds")
    for pattern in (_SECONDS_WHOM, _SECONDS_WHAT):
        for match in pattern.finditer(text, start, end):
            before = [
                p for p in persons_before(text, members, match.start()) if not _A_PROPOSAL.search(p.written)
            ]
            yield from give(sure(before), Role.SECONDER, "seconds")
    for match in _WHOSE.finditer(text, start, end):
        yield from give(sure(persons_before(text, members, match.start()))[-1:], Role.PROPOSER, "proposes")
    for match in _WHICH_SECONDED.finditer(text, start, end):
        yield from give(sure(persons_before(text, members, match.start())), Role.SECONDER, "seconds")
    for match in _SECONDED_BY.finditer(text, start, end):
        by = sure(persons_after(text, members, match.end(), 30))
        if by and not _COUNTED.search(text, match.end(), by[0].start):
            yield from give(by, Role.SECONDER, "seconds")
    for pattern, role in ((_MADE, Role.PROPOSER), (_BACKED, Role.SECONDER)):
        for match in pattern.finditer(text, start, end):
            if _OF_IT.match(text, match.end(), end):
                row = [p for p in persons_before(text, members, match.start()) if p.written.endswith("n")]
                yield from give(sure([_out_of_genitive(p) for p in row]), role, "made")
    yield from _requested(text, start, end, members)
    for match in _OWN_PROPOSAL.finditer(text, start, end):
        owner = [
            p for p in persons_before(text, members, match.start())[-1:] if p.full and " " in (p.name or "")
        ]
        yield from give([p for p in owner if p.written.endswith("n")], Role.PROPOSER, "proposes")


def _requested(text: str, start: int, end: int, members: Sequence[Mention]) -> Iterator[Found[Person]]:
    """Who proposed what was done: "på förslag av Ek", "på Nina Eks förslag", "Kallion esityksestä"."""
    for match in _ON_PROPOSAL_OF.finditer(text, start, end):
        yield from give(sure(persons_after(text, members, match.end(), 12)), Role.PROPOSER, "requested")
    for person in (p for p in members if p.full):
        if person.written.endswith("s") and _SWEDISH_MOTION.match(text, person.end, end):
            name = out_of_swedish_genitive(person.written)
            yield from give(sure([replace(person, name=name)]), Role.PROPOSER, "requested")
    for match in _REQUEST_WHICH.finditer(text, start, end):
        row = [p for p in persons_before(text, members, match.start()) if p.written.endswith("n")]
        yield from give(sure([_out_of_genitive(p) for p in row]), Role.PROPOSER, "requested")


def _inserted(text: str, at: int, floor: int) -> int | None:
    """Where words between commas begin that stand right before a verb and tell of support.

    "A, understödd av B, föreslog", "A, jota B ja C kannattivat, esitti": who proposes stands before them.
    """
    if text[:at].rstrip()[-1:] != ",":
        return None
    closing = text.rindex(",", 0, at)
    opening = text.rfind(",", max(floor, closing - _LONGEST_INSERTED), closing)
    while opening >= 0:
        if _INSERTED.match(text, opening, closing):
            return opening
        opening = text.rfind(",", max(floor, closing - _LONGEST_INSERTED), opening)
    return None


def _seconded(
    text: str, match: re.Match[str], people: Sequence[Mention], end: int
) -> Iterator[Found[Person]]:
    """ "Elo Männikön ym. kannattamana teki …": the genitive seconds, who stands before it proposes."""
    row = persons_before(text, people, match.start(), side_by_side=True)
    if not row:
        return
    seconders = [row[-1]]
    proposer: Mention | None = None
    verb = _VERB_BEFORE.search(text, max(0, row[0].start - 20), row[0].start)
    if verb:
        seconders = row
        before = persons_before(text, people, verb.start())
        proposer = before[-1] if before else None
        row = []
    for person in reversed(row[:-1]):
        if CONNECTED.search(text, person.end, seconders[0].start):
            seconders.insert(0, person)
        else:
            proposer = person
            break
    last = seconders[0]
    parts = last.written.split()
    if (
        proposer is None
        and verb is None
        and len(parts) == 2
        and not is_initial(parts[0])
        and len((last.name or "").split()) == 2
        and not is_given_name(parts[0])
    ):
        # Two surnames side by side: "Elo Männikön", "Lundqvistin Laaksosen".
        cut = last.start + text[last.start : last.end].index(parts[0]) + len(parts[0])
        second = text.index(parts[1], cut)
        proposer = Mention(last.start, cut, base_surname(parts[0]), full=False, written=parts[0])
        seconders[0] = Mention(second, last.end, base_surname(parts[1]), full=False, written=parts[1])
    if proposer is None and verb is None:
        right = persons_after(text, people, match.end(), 3)
        proposer = right[0] if right else None
    seconders = [_out_of_genitive(person) for person in seconders]
    yield from give(sure(seconders), Role.SECONDER, "seconded")
    if proposer is not None:
        yield from give(sure([proposer]), Role.PROPOSER, "proposes")


def _out_of_genitive(person: Mention) -> Mention:
    """A person whom the sentence puts in the genitive: "Vuorelman kannattamana" is Vuorelma's support."""
    written = person.written.split()
    if (
        not person.name
        or not written
        or not written[-1].endswith("n")
        or person.name.split()[-1] != written[-1]
    ):
        return person
    name = [*person.name.split()[:-1], base_surname(written[-1], oblique=True)]
    return replace(person, name=" ".join(name))


def proposals_under_headings(text: str) -> Iterator[Found[Person]]:
    """ "Vastaehdotus:" on a line, then "Given Surname: what is proposed"."""
    for match in _HEADED.finditer(text):
        stop = text.find(":", match.end(), match.end() + 60)
        if stop > 0:
            people = [person for person in read_list(text, match.end(), stop) if person.name]
            yield from give(people[:1], Role.PROPOSER, "proposes")
