"""People in an official role: who presented, prepared, was heard, left as disqualified, proposed, dissented.

Only a label, a title or a phrase of the office makes a Person; private persons in prose stay text.
An earlier body's handling quoted in the item (sections with role ``history``) gives none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from corpus.records import Person, Role, Section, SectionRole
from corpus.registry.titles import find_title_at, is_title, title_base
from ingest.extract.found import Found
from ingest.extract.mentions import Mention, mentions, name_at, title_text
from ingest.extract.names import SPACE
from ingest.extract.people_prose import prose_people
from ingest.extract.person_lists import read_list

_LOOK = 400  # characters of a line that are looked at: a whole page may stand on one line
_LEAD = re.compile(rf"(?:{SPACE}|[#*•▪●·\-–]{SPACE}?){{0,12}}")
_AFTER_LABEL = re.compile(rf"(?:{SPACE}|[:•▪●·*–\t-]){{0,20}}")
_WORD = re.compile(r"[^\W\d_][\w-]{0,40}")
_DECIDES = re.compile(
    r"(?<!\w)(?:päättää|ehdottaa|esittää|päätetään|esitetään|ehdotetaan|beslutar|föreslår)(?!\w)"
)
_OWNED = re.compile(
    rf"(?P<words>esitys|ehdotus|päätösehdotus|päätösesitys|muutettu{SPACE}\w{{5,14}}|förslag|beslutsförslag){SPACE}{{0,3}}(?::|\n|$)",
    re.IGNORECASE,
)
_DATED_COLON = re.compile(
    rf"{SPACE}{{0,3}}(?P<date>\d{{1,2}}\.\d{{1,2}}\.\d{{4}})?{SPACE}{{0,3}}:{SPACE}{{0,3}}(?=\n|$)"
)
_BOTH = re.compile(
    rf"{SPACE}{{0,3}}(?:ja|/|,|och){SPACE}{{0,3}}(?:esittelijä|valmistelija|föredragande|beredare)(?!\w)",
    re.IGNORECASE,
)
_SEND = re.compile(
    r"(?:Lähetä (?:viesti|sähköposti)|Ota yhteyttä|Soita|Skicka (?:meddelande|e-post)|Kontakta"
    r"|puh\b|puh\.|tel\.|\+358|0\d{1,2}[ -]?\d{3})|[\w.+-]{1,64}(?:@|\(at\)|\(a\))",
    re.IGNORECASE,
)
_DECISION_LINE = re.compile(
    rf"{SPACE}{{0,8}}(?:Päätös|PÄÄTÖS|Päätökseni|Beslut){SPACE}{{0,8}}:?{SPACE}{{0,8}}$"
)
_DECIDED = re.compile(rf"{SPACE}(?:päätti|päätän|on päättänyt|päättää|beslöt|beslutade|beslutar)(?!\w)")


@dataclass(frozen=True)
class _Rules:
    labels: re.Pattern[str]
    roles: dict[str, Role]
    proposals: re.Pattern[str]
    between: frozenset[str]
    private: frozenset[str]


@cache
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_name("people.toml").read_text(encoding="utf-8"))
    roles: dict[str, Role] = {}
    for entry in data["label"]:
        for word in entry["words"]:
            roles[_key(word)] = Role(entry["role"])
    return _Rules(
        labels=_alternation([word for entry in data["label"] for word in entry["words"]]),
        roles=roles,
        proposals=_alternation(data["proposal_headings"]),
        between=frozenset(data["between"]),
        private=frozenset(data["private"]),
    )


def _alternation(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(set(words), key=len, reverse=True)
    first_any_case = [
        rf"(?:{re.escape(word[0])}){re.escape(word[1:])}".replace(r"\ ", rf"{SPACE}{{1,3}}")
        for word in ordered
    ]
    upper = [re.escape(word.upper()).replace(r"\ ", rf"{SPACE}{{1,3}}") for word in ordered]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(first_any_case + upper)})(?![\w-])")


def _key(word: str) -> str:
    return re.sub(rf"{SPACE}+", " ", word).lower()


@dataclass(frozen=True)
class _Line:
    start: int
    end: int

    def words(self, text: str) -> str:
        return text[self.start : self.end]


def find_people(text: str, sections: Sequence[Section] = ()) -> list[Found[Person]]:
    """The persons of one item in order of appearance, each once per role.

    ``sections`` are the item's, with offsets into ``text``; without any, the text's own labels must do. A
    person's place is the name with the title that stands beside it.
    """
    found: list[Found[Person]] = []
    history = [(section.start, section.end) for section in sections if section.role is SectionRole.HISTORY]
    lines = _lines(text)
    bounds = sorted({section.start for section in sections})
    found += _labelled(text, bounds)
    found += _proposal_heads(text, lines)
    found += _presenter_lines(text, lines)
    found += _network_contacts(text, lines)
    found += _decision_makers(text, lines)
    reasons = [(section.start, section.end) for section in sections if section.role is SectionRole.REASONS]
    found += prose_people(text, reasons)
    found = [person for person in found if not any(start <= person.start < end for start, end in history)]
    return _distinct(text, found)


def _lines(text: str) -> list[_Line]:
    lines = []
    start = 0
    for part in text.split("\n"):
        lead = _LEAD.match(part)
        skip = lead.end() if lead else 0
        body = part[skip:].rstrip()
        if body:
            lines.append(_Line(start + skip, start + skip + len(body)))
        start += len(part) + 1
    return lines


def _person(mention: Mention, role: Role, rule: str) -> Found[Person]:
    person = Person(name=mention.name, title=mention.title, role=role, organisation=mention.organisation)
    return Found(mention.start, mention.end, person, rule)


def _labelled(text: str, bounds: Sequence[int]) -> Iterator[Found[Person]]:
    rules = _rules()
    matches = list(rules.labels.finditer(text))
    proposals = [match.start() for match in rules.proposals.finditer(text)]
    stops = sorted({*bounds, *(match.start() for match in matches), *proposals, len(text)})
    position = 0
    for match in matches:
        role = rules.roles[_key(match.group())]
        line_start = text.rfind("\n", max(0, match.start() - 200), match.start()) + 1
        at_start = not text[line_start : match.start()].strip(" \t\u00a0\u2009\u202f#*•▪●·-–0123456789.")
        while position < len(stops) and stops[position] <= match.start():
            position += 1
        stop = stops[position] if position < len(stops) else len(text)
        if stop <= match.end():
            stop = next((s for s in stops[position:] if s > match.end()), len(text))
        both = _BOTH.match(text, match.end(), stop + 1)
        begin, organisation = _skip_between(text, match.end(), stop)
        people = read_list(text, begin, stop, bare_titles=at_start)
        if not at_start:
            sure = bool(people) and people[0].start - begin <= 3
            people = [person for person in people if sure and _is_sure(text, person, role)]
        if role in (Role.DISSENTER, Role.DISQUALIFIED, Role.INSPECTOR, Role.SECONDER):
            people = [person for person in people if person.name]
        for person in people:
            if organisation and person.organisation is None:
                person = replace(person, organisation=organisation)
            yield _person(person, role, f"people:{role.value}-label")
            if both and role in (Role.PREPARER, Role.PRESENTER):
                other = Role.PRESENTER if role is Role.PREPARER else Role.PREPARER
                yield _person(person, other, f"people:{other.value}-label")


def _is_sure(text: str, person: Mention, role: Role) -> bool:
    """Whether a person after a label in the middle of a line is one: it has a title, or a way to reach it."""
    if not person.name:
        return False
    if person.title or role is not Role.CONTACT:
        return bool(person.title)
    reach = _SEND.search(text, person.end, person.end + 8)
    return bool(person.organisation or reach)


def _skip_between(text: str, pos: int, stop: int) -> tuple[int, str | None]:
    """Where a label's persons begin, and the organisation it names ("Yhteyshenkilöt Oukalla:")."""
    between = _rules().between
    organisation: str | None = None
    for _ in range(8):
        gap = _AFTER_LABEL.match(text, pos, stop)
        at = gap.end() if gap else pos
        word = _WORD.match(text, at, stop)
        if word is None:
            return pos, organisation
        written = word.group()
        follows = text[word.end() : word.end() + 1]
        if written in between and not is_title(written):
            pos = word.end()
        elif written[0].isupper() and written.endswith(("lla", "llä", "ssa", "ssä")) and follows == ":":
            organisation = written[:-3]
            pos = word.end()
        else:
            return pos, organisation
    return pos, organisation


