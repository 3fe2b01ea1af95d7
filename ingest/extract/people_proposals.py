"""Who proposes something else than what was put before the body, and who seconds it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role
from ingest.extract.enumerations import CONNECTED, GAP, IGNORE, give, persons_after, persons_before, sure
from ingest.extract.found import Found
from ingest.extract.mentions import Mention
from ingest.extract.name_forms import base_surname, is_given_name, is_initial
from ingest.extract.names import SPACE
from ingest.extract.person_lists import read_list

_SECONDED = re.compile(
    rf"(?:{GAP}ym\.|{GAP}m\.fl\.)?{GAP}(?:kannattama(?:na|nä)|kannattamina|tukemana)(?!\w)", IGNORE
)
_UNDERSTOOD = re.compile(
    rf"(?:understödd{GAP}av|understöddes{GAP}av|med{GAP}understöd{GAP}av|understödda{GAP}av)(?!\w)", IGNORE
)
_UNDERSTOOD_LAST = re.compile(
    _UNDERSTOOD.pattern + rf"(?:{GAP}(?:ledamoten|ledamot|ersättaren|fullmäktigeledamoten))?{GAP}\Z", IGNORE
)
_PROPOSES = re.compile(
    rf"{GAP}(?:ehdotti|esitti|ehdottivat|esittivät|föreslog|lade{GAP}fram{GAP}(?:ett|följande|som){GAP}\w{{0,12}}förslag|teki(?:vät)?{GAP}(?:seuraav\w{{1,5}}{GAP}|kokouksessa{GAP}|ja{GAP})?(?:\w{{0,16}}ehdotu\w{{1,6}}|\w{{0,12}}esity\w{{1,6}}))(?!\w)"
)
_PROPOSES_OUTRIGHT = re.compile(
    r"ehdotti|föreslog|lade\s+fram", IGNORE
)  # presenting is "esitti" too, these are not
_WHAT = re.compile(
    r"että|seuraav|muutos|muute|hyväksyttävä|pöydälle|palau|lisättäv|lisätään|hylät|poistett|uudelleen|ehdotu|jätetään|vastaesity|att|bordlägg|återremi|valittavaksi|valitaan|lisäys|poisto|palkaksi|korotu|vähenn|rajau|(?:edustaja|jäsene|puheenjohtaja|nime|hinna|määrä)\w*ksi",
    IGNORE,
)
_NOT_WHAT = re.compile(
    rf"{GAP}(?:eriävä|kiito|kysymy|terveh|(?:valtuusto)?aloit\w*(?!\w)(?!{GAP}(?:hyväksy|hylkä|hylät|palaut|lähet|käsitt))|pöytäkirjalausuma|selvity|katsau|toivomuksen)",
    IGNORE,
)
_IN_MOTION = re.compile(
    rf"jättämässään|aloitteessaan|(?<!\w)aloitteessa(?!\w)|(?<!\w)i{GAP}(?:sin{GAP})?\w{{0,20}}motion(?:en)?(?!\w)",
    IGNORE,
)
_SECONDS = re.compile(
    rf"{GAP}(?:kannatti|kannattivat|understödde)(?!\w)(?:{GAP}[^\W\d_][\w:-]{{0,30}}){{0,4}}?{GAP}(?:\w{{0,16}}ehdotus\w{{0,6}}|\w{{0,12}}esitys\w{{0,6}}|\w{{0,16}}ehdotu\w{{1,6}}|\w{{0,12}}esity\w{{1,6}}|förslag\w{{0,3}})",
    IGNORE,
)
# "Aino Kallio kannatti Haapasuota", "… kannatti Haapasuon esitystä"
_SECONDS_WHOM = re.compile(
    rf"{GAP}(?:kannatti|kannattivat|tuki|tukivat|understödde)(?={GAP}(?:(?:jäsen|valtuutettu)\w*{GAP})?[A-ZÅÄÖ][\w-]{{2,30}}(?:{GAP}[A-ZÅÄÖ][\w-]{{2,30}})?{GAP}?(?:[.,;]|{GAP}\w{{0,16}}(?:ehdotu|esity|förslag)))"
)
_SECONDS_WHAT = re.compile(
    rf"{GAP}(?:kannatti|kannattivat|tuki|tukivat|understödde)(?={GAP}(?:palautu|pöydällepan|hylkää|hylkäy|lisäy|muuto|poist|äänesty|återremi|bordlägg|avslag)\w{{0,12}}{GAP}?[.,;])"
)
_WHICH_SECONDED = re.compile(
    rf"(?<=\w){GAP}(?:kannatti|kannattivat|understödde)(?=(?:{GAP}\w{{2,30}}sti)?"
    rf"(?:{GAP}(?:häntä|tätä|sitä|näitä|heitä|detta|honom|henne|det))?(?:{GAP}?[.,;]|$))",
    IGNORE,
)
# "Under diskussionen föreslog Aino Kallio att …", "Keskustelussa ehdotti Aino Kallio, että …"
_PROPOSES_NEXT = re.compile(rf"(?<!\w)(?:ehdotti|esitti|föreslog){GAP}(?=(?:[a-zåäö]{{3,20}}{GAP})?[A-ZÅÄÖ])")
_THAT = re.compile(
    rf",?{GAP}(?:att|että)(?!\w)|,?{GAP}(?:[A-ZÅÄÖ][\w-]+{GAP}){{1,3}}(?:kannattamana|tukemana)"
)
_WHOSE = re.compile(
    rf",{GAP}(?:jonka|joiden){GAP}(?:\w{{1,20}}{GAP}){{0,2}}(?:\w{{0,16}}ehdotu|\w{{0,12}}esity)\w{{1,6}}"
)
# Between who proposes and who seconds: "A ehdotti B:n kannattamana", "A oli B:n kannattamana ehdottanut"
_VERB_BEFORE = re.compile(
    rf"{GAP}(?:ehdotti|ehdottivat|esitti|esittivät|teki|tekivät|oli|olivat|on|ovat){GAP}\Z"
)
_SECONDED_BY = re.compile(
    rf"(?<!\w)(?:fick{GAP}understöd|understöddes){GAP}av(?!\w)|"
    rf"(?<!\w)(?:häntä|heitä|sitä|tätä|\w{{0,12}}esitystä|\w{{0,16}}ehdotusta){GAP}(?:kannatti(?:vat)?|tuki(?:vat)?)(?!\w)|"
    rf"(?<!\w)kannattaji(?:a|na){GAP}(?:oli(?:vat)?|toimi(?:vat)?)(?!\w)|(?<!\w)kannattajana{GAP}(?:oli|toimi)(?!\w)|"
    rf"(?:ehdotu\w{{1,5}}|esity\w{{1,5}}|förslag\w{{0,4}}){GAP}(?:kannatti|kannattivat|understöddes{GAP}av)(?!\w)",
    IGNORE,
)
_A_THING = re.compile(r"ehdotu|esity", IGNORE)  # "Ponsiehdotusta kannatti …"
_COUNTED = re.compile(r"[,\d]|jäsentä|ääntä|valtuutettua|ledamöter(?!na)|röster")  # how many, not who
# "pöydälle Kallion tekemästä ja Niemen kannattamasta ehdotuksesta"
_MADE = re.compile(rf"{GAP}(?:tekemä|esittämä|ehdottama)\w{{0,5}}(?!\w)")
_BACKED = re.compile(rf"{GAP}(?:kannattama|tukema)(?!na|nä|lla)\w{{0,4}}(?!\w)")
_A_PROPOSAL = re.compile(
    rf"(?:{GAP}(?:ja|sekä){GAP}[^.;,]{{2,60}}?(?:kannattama|tukema)\w{{0,5}})?(?:{GAP}(?!(?:ja|sekä)(?!\w))\w{{2,20}}){{0,2}}?"
    rf"{GAP}(?:\w{{0,16}}ehdotu|\w{{0,12}}esity)\w{{1,6}}",
    IGNORE,
)
_OWN_PROPOSAL = re.compile(
    rf"{GAP}(?:tekemä\w{{0,4}}{GAP}|esittämä\w{{0,4}}{GAP})?(?:(?:vasta|muutos|lisäys|palautus|pöydällepano|poisto|hylkäys)?ehdotu\w{{1,6}}|(?:vasta|muutos|lisäys|palautus|pöydällepano|poisto|hylkäys)esity\w{{1,6}}|esityksestä)(?!\w)"
)
_HELSINKI = re.compile(
    rf"(?:^|\n){SPACE}{{0,4}}(?:Vastaehdotus|Palautusehdotus|Pöydällepanoehdotus|Muutosehdotus|Lisäysehdotus|Hylkäysehdotus|Vastaesitys|Motförslag)(?:{SPACE}\d{{1,2}})?:{SPACE}{{0,3}}(?:\n{SPACE}{{0,4}})?(?:(?i:jäsen|valtuutettu|ledamot(?:en)?){SPACE})?(?=[A-ZÅÄÖ])"
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
        before = sure(persons_before(text, members, match.start()))[-3:]
        if before and _UNDERSTOOD_LAST.search(text, max(start, before[0].start - 60), before[0].start):
            continue  # "A, understödd av ledamoten B föreslog": who is named last seconds
        if not (
            "ehdotu" in match.group() or _WHAT.search(text, match.end(), min(len(text), match.end() + 120))
        ):
            # Whatever it is that is proposed: then who does must be named in full, or begin the sentence.
            if not _PROPOSES_OUTRIGHT.match(match.group().strip()) or _IN_MOTION.search(text, start, end):
                continue
            before = [p for p in before if p.full or p.start == start]
        if not any(_UNDERSTOOD.search(text, *between) for between in _inserted(text, match.start())):
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
                p for p in persons_before(text, members, match.start()) if not _A_THING.search(p.written)
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
            if _A_PROPOSAL.match(text, match.end(), end):
                row = [p for p in persons_before(text, members, match.start()) if p.written.endswith("n")]
                yield from give(sure([_out_of_genitive(p) for p in row]), role, "made")
    for match in _OWN_PROPOSAL.finditer(text, start, end):
        owner = [
            p for p in persons_before(text, members, match.start())[-1:] if p.full and " " in (p.name or "")
        ]
        yield from give([p for p in owner if p.written.endswith("n")], Role.PROPOSER, "proposes")


def _inserted(text: str, at: int) -> list[tuple[int, int]]:
    """The words between commas right before a verb: "A, understödd av B, föreslog"."""
    if text[:at].rstrip()[-1:] != ",":
        return []
    closing = text.rindex(",", 0, at)
    opening = text.rfind(",", max(0, closing - 80), closing)
    return [(opening, closing)] if opening >= 0 else []


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
    words = last.written.split()
    if (
        proposer is None
        and verb is None
        and len(words) == 2
        and not is_initial(words[0])
        and len((last.name or "").split()) == 2
        and not is_given_name(words[0])
    ):
        # Two surnames side by side: "Elo Männikön", "Lundqvistin Laaksosen".
        cut = last.start + text[last.start : last.end].index(words[0]) + len(words[0])
        second = text.index(words[1], cut)
        proposer = Mention(last.start, cut, base_surname(words[0]), full=False, written=words[0])
        seconders[0] = Mention(second, last.end, base_surname(words[1]), full=False, written=words[1])
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
    words = [*person.name.split()[:-1], base_surname(written[-1], oblique=True)]
    return replace(person, name=" ".join(words))


def proposals_under_headings(text: str) -> Iterator[Found[Person]]:
    """ "Vastaehdotus:" on a line, then "Given Surname: what is proposed"."""
    for match in _HELSINKI.finditer(text):
        stop = text.find(":", match.end(), match.end() + 60)
        if stop > 0:
            people = [person for person in read_list(text, match.end(), stop) if person.name]
            yield from give(people[:1], Role.PROPOSER, "proposes")
