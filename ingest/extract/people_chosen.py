"""People whom a sentence elects or appoints: inspectors, officers, contact persons, chairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role
from corpus.registry.titles import find_titles, title_base
from ingest.extract.enumerations import (
    IGNORE,
    fully_named,
    give,
    persons_after,
    persons_before,
    sure,
    surely_named,
)
from ingest.extract.found import Found
from ingest.extract.mentions import Mention, mentions, title_text, with_genitive
from ingest.extract.name_forms import is_given_name
from ingest.extract.names import SPACE
from ingest.extract.wording import FEW, GAP, finder, listed, words

INSPECTORS = re.compile(
    rf"{finder('checks_minutes').pattern}|(?<!\w){words('checkers_headed')}(?={SPACE}?:)", IGNORE
)
_IN_TURN = finder("checks_in_turn")
_ACTS_AS_CHECKER = finder("acts_as_checker", flags=0)
_ELECTS = finder("elects")
_TO_BE = re.compile(r"(?<!\w)((?:[^\W\d_]|-){3,40}?)(i?)ks(?:i(?:en|een)?|een|ensa|ensä)(?!\w)")
_NOT_ELECTED = finder("chosen_no_person")
_OFFICE_ENDS = listed("elected_office_ends")
_BARE_TITLES = listed("bare_title")
_OFFICE_BEFORE = re.compile(rf"(?<!\w)(?P<office>{words('elected_office')}){SPACE}{{1,2}}$", IGNORE)
_TO_OFFICE = re.compile(
    rf"(?<!\w){words('elected_to')}{SPACE}(?P<office>{words('elected_office', 'elected_director')})", IGNORE
)
_TO = re.compile(rf"{GAP}(?:[a-zåäö]{{2,20}}{GAP})?{words('elected_to')}{GAP}", IGNORE)
_AS_SPARE = re.compile(rf"{GAP}{words('elected_to')}{GAP}(?P<office>{words('elected_as_deputy')})", IGNORE)
_ONE_OF_SEVERAL = finder("elects_one_of_several")
_IN_PLACE_OF = finder("in_place_of")
_IN_PLACE = finder("in_place")
_SUCCEEDED = re.compile(rf"{GAP}{words('succeeded')}", IGNORE)
_SUCCEEDS = re.compile(rf"(?<!\w){words('succeeds')}{GAP}(?:{words('member')}{GAP})?\Z", IGNORE)
CONTACT = re.compile(
    rf"{finder('contact_person').pattern}"
    rf"|(?<!\w){words('contact_persons')}(?={GAP}(?:(?!{words('not')})\w{{4,20}}{GAP})?{words('are')})",
    IGNORE,
)
_CONTACT_IS = re.compile(rf"{GAP}(?:\w{{4,20}}{GAP})?{words('are')}{GAP}")
_ACTS_AS_CONTACT = finder("acts_as_contact", flags=0)
_HAS_BEEN = re.compile(rf"(?<!\w){words('has')}{GAP}{FEW}{words('been')}", IGNORE)
_IS_CONTACT = re.compile(rf"{GAP}{words('is_contact')}", IGNORE)
_IS_DEPUTY = re.compile(rf"{GAP}{words('is_deputy')}", IGNORE)
_GOES_ON = re.compile(rf"(?:{GAP}\w{{3,20}})?{GAP}{words('goes_on')}{GAP}(?=[A-ZÅÄÖ])")
_SENT = finder("delegate")
_OF_NETWORK = finder("of_network")
_NEAR_NETWORK = 400  # characters before a sentence on its delegate
_SENT_SPARE = finder("deputy_delegate")
_HIS_DEPUTY = finder("stands_in_for_him")
_DEPUTY = finder("deputy_contact")
_WITH_DEPUTY = re.compile(rf"(?<!\w){words('with')}{GAP}[^.;]{{3,80}}?{GAP}{words('as_deputy')}")
_AS_OFFICER = rf"(?:(?P<chair>{words('as_chair')})|{words('as_secretary')})"
_CHAIRED = re.compile(rf"(?<!\w){_AS_OFFICER}{GAP}{FEW}{words('acted')}", IGNORE)
_ALSO_SECRETARY = re.compile(
    rf"(?<!\w){words('as_secretary')}{GAP}(?=[A-ZÅÄÖ]|[a-zåäö]{{2,40}}{GAP}[A-ZÅÄÖ])"
)
_CHAIRS = re.compile(rf"{GAP}{words('acted')}{GAP}{FEW}{_AS_OFFICER}", IGNORE)
_SIGNED = re.compile(
    rf"(?<![\w-])(?:(?P<chair>(?i:{words('chair')}))|(?i:{words('secretary')})){SPACE}{{1,3}}(?=[A-ZÅÄÖ])"
)


def _officer(match: re.Match[str]) -> Role:
    return Role.CHAIR if match.group("chair") else Role.SECRETARY


def chairs(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    for match in _CHAIRED.finditer(text, start, end):
        first = fully_named(persons_after(text, people, match.end(), 30))[:1]
        yield from give(first, _officer(match), "chaired")
    for match in _CHAIRS.finditer(text, start, end):
        last = fully_named(persons_before(text, people, match.start()))[-1:]
        yield from give(last, _officer(match), "chaired")
    for match in _ALSO_SECRETARY.finditer(text, start, end):
        first = fully_named(persons_after(text, people, match.end(), 3))[:1]
        yield from give(first, Role.SECRETARY, "chaired")
    signed = [(match, _officer(match)) for match in _SIGNED.finditer(text, start, end)]
    if len({role for _, role in signed}) == 2 and end - start < 250:  # signatures name both
        for match, role in signed:
            yield from give(persons_after(text, people, match.end(), 3)[:1], role, "signed")


def inspectors(
    text: str, cue: re.Match[str], start: int, end: int, people: Sequence[Mention]
) -> Iterator[Found[Person]]:
    verb = _ELECTS.search(text, start, end)
    at = max(cue.end(), verb.end()) if verb and verb.start() < cue.end() + 60 else cue.end()
    chosen = surely_named(persons_after(text, people, at, 80))
    if not chosen and verb:
        chosen = surely_named(persons_after(text, people, verb.end(), 60)) or sure(
            persons_before(text, people, verb.start())
        )
    # Right after the cue or its verb surnames may have any shape.
    chosen = max(chosen, sure(persons_after(text, people, at, 3)), key=len)
    if not chosen:
        if verb is None:
            return
        chosen = surely_named(persons_before(text, people, cue.start()))
    in_turn = _IN_TURN.match(cue.group()) or text[cue.end() : cue.end() + 1] == ":"
    if verb is None and not in_turn and not _ACTS_AS_CHECKER.search(text, start, end):
        return  # the sentence says when and where the minutes are checked, not by whom
    yield from give([replace(p, title=None) for p in chosen], Role.INSPECTOR, "inspectors")
    spare = _IN_PLACE_OF.search(text, start, end)
    if spare and chosen:
        yield from give(
            surely_named(persons_after(text, people, max(spare.end(), chosen[-1].end), 40)),
            Role.DEPUTY,
            "inspectors",
        )


def elected(
    text: str, start: int, end: int, people: Sequence[Mention], *, bare: bool
) -> Iterator[Found[Person]]:
    """Whom a sentence elects; ``bare`` also takes those beside its verb by their surnames alone."""
    verb = _ELECTS.search(text, start, end)
    if verb is None or _NOT_ELECTED.search(text, start, end):
        return
    to_be = [match for match in _TO_BE.finditer(text, start, end) if _office(match)]
    chosen = [
        person
        for person in people
        if person.start >= verb.end()
        and person.full
        and " " in (person.name or "")
        and not _is_succeeded(text, person)
    ]
    if not chosen:
        if bare and (row := _beside(text, people, verb)):
            yield from give([replace(p, title=None) for p in row], Role.ELECTED, "elected")
            return
        if to_be and (row := _by_surname(text, people, verb, to_be)):
            yield from give(row, Role.ELECTED, "elected")
            return
        chosen = fully_named(persons_before(text, people, verb.start()))
        office = next((match for match in to_be if match.start() >= verb.start()), None)
        if office is None:
            if _TO.match(text, verb.end()):  # "Nina Ek valdes till ny ordförande"
                named = [p for p in chosen if p.full and is_given_name((p.name or "").split(" ")[0])]
                yield from give([replace(p, title=None) for p in named], Role.ELECTED, "elected")
            return
        yield from give([replace(p, title=_office(office)) for p in chosen], Role.ELECTED, "elected")
        return
    direct = persons_after(text, people, verb.end(), 45)
    if not to_be and not direct and not _ONE_OF_SEVERAL.match(verb.group()):
        return
    swedish = list(_TO_OFFICE.finditer(text, start, end))
    for person in chosen:
        before = [match for match in to_be if match.end() <= person.start]
        title = _office(before[-1]) if before else None
        till = [match for match in swedish if match.end() <= person.start]
        if till:
            title = till[-1].group("office").lower()
        spare = list(_IN_PLACE.finditer(text, verb.end(), person.start))
        if spare and (not before or spare[-1].start() > before[-1].start()):
            title = None
        if spare_of := _AS_SPARE.match(text, person.end):
            title = spare_of.group("office").lower()
        office = _OFFICE_BEFORE.search(text, max(verb.end(), person.start - 40), person.start)
        if office:
            title = office.group("office").lower()
        yield from give([replace(person, title=person.title or title)], Role.ELECTED, "elected")


def _beside(text: str, people: Sequence[Mention], verb: re.Match[str]) -> list[Mention]:
    """The enumeration right behind a verb, or else right before it."""
    return sure(persons_after(text, people, verb.end(), 3)) or sure(
        persons_before(text, people, verb.start())
    )


def _by_surname(
    text: str, people: Sequence[Mention], verb: re.Match[str], to_be: Sequence[re.Match[str]]
) -> list[Mention]:
    """Those elected to offices by surname: "Puheenjohtajaksi valittiin Kallio ja sihteeriksi Salo"."""
    offices = {match.end(): _office(match) for match in to_be}
    result = []
    for at in sorted({verb.end(), *(end for end in offices if end > verb.end())}):
        title = next((offices[end] for end in sorted(offices, reverse=True) if end <= at), None)
        row = sure(persons_after(text, people, at, 2))
        result += [replace(person, title=title) for person in row if title]
    return list({person.start: person for person in result}.values())


def _is_succeeded(text: str, person: Mention) -> bool:
    """Whether somebody else follows the person: "Aino Kallion tilalle", "myönsi Aino Kallolle eron"."""
    return bool(
        _SUCCEEDED.match(text, person.end) or _SUCCEEDS.search(text, max(0, person.start - 40), person.start)
    )


def _office(match: re.Match[str]) -> str | None:
    """The office of a translative: "puheenjohtajaksi" → "puheenjohtaja", "jäseniksi" → "jäsen"; else None."""
    stem, plural = match.group(1).lower(), match.group(2)
    if stem.endswith(("jäsen", "jäsene")):
        return stem[: stem.index("jäsen")] + "jäsen"
    if plural and stem.endswith("j"):
        stem += "a"
    office = stem.removesuffix("kö") + "kkö" if stem.endswith("ikö") else stem
    if office.endswith(_OFFICE_ENDS):
        return office
    return title_base(match.group())


def contacts(text: str, start: int, end: int) -> Iterator[Found[Person]]:
    """Contact persons who are appointed: "yhteyshenkilöksi nimetään kaupunginjohtaja ja varahenkilöksi …"."""
    cue = CONTACT.search(text, start, end)
    if cue is None:
        yield from _delegates(text, start, end)
        return
    if not (_ELECTS.search(text, start, end) or _ACTS_AS_CONTACT.search(text, start, end)):
        return
    if _HAS_BEEN.search(text, start, end) and not _ELECTS.search(text, start, end):
        return  # who was the contact
    if owned := _IS_CONTACT.search(text, start, end):
        # "förvaltningsdirektören är kommunens kontaktperson och utvecklingschef Nina Ek hennes ersättare"
        spare = _IS_DEPUTY.search(text, owned.end(), end)
        yield from give(_persons_or_titles(text, start, owned.start())[-1:], Role.CONTACT, "contact")
        if spare:
            second = _persons_or_titles(text, owned.end(), spare.start())[-1:]
            yield from give(second, Role.DEPUTY_CONTACT, "deputy-contact")
        return
    deputy = _DEPUTY.search(text, cue.end(), end)
    if beside := _WITH_DEPUTY.search(text, cue.end(), end):
        yield from give(_persons_or_titles(text, cue.end(), beside.start()), Role.CONTACT, "contact")
        second = _persons_or_titles(text, beside.start(), beside.end())
        yield from give(second, Role.DEPUTY_CONTACT, "deputy-contact")
        return
    stop = deputy.start() if deputy else end
    first = _persons_or_titles(text, cue.end(), stop)
    if _CONTACT_IS.match(text, cue.end(), end):
        first = first[:1] if first and first[0].start - cue.end() < 25 else []
        if not first:
            return
    if not first and (goes_on := _GOES_ON.match(text, cue.end())):
        first = sure(persons_after(text, mentions(text, goes_on.end(), stop, lone=True), goes_on.end(), 3))
    if not first:
        first = _persons_or_titles(text, max(start, cue.start() - 120), cue.start())
    yield from give(first, Role.CONTACT, "contact")
    if deputy:
        yield from give(_persons_or_titles(text, deputy.end(), end), Role.DEPUTY_CONTACT, "deputy-contact")


def _delegates(text: str, start: int, end: int) -> Iterator[Found[Person]]:
    """ "nimetä tapaamisiin talousjohtajan ja hänen varalleen sivistysjohtajan": offices who keep in touch."""
    verb = _ELECTS.search(text, start, end)
    sent = _SENT.search(text, start, end)
    spare = _SENT_SPARE.search(text, sent.end(), end) if sent and verb else None
    if sent and spare:
        first = _persons_or_titles(text, sent.end(), spare.start())
        second = _persons_or_titles(text, spare.end(), end)
        if first and second and not any(person.name for person in (*first, *second)):
            yield from give(first, Role.CONTACT, "contact")
            yield from give(second, Role.DEPUTY_CONTACT, "deputy-contact")
        return
    deputy = _HIS_DEPUTY.search(text, verb.end(), end) if verb else None
    if sent and verb and deputy is None and _OF_NETWORK.search(text, max(0, start - _NEAR_NETWORK), end):
        first = _persons_or_titles(text, sent.end(), end)
        if first and not any(person.name for person in first):
            yield from give(first, Role.CONTACT, "contact")  # who represents in a network keeps in touch
        return
    if verb is None or deputy is None or any(map(_office, _TO_BE.finditer(text, start, end))):
        return
    first = _persons_or_titles(text, verb.end(), deputy.start())
    second = _persons_or_titles(text, deputy.end(), end)
    if first and second and not any(person.name for person in (*first, *second)):
        yield from give(first, Role.CONTACT, "contact")
        yield from give(second, Role.DEPUTY_CONTACT, "deputy-contact")


def _persons_or_titles(text: str, start: int, end: int) -> list[Mention]:
    """Persons, or titles that stand for them, in a clause."""
    people = [person for person in mentions(text, start, end) if person.name]
    taken = [(person.start, person.end) for person in people]
    for title in find_titles(text[start:end]):
        first, last = start + title.start, start + title.end
        if not any(begin < last and first < stop for begin, stop in taken):
            told = title_text(title)
            if title.base in _BARE_TITLES:
                first, told = with_genitive(text, start, first, title) or (first, told)
            people.append(Mention(first, last, None, told))
    return sorted(people, key=lambda person: person.start)