def _proposal_heads(text: str, lines: Sequence[_Line]) -> Iterator[Found[Person]]:
    """ "Päätösehdotus Kaupunginjohtaja Anne …" and the same with the presenter on the next line."""
    proposals = _rules().proposals
    for index, line in enumerate(lines):
        match = proposals.match(text, line.start, min(line.end, line.start + 60))
        if match is None:
            continue
        gap = _AFTER_LABEL.match(text, match.end(), line.end)
        at = gap.end() if gap else match.end()
        end = line.end
        if at >= line.end:
            if index + 1 >= len(lines):
                continue
            at, end = lines[index + 1].start, lines[index + 1].end
        mention = _titled_at(text, at, end)
        if mention:
            yield _person(mention, Role.PRESENTER, "people:proposal-heading")


def _titled_at(text: str, at: int, end: int) -> Mention | None:
    """A title and a name at ``at``; or a title alone when it is all there is."""
    title = find_title_at(text, at)
    if title is None or title.end > end or not title.nominative or not text[at].isupper():
        return None
    gap = re.compile(rf"{SPACE}{{1,4}}").match(text, title.end, end)
    mention = name_at(text, gap.end(), end, lone=True) if gap else None
    if mention and (mention.full or not text[mention.end : end].strip(" :.\t\u00a0")):
        return replace(mention, start=at, title=title_text(title))
    if mention is None and not text[title.end : end].strip(" :.\t\u00a0"):
        return Mention(at, title.end, None, title_text(title))
    return None


