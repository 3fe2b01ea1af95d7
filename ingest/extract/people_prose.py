"""People whom sentences put into a role: heard, disqualified, dissenting, proposing, seconding.

Those elected and appointed are in people_chosen.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role
from corpus.registry.titles import find_title_at
from ingest.extract.enumerations import (
    CONNECTED,
    GAP,
    IGNORE,
    fully_named,
    give,
    out_of_partitive,
    persons_after,
    persons_before,
    sure,
)
from ingest.extract.found import Found
from ingest.extract.mentions import Mention, mentions
from ingest.extract.name_forms import base_surname, is_given_name, is_initial
from ingest.extract.names import SPACE
from ingest.extract.people_chosen import INSPECTORS, chairs, contacts, elected, inspectors
from ingest.extract.people_rules import rules
from ingest.extract.person_lists import read_list
from ingest.extract.sentences import sentences

_LONGEST = 1_500  # characters of a sentence that are read

_HEARD_LEFT = re.compile(
    rf"(?<!\w)(?:esitteli(?:vät)?|selosti(?:vat)?|alusti(?:vat)?|selvitti(?:vät)?|kertoi(?:vat)?|(?:oli(?:vat)?|kävi(?:vät)?){GAP}(?:\w{{1,20}}{GAP}){{0,4}}?"
    rf"(?:kuultava(?:na|nä|ina)|asiantuntija(?:na|nä)|asiantuntijoina|esittelemässä|selostamassa|selvittämässä|alustamassa)|"
    rf"presenterade|redogjorde|föredrog|hördes{GAP}som{GAP}sakkunnig)(?!\w)",
    IGNORE,
)
_HEARD_RIGHT = re.compile(
    rf"(?<!\w)(?:kuultava(?:na|ina){GAP}(?:\w{{1,20}}{GAP}){{0,3}}?(?:oli(?:vat)?|kuultiin)|kuultiin{GAP}asiantuntija(?:na|nä|ina)|kuultiin{GAP}asiantuntijoina|asiantuntija(?:na|ina){GAP}(?:\w{{1,20}}{GAP}){{0,3}}?"
    rf"(?:kuultiin|oli(?:vat)?|toimi(?:vat)?)|asiantuntijoina{GAP}(?:\w{{1,20}}{GAP}){{0,3}}?(?:kuultiin|oli(?:vat)?|toimi(?:vat)?)|[Aa]siaa{GAP}(?:\w{{1,20}}{GAP})?(?:esitteli(?:vät)?|selosti(?:vat)?|selvitti(?:vät)?|oli(?:vat)?{GAP}esittelemässä)|som{GAP}sakkunniga?{GAP}hördes)(?!\w)",
    IGNORE,
)
_HEARD_OBJECT = re.compile(rf"{GAP}(?:kuullaan|kuultaisiin|kuultiin|kuulla)(?!\w)")
_HEARD_ONLY = re.compile(rf"(?:Kokouksessa{GAP}k|(?<![^\s.(])K)uultiin{GAP}")
_ONCE = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}\.(?:19|20)\d\d")  # what was told on another day
_HEARD_NOT = re.compile(r"(?<!\w)(?:esityksen|aloitteensa|ehdotuksensa)(?!\w)", IGNORE)

_JAV = re.compile(
    r"(?<!\w)(?:esteelli(?:nen|senä|seksi|sinä|syytensä|syydestään|syyten|syyden|siä|set|siksi)|jääviksi|jäävinä"
    r"|jäävä?si|itsensä jääviksi|jävi?g\w{0,3}|jäv)(?!\w)",
    IGNORE,
)
_JAV_VERB = re.compile(
    r"(?<!\w)(?:ilmoitt|osallistun|poistu|oli|olivat|totes|todett|katso|vetäyty|anmälde|avlägsnade|var|jäväsi|jääväsi|jääväsivät)",
    IGNORE,
)
_NOT_TAKING_PART = re.compile(
    rf"(?:{GAP}\([^()\n]{{2,60}}\))?{GAP}(?:ei|eivät){GAP}osallistu\w{{2,4}}{GAP}(?:tämän{GAP})?(?:asian{GAP}käsittelyyn|päätöksentekoon)",
    IGNORE,
)
_JAV_SELF = re.compile(r"(?<!\w)(?:jääväsi|jääväsivät)(?!\w)", IGNORE)
_NEGATED = re.compile(
    r"(?<!\w)(?:ei|eivät|inte|icke)(?!\w)(?:\s+(?:ole|ollut|olleet|katsottu|todettu|katsonut|är|var))?\s+(?:\w+\s+){0,2}?(?:esteelli|jääv|jäv)",
    IGNORE,
)
_NO = re.compile(r"(?<!\w)(?:ei|eivät|inte|icke)(?![\w-])", IGNORE)

_DISSENT = re.compile(
    r"(?<!\w)(?:eriävä[nt]?|eriävät|avvikande)"
    + GAP
    + r"(?:mielipi\w{2,9}|kannanot\w{2,6}|åsikt\w{0,3}|mening)",
    IGNORE,
)
_DISSENT_VERB = re.compile(
    r"(?<!\w)(?:jätti|jättivät|jätt|ilmoitt|esitti|esittivät|merkit|kirja|lämnade|anmälde|reserverade)",
    IGNORE,
)
# In a body before this one, which the item only tells of.
_ELSEWHERE = re.compile(
    rf"{GAP}(?:\w{{1,20}}{GAP}){{0,2}}\w*(?:lautakunnassa|jaostossa|johtokunnassa|toimikunnassa|i{GAP}\w*nämnden|i{GAP}\w*sektionen)",
    IGNORE,
)
_RESERVED = re.compile(r"(?<!\w)reserverade" + GAP + r"sig(?!\w)", IGNORE)

_SECONDED = re.compile(
    rf"(?:{GAP}ym\.|{GAP}m\.fl\.)?{GAP}(?:kannattama(?:na|nä)|kannattamina|tukemana)(?!\w)", IGNORE
)
_UNDERSTOOD = re.compile(
    rf"(?:understödd{GAP}av|understöddes{GAP}av|med{GAP}understöd{GAP}av|understödda{GAP}av)(?!\w)", IGNORE
)
_PROPOSES = re.compile(
    rf"{GAP}(?:ehdotti|esitti|ehdottivat|esittivät|föreslog|teki(?:vät)?{GAP}(?:seuraav\w{{1,5}}{GAP}|kokouksessa{GAP}|ja{GAP})?(?:\w{{0,16}}ehdotu\w{{1,6}}|\w{{0,12}}esity\w{{1,6}}))(?!\w)"
)
_WHAT = re.compile(
    r"että|seuraav|muutos|muute|hyväksyttävä|pöydälle|palau|lisättäv|lisätään|hylät|poistett|uudelleen|ehdotu|jätetään|vastaesity|att|bordlägg|återremi|valittavaksi|valitaan",
    IGNORE,
)
_NOT_WHAT = re.compile(
    rf"{GAP}(?:eriävä|kiito|kysymy|terveh|aloit|valtuustoaloit|pöytäkirjalausuma|selvity|katsau|toivomuksen)",
    IGNORE,
)
_IN_MOTION = re.compile(r"jättämässään|aloitteessaan|(?<!\w)aloitteessa(?!\w)", IGNORE)
_SECONDS = re.compile(
    rf"{GAP}(?:kannatti|kannattivat|understödde)(?!\w)(?:{GAP}[^\W\d_][\w:-]{{0,30}}){{0,4}}?{GAP}(?:\w{{0,16}}ehdotus\w{{0,6}}|\w{{0,12}}esitys\w{{0,6}}|\w{{0,16}}ehdotu\w{{1,6}}|\w{{0,12}}esity\w{{1,6}}|förslag\w{{0,3}})",
    IGNORE,
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
    rf"(?<!\w)kannattaji(?:a|na){GAP}(?:oli(?:vat)?|toimi(?:vat)?)(?!\w)|(?<!\w)kannattajana{GAP}(?:oli|toimi)(?!\w)|"
    rf"(?:ehdotu\w{{1,5}}|esity\w{{1,5}}|förslag\w{{0,4}}){GAP}(?:kannatti|kannattivat|understöddes{GAP}av)(?!\w)",
    IGNORE,
)
_OWN_PROPOSAL = re.compile(
    rf"{GAP}(?:tekemä\w{{0,4}}{GAP}|esittämä\w{{0,4}}{GAP})?(?:vasta|muutos|lisäys|palautus|pöydällepano|poisto)?ehdotu\w{{1,6}}(?!\w)"
)
_HELSINKI = re.compile(
    rf"(?:^|\n){SPACE}{{0,4}}(?:Vastaehdotus|Palautusehdotus|Pöydällepanoehdotus|Muutosehdotus|Lisäysehdotus|Hylkäysehdotus|Vastaesitys|Motförslag)(?:{SPACE}\d{{1,2}})?:{SPACE}{{0,3}}\n{SPACE}{{0,4}}(?=[A-ZÅÄÖ])"
)
# What a sentence must hold for a rule to be tried on it, in lower case: a search for these costs least.
_CUES = {
    "heard": ("esitte", "selost", "selvit", "alust", "kerto", "kuult", "kuull", "asiantunt", "redogj",
              "föredr", "presenter", "hörd", "sakkunn"),
    "disqualified": ("esteel", "jääv", "jäv", "osallistu"),
    "dissent": ("eriäv", "avvikande", "reserver"),
    "chairs": ("puheenjohtaja", "sihteeri", "pöytäkirjan", "ordförande", "sekreterare", "protokollför"),
    "inspectors": ("tarkast", "protokoll", "justera"),
    "elected": ("vali", "nime", "vald", "välj", "valde", "utse", "utså"),
    "contacts": ("henkilö", "kontaktperson", "varalle", "edustaja"),
    "proposals": ("kannat", "tukema", "understö", "ehdot", "esitt", "esity", "teki", "föreslog", "förslag"),
}  # fmt: skip
_SWEDISH = re.compile(r"(?<!\w)(?:och|att|av|som|till|för)(?!\w)")


_CUE_AT_START = re.compile(
    r"(?:Esteel|Jääv|Eriäv|Kannat|Ehdot|Esity|Esitt|Esitel|Valit|Nimet|Asiant|Kuult|Kuulta|Pöytäk|Pöydä|Tarkast|Muutose|Vastae|Palaut|"
    r"Läsnä|Poist|Merki|Todet|Päät|Hyväk|Käsit|Avvik|Protok|Understö|Reserv|Till|Beslut|Förslag)"
)


def prose_people(text: str, reasons: Sequence[tuple[int, int]] = ()) -> Iterator[Found[Person]]:
    """All persons whom a sentence of ``text`` gives a role.

    Within ``reasons`` (spans of the grounds) nobody proposes or seconds: they tell what others once did.
    """
    for begin, end in sentences(text):
        start = _after_speaker(text, begin, end)
        end = min(end, start + _LONGEST)
        words = text[start:end].lower()
        cues = frozenset(rule for rule, signs in _CUES.items() if any(sign in words for sign in signs))
        if not cues:
            continue
        in_reasons = any(first <= start < last for first, last in reasons)
        yield from _sentence(text, start, end, cues, in_reasons, bool(_SWEDISH.search(words)))
    yield from _helsinki(text)


def _after_speaker(text: str, start: int, end: int) -> int:
    """Where a sentence begins that stands under "Förslag Kommundirektör Aino Kallio": on the next line."""
    line_end = text.find("\n", start, min(end, start + 120))
    heading = rules().proposals.match(text, start) if line_end > 0 else None
    title = find_title_at(text, heading.end() + 1) if heading else None
    return line_end + 1 if title and title.end < line_end else start


def _sentence(
    text: str, start: int, end: int, cues: frozenset[str], in_reasons: bool, swedish: bool
) -> Iterator[Found[Person]]:
    if "contacts" in cues:
        found = list(contacts(text, start, end))
        if found:
            yield from found
            return
    people = [
        person
        for person in mentions(text, start, end, lone=True, inflected=not swedish)
        if person.full or not _CUE_AT_START.match(person.written)
    ]
    if not people:
        return
    if "heard" in cues:
        yield from _heard(text, start, end, people)
    if "disqualified" in cues:
        yield from _disqualified(text, start, end, people)
    if "dissent" in cues:
        yield from _dissent(text, start, end, people)
    if "chairs" in cues:
        yield from chairs(text, start, end, people)
    checked = INSPECTORS.search(text, start, end) if "inspectors" in cues else None
    if checked:
        yield from inspectors(text, checked, start, end, people)
    elif "elected" in cues:
        yield from elected(text, start, end, people)
    if "proposals" in cues and not in_reasons:
        yield from _proposals(text, start, end, people)


def _heard(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    for match in _HEARD_LEFT.finditer(text, start, end):
        if not _HEARD_NOT.search(text, match.end(), min(end, match.end() + 60)) and not _ONCE.search(
            text, match.end(), min(end, match.end() + 90)
        ):
            yield from give(fully_named(persons_before(text, people, match.start())), Role.EXPERT, "heard")
    for match in _HEARD_OBJECT.finditer(text, start, end):
        heard = [p for p in persons_before(text, people, match.start()) if p.full and p.title]
        yield from give([out_of_partitive(p) for p in heard], Role.EXPERT, "heard")
    told = _HEARD_ONLY.search(text, start, end)
    if told:
        heard = persons_after(text, people, told.end(), 3)
        yield from give([out_of_partitive(p) for p in heard if p.title and p.full], Role.EXPERT, "heard")
    for match in _HEARD_RIGHT.finditer(text, start, end):
        heard = fully_named(persons_after(text, people, match.end()))
        if "kuultiin" in match.group():
            heard = [out_of_partitive(person) for person in heard]
        yield from give(heard, Role.EXPERT, "heard")


def _disqualified(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    kept_out = _NOT_TAKING_PART.search(text, start, end)
    if kept_out:
        yield from give(
            sure(persons_before(text, people, kept_out.start())), Role.DISQUALIFIED, "disqualified"
        )
        return
    match = _JAV.search(text, start, end)
    own = _JAV_SELF.search(text, start, end)
    left = sure(persons_before(text, people, own.start())) if own else []
    if left:
        yield from give(left, Role.DISQUALIFIED, "disqualified")
        return
    if not match or not _JAV_VERB.search(text, start, end) or _NEGATED.search(text, start, match.end()):
        return
    verb = _JAV_VERB.search(text, start, end)
    left = sure(persons_before(text, people, verb.start())) if verb else []
    if not left:
        left = sure(persons_before(text, people, match.start()))
    if not left:
        left = sure(persons_after(text, people, max(match.end(), verb.end() if verb else 0), 40))
    if not left:
        left = [person for person in people if person.full and person.end <= match.start()][:6]
    yield from give(left, Role.DISQUALIFIED, "disqualified")


def _dissent(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    reserved = _RESERVED.search(text, start, end)
    match = _DISSENT.search(text, start, end) or reserved
    if (
        not match
        or _ELSEWHERE.match(text, match.end())
        or not _DISSENT_VERB.search(text, start, end)
        or _NO.search(text, max(start, match.start() - 60), match.start())
    ):
        return
    verb = _DISSENT_VERB.search(text, start, end)
    found = sure(persons_before(text, people, verb.start())) if verb else []
    if not found:
        found = sure(persons_before(text, people, match.start()))
    if not found:
        found = sure(
            persons_after(
                text, people, max(match.end(), verb.end() if verb and verb.start() > match.end() else 0), 50
            )
        )
    if not found:
        found = [person for person in people if person.full][:8]
    yield from give(found, Role.DISSENTER, "dissent")


def _proposals(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    members = [person for person in people if person.title is None]
    for match in _SECONDED.finditer(text, start, end):
        yield from _seconded(text, match, members, end)
    for match in _UNDERSTOOD.finditer(text, start, end):
        yield from give(sure(persons_after(text, members, match.end(), 20)), Role.SECONDER, "seconded")
        yield from give(sure(persons_before(text, members, match.start())), Role.PROPOSER, "proposes")
    for match in _PROPOSES.finditer(text, start, end):
        if (
            _NOT_WHAT.match(text, match.end()) or _IN_MOTION.search(text, match.end(), match.end() + 70)
        ) or not (
            "ehdotu" in match.group() or _WHAT.search(text, match.end(), min(len(text), match.end() + 120))
        ):
            continue
        if not any(_UNDERSTOOD.search(text, *between) for between in _inserted(text, match.start())):
            yield from give(
                sure(persons_before(text, members, match.start()))[-3:], Role.PROPOSER, "proposes"
            )
    for match in _PROPOSES_NEXT.finditer(text, start, end):
        said = sure(persons_after(text, members, match.end(), 25))[:1]
        if said and _THAT.match(text, said[0].end):
            yield from give(said, Role.PROPOSER, "proposes")
    for match in _SECONDS.finditer(text, start, end):
        yield from give(sure(persons_before(text, members, match.start())), Role.SECONDER, "seconds")
    for match in _WHOSE.finditer(text, start, end):
        yield from give(sure(persons_before(text, members, match.start()))[-1:], Role.PROPOSER, "proposes")
    for match in _WHICH_SECONDED.finditer(text, start, end):
        yield from give(sure(persons_before(text, members, match.start())), Role.SECONDER, "seconds")
    for match in _SECONDED_BY.finditer(text, start, end):
        yield from give(sure(persons_after(text, members, match.end(), 30)), Role.SECONDER, "seconds")
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


def _helsinki(text: str) -> Iterator[Found[Person]]:
    """ "Vastaehdotus:" on a line, then "Given Surname: what is proposed"."""
    for match in _HELSINKI.finditer(text):
        stop = text.find(":", match.end(), match.end() + 60)
        if stop > 0:
            people = [person for person in read_list(text, match.end(), stop) if person.name]
            yield from give(people[:1], Role.PROPOSER, "proposes")