def _presenter_lines(text: str, lines: Sequence[_Line]) -> Iterator[Found[Person]]:
    """Lines that are a title and a name with a colon, or a title's genitive before "esitys"."""
    for index, line in enumerate(lines):
        if not text[line.start].isupper() or line.end - line.start > _LOOK:
            continue
        title = find_title_at(text, line.start)
        if title is None or title.end > line.end:
            continue
        if not title.nominative:
            yield from _owned(text, line, title.start, title.end)
            continue
        line_text_end = line.end
        colon = text[line.end - 1] == ":"
        if owner := _named_owner(text, line, title.end):
            yield Found(
                title.start,
                owner.end,
                Person(name=owner.name, title=title_text(title), role=Role.PRESENTER),
                "people:presenter-genitive",
            )
            continue
        if colon:
            people = read_list(text, line.start, line.end)
            rest = _DATED_COLON.match(text, people[-1].end) if people else None
            if people and rest and rest.end() >= line_text_end:
                dated = rest.group("date") is not None or len(people) > 1
                role = Role.PREPARER if dated else Role.PRESENTER
                for person in people:
                    if person.name or role is Role.PRESENTER:
                        yield _person(person, role, f"people:{role.value}-line")
                continue
        mention = _titled_at(text, line.start, line.end)
        if mention is None or text[mention.end : line.end].strip(" :."):
            continue
        following = (
            text[lines[index + 1].start : lines[index + 1].end][:160] if index + 1 < len(lines) else ""
        )
        previous = text[lines[index - 1].start : lines[index - 1].end] if index else ""
        begins_proposal = bool(_rules().proposals.match(following)) and len(following) < 40
        if (begins_proposal and (colon or mention.name)) or (
            _DECIDES.search(following) and following[0].isupper() and not _DECISION_LINE.match(previous)
        ):
            yield _person(mention, Role.PRESENTER, "people:presenter-line")


def _named_owner(text: str, line: _Line, at: int) -> Mention | None:
    """The name of "Kunnanjohtaja Olli Heinon ehdotus:"."""
    gap = re.compile(rf"{SPACE}{{1,3}}").match(text, at, line.end)
    named = name_at(text, gap.end(), line.end, lone=True) if gap else None
    if gap is None or named is None:
        return None
    follow = re.compile(rf"{SPACE}{{1,3}}").match(text, named.end)
    if follow is None or not _OWNED.match(text, follow.end(), line.end + 1):
        return None
    name = next((m.name for m in mentions(text, gap.end(), named.end, lone=True)), None)
    return replace(named, name=name) if name else None


def _owned(text: str, line: _Line, start: int, end: int) -> Iterator[Found[Person]]:
    """ "Kaupunginjohtajan Olli Heinon esitys:"; without a name the heading is a body's custom, no person."""
    title = find_title_at(text, start)
    owner = _named_owner(text, line, end)
    if title is not None and owner is not None:
        person = Person(name=owner.name, title=title_text(title), role=Role.PRESENTER)
        yield Found(start, owner.end, person, "people:presenter-genitive")


def _network_contacts(text: str, lines: Sequence[_Line]) -> Iterator[Found[Person]]:
    """A name's line, a title's line and "Lähetä viesti" or an address below: how web pages show contacts."""
    for index in range(len(lines) - 2):
        line, second, third = lines[index : index + 3]
        if line.end - line.start > 60 or not text[line.start].isupper():
            continue
        if second.end - second.start > 120 or not _SEND.match(text, third.start, third.end):
            continue
        mention = name_at(text, line.start, line.end)
        if mention is None or mention.end != line.end:
            continue
        title = find_title_at(text, second.start)
        if (
            title is None
            or title.end > second.end
            or text[title.end : title.end + 1] not in ("", ",", "\n", " ", "/", "\r")
        ):
            continue
        yield _person(
            replace(mention, end=title.end, title=title_text(title)), Role.CONTACT, "people:contact-card"
        )


def _decision_makers(text: str, lines: Sequence[_Line]) -> Iterator[Found[Person]]:
    """An officeholder's own decision: "Päätös / Asuntotuotantopäällikkö päätti …" and the name under it."""
    makers: list[Found[Person]] = []
    for index, line in enumerate(lines):
        if not index or not _DECISION_LINE.match(text, lines[index - 1].start, lines[index - 1].end):
            continue
        title = find_title_at(text, line.start)
        if title is None or title.end > line.end or not title.nominative or not text[line.start].isupper():
            continue
        gap = re.compile(rf"{SPACE}{{1,3}}").match(text, title.end)
        named = name_at(text, gap.end(), line.end) if gap else None
        end = named.end if named else title.end
        if _DECIDED.match(text, end):
            person = Person(
                name=named.name if named else None, title=title_text(title), role=Role.DECISION_MAKER
            )
            makers.append(Found(line.start, end, person, "people:decides"))
    yield from makers
    officeholder = bool(makers) or re.search(
        r"Viranhaltijapäätös|VIRANHALTIJAPÄÄTÖS|Tjänsteinnehavarbeslut|(?<!\w)[Pp]äätän(?!\w)", text
    )
    if not officeholder:
        return
    for index in range(max(0, len(lines) - 8), len(lines) - 1):
        pair = lines[index], lines[index + 1]
        for name_line, title_line in (pair, pair[::-1]):
            mention = name_at(text, name_line.start, name_line.end)
            words = text[title_line.start : title_line.end]
            if (
                mention
                and mention.end == name_line.end
                and len(words) < 60
                and is_title(words)
                and title_base(words.split()[-1])
            ):
                title = find_title_at(text, title_line.start)
                if title:
                    start, end = pair[0].start, pair[1].end
                    person = Person(name=mention.name, title=title_text(title), role=Role.DECISION_MAKER)
                    yield Found(start, end, person, "people:signature")
                    return


def _distinct(text: str, found: Sequence[Found[Person]]) -> list[Found[Person]]:
    """Each person once per role, with all that is known; private persons and bare repetitions left out."""
    kept: dict[tuple[Role, str], Found[Person]] = {}
    for person in sorted(found, key=lambda f: (f.start, f.end)):
        if _is_private(text, person):
            continue
        value = person.value
        key = (value.role, (value.name or f"<{value.title}>").lower())
        known = kept.get(key)
        if known is None:
            kept[key] = person
        elif known.value.title is None and value.title is not None:
            kept[key] = replace(
                person,
                value=value.model_copy(
                    update={"organisation": value.organisation or known.value.organisation}
                ),
            )
    result = list(kept.values())
    named_titles = {(f.value.role, f.value.title) for f in result if f.value.name and f.value.title}
    names = [f.value.name for f in result if f.value.name]
    presenters = {f.value.name for f in result if f.value.role is Role.PRESENTER}
    result = [
        f
        for f in result
        if not (f.value.name is None and (f.value.role, f.value.title) in named_titles)
        and not (f.value.role is Role.EXPERT and f.value.name in presenters)
    ]
    return sorted(_surnames_told(result, names), key=lambda f: (f.start, f.end))


def _surnames_told(found: Sequence[Found[Person]], names: Sequence[str]) -> list[Found[Person]]:
    """Bare surnames given the full name, where the item names exactly one such person."""
    result: list[Found[Person]] = []
    seen: set[tuple[Role, str | None, str | None]] = set()
    for person in found:
        value = person.value
        if value.name and " " not in value.name:
            full = {name for name in names if " " in name and name.split(" ")[-1] == value.name}
            if len(full) == 1:
                value = value.model_copy(update={"name": full.pop()})
                person = replace(person, value=value)
        key = (value.role, value.name, None if value.name else value.title)
        if key not in seen:
            seen.add(key)
            result.append(person)
    return result


def _is_private(text: str, person: Found[Person]) -> bool:
    if person.value.title is not None or person.value.role in (Role.ELECTED, Role.INSPECTOR):
        return False
    match = re.compile(rf"([^\W\d_][\w-]*){SPACE}{{1,2}}$").search(
        text, max(0, person.start - 60), person.start
    )
    return bool(match and match.group(1).lower() in _rules().private)
