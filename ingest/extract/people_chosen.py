"""People whom a sentence elects or appoints: inspectors, officers, contact persons, chairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role
from corpus.registry.titles import find_titles, title_base
from ingest.extract.enumerations import (
    GAP,
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
from ingest.extract.names import SPACE

INSPECTORS = re.compile(
    rf"(?<!\w)(?:pöytäkirjan{SPACE}?tarkasta(?:j\w{{1,8}}|vat|a)|tarkastaj(?:iksi|aksi)|protokolljustera\w{{1,5}}|justerar(?:e|na)|justeras(?={SPACE}{{1,3}}av{SPACE})|tarkastusvuoro\w{{0,4}}|tarkastajat(?={SPACE}?:))(?!\w)",
    IGNORE,
)
_IS = re.compile(r"(?<!\w)(?:ovat|olivat|oli|on|toimi\w*|är|var)(?!\w)")
_ELECTS = re.compile(
    rf"(?<!\w)(?:valittiin|valitaan|valitsi|valitsee|valita|valituksi{GAP}(?:tuli(?:vat)?|tulee|tulevat)|määrättiin|määrätään|määräsi|määrää|määrätä|asetettiin|asetetaan|asetti|asettaa|nimettiin|nimetään|nimesi|nimeää|nimetä|valdes|väljs|valde|väljer|välja|utsågs|utses|utsåg|utser|förordnades|förordnas|förordnar)(?!\w)",
    IGNORE,
)
_TO_BE = re.compile(r"(?<!\w)((?:[^\W\d_]|-){3,40}?)(i?)ksi(?:en|een)?(?!\w)")
_NOT_ELECTED = re.compile(
    r"urakoitsija|toimittaja(?:ksi|iksi)|palveluntuottaja|tarjou|hankin|hinnal|konsultiksi|vuokralaiseksi|ostajaksi",
    IGNORE,
)
_OFFICE_BEFORE = re.compile(
    rf"(?<!\w)(?P<office>(?:henkilökohtainen{SPACE})?varajäsen|(?:vice{SPACE}|vice)?ordförande|ledamot|ersättare){SPACE}{{1,2}}$",
    IGNORE,
)
_TILL = re.compile(
    rf"(?<!\w)(?:till|som){SPACE}(?P<office>(?:vice{SPACE}|vice)?ordförande|ledamot|ersättare|[a-zåäö]{{2,20}}direktör)(?!\w)",
    IGNORE,
)
_AS_SPARE = re.compile(rf"{GAP}som{GAP}(?P<office>(?:personlig{GAP})?ersättare)(?!\w)", IGNORE)
_SWEDISH_VERB = re.compile(r"v[aä]l|utså|utse", IGNORE)
_VARALLE = re.compile(
    r"(?<!\w)(?:varalle(?:en|nsa)?|varajäsene?ksi|varajäseniksi|varatarkastaj\w{1,6}|varahenkil\w{1,8}|ersättare)(?!\w)",
    IGNORE,
)
CONTACT = re.compile(
    r"(?<!\w)[^\W\d_]{0,30}(?:yhdys|yhteys)henkilö(?:ksi|iksi|nä|inä)(?!\w)|(?<!\w)kontaktperson(?:er)?(?!\w)"
    rf"|(?<!\w)(?:yhdys|yhteys)henkilö(?:nä|inä|t)?(?={GAP}(?:(?!ei)\w{{4,20}}{GAP})?(?:on|ovat)(?!\w))",
    IGNORE,
)
_CONTACT_IS = re.compile(rf"{GAP}(?:\w{{4,20}}{GAP})?(?:on|ovat){GAP}")
_HAS_BEEN = re.compile(
    rf"(?<!\w)(?:on|ovat|oli|har){GAP}(?:\w{{1,20}}{GAP}){{0,2}}?(?:toiminut|toimineet|ollut|olleet|varit)(?!\w)",
    IGNORE,
)
_IS_CONTACT = re.compile(
    rf"{GAP}är{GAP}(?:kommunens|stadens|\w{{0,20}}nätverkets){GAP}kontaktperson(?!\w)", IGNORE
)
_IS_DEPUTY = re.compile(rf"{GAP}(?:hans|hennes|dennes){GAP}(?:ersättare|suppleant|vikarie)(?!\w)", IGNORE)
_GOES_ON = re.compile(rf"(?:{GAP}\w{{3,20}})?{GAP}(?:jatkaa|jatkavat|toimii|on){GAP}(?=[A-ZÅÄÖ])")
_SENT = re.compile(r"(?<![\w-])edustaja(?:ksi|kseen)(?!\w)", IGNORE)
_OF_NETWORK = re.compile(r"verkosto|hankkee|nätverk|projekti", IGNORE)
_NEAR_NETWORK = 400  # characters before a sentence on its delegate
_SENT_SPARE = re.compile(r"(?<![\w-])varaedustaja(?:ksi|kseen)(?!\w)", IGNORE)
_HIS_DEPUTY = re.compile(rf"(?<!\w)(?:hänen|heidän){GAP}varalle(?:en|nsa)(?!\w)", IGNORE)
_DEPUTY = re.compile(
    r"(?<!\w)(?:(?:(?:hänen|heidän)\s+)?(?:estyneenä\s+ollessaan|ollessaan\s+estyn\w{2,4}|poissa\s?ollessaan|poissaolonsa\s+aikana|estyttyään)"
    r"|vid\s+(?:hans|hennes|dennes)?\s*förhinder|i\s+(?:hans|hennes|dennes)\s+frånvaro"
    r"|(?:hänen|heidän)\s+sijaise(?:naan|kseen|nsa)|sijaise(?:ksi|na)|vara(?:yhteys|yhdys)?henkilö(?:ksi|kseen|iksi|ikseen|nsa|nsä|nä|nään|inä|inään)?"
    r"|vara(?:lla|lle(?:en|nsa)?)|vara(?:jäsene|miehe|edustaja)(?:ksi|kseen|nä|na)|ersättare|suppleant|vikarie|ställföreträdare|vara(?:yhdys|yhteys)henkilö\w{0,5})(?!\w)",
    IGNORE,
)
_WITH_DEPUTY = re.compile(rf"(?<!\w)med{GAP}[^.;]{{3,80}}?{GAP}som{GAP}(?:ersättare|suppleant|vikarie)(?!\w)")
_CHAIRED = re.compile(
    rf"(?<!\w)(?P<role>puheenjohtaja|sihteeri|pöytäkirjanpitäjä|pöytäkirjan{GAP}pitäjä)n[aä]{GAP}(?:\w{{1,20}}{GAP}){{0,5}}?toimi(?!\w)",
    IGNORE,
)
_ALSO_SECRETARY = re.compile(
    rf"(?<!\w)(?:sihteerinä|pöytäkirjanpitäjänä){GAP}(?=[A-ZÅÄÖ]|[a-zåäö]{{2,40}}{GAP}[A-ZÅÄÖ])"
)
_CHAIRS = re.compile(
    rf"{GAP}toimi{GAP}(?:\w{{1,20}}{GAP}){{0,4}}?(?P<role>puheenjohtaja|sihteeri|pöytäkirjanpitäjä)n[aä](?!\w)",
    IGNORE,
)
_SIGNED = re.compile(
    rf"(?<![\w-])(?P<role>[Pp]uheenjohtaja|[Pp]öytäkirjanpitäjä|[Ss]ihteeri|[Oo]rdförande|[Ss]ekreterare|[Pp]rotokollförare){SPACE}{{1,3}}(?=[A-ZÅÄÖ])"
)


def chairs(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    for match in _CHAIRED.finditer(text, start, end):
        role = Role.CHAIR if match.group("role").lower().startswith("puheen") else Role.SECRETARY
        yield from give(fully_named(persons_after(text, people, match.end(), 30))[:1], role, "chaired")
    for match in _CHAIRS.finditer(text, start, end):
        role = Role.CHAIR if match.group("role").lower().startswith("puheen") else Role.SECRETARY
        yield from give(fully_named(persons_before(text, people, match.start()))[-1:], role, "chaired")
    for match in _ALSO_SECRETARY.finditer(text, start, end):
        yield from give(
            fully_named(persons_after(text, people, match.end(), 3))[:1], Role.SECRETARY, "chaired"
        )
    signed = [
        (
            match,
            Role.CHAIR if match.group("role").lower() in ("puheenjohtaja", "ordförande") else Role.SECRETARY,
        )
        for match in _SIGNED.finditer(text, start, end)
    ]
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
        chosen = surely_named(persons_after(text, people, verb.end(), 60)) or surely_named(
            persons_before(text, people, verb.start())
        )
    # Right after the cue or its verb surnames may have any shape.
    chosen = max(chosen, sure(persons_after(text, people, at, 3)), key=len)
    if not chosen:
        if verb is None:
            return
        chosen = surely_named(persons_before(text, people, cue.start()))
    said = cue.group().lower()
    in_turn = (
        said.startswith("tarkastusvuoro")
        or said.endswith(("tarkastavat", "tarkastaa", "tarkastajiksi", "justeras"))  # a verb, or one left out
        or text[cue.end() : cue.end() + 1] == ":"
    )
    if verb is None and not in_turn and not _IS.search(text, start, end):
        return  # the sentence says when and where the minutes are checked, not by whom
    yield from give([replace(p, title=None) for p in chosen], Role.INSPECTOR, "inspectors")
    spare = _VARALLE.search(text, start, end)
    if spare and chosen:
        yield from give(
            surely_named(persons_after(text, people, max(spare.end(), chosen[-1].end), 40)),
            Role.DEPUTY,
            "inspectors",
        )


def elected(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    verb = _ELECTS.search(text, start, end)
    if verb is None or _NOT_ELECTED.search(text, start, end):
        return
    to_be = [match for match in _TO_BE.finditer(text, start, end) if _office(match)]
    chosen = [
        person
        for person in people
        if person.start >= verb.end() and person.full and " " in (person.name or "")
    ]
    if not chosen:
        chosen = fully_named(persons_before(text, people, verb.start()))
        office = next((match for match in to_be if match.start() >= verb.start()), None)
        if office is None:
            return
        yield from give([replace(p, title=_office(office)) for p in chosen], Role.ELECTED, "elected")
        return
    direct = persons_after(text, people, verb.end(), 45)
    if not to_be and not direct and not _SWEDISH_VERB.match(verb.group()):
        return
    swedish = list(_TILL.finditer(text, start, end))
    for person in chosen:
        before = [match for match in to_be if match.end() <= person.start]
        title = _office(before[-1]) if before else None
        till = [match for match in swedish if match.end() <= person.start]
        if till:
            title = till[-1].group("office").lower()
        spare = [
            m for m in _VARALLE.finditer(text, verb.end(), person.start) if m.group().lower() == "varalle"
        ]
        if spare and (not before or spare[-1].start() > before[-1].start()):
            title = None
        if spare_of := _AS_SPARE.match(text, person.end):
            title = spare_of.group("office").lower()
        office = _OFFICE_BEFORE.search(text, max(verb.end(), person.start - 40), person.start)
        if office:
            title = office.group("office").lower()
        yield from give([replace(person, title=person.title or title)], Role.ELECTED, "elected")


def _office(match: re.Match[str]) -> str | None:
    """The office of a translative: "puheenjohtajaksi" → "puheenjohtaja", "jäseniksi" → "jäsen"; else None."""
    stem, plural = match.group(1).lower(), match.group(2)
    if stem.endswith(("jäsen", "jäsene")):
        return stem[: stem.index("jäsen")] + "jäsen"
    if plural and stem.endswith("j"):
        stem += "a"
    for ending in (
        "puheenjohtaja",
        "edustaja",
        "tarkastaja",
        "johtaja",
        "sihteeri",
        "päällikö",
        "valvoja",
        "hoitaja",
        "rehtori",
        "hallituksen",
        "tilintarkastaja",
    ):
        if stem.endswith(ending):
            return stem if ending != "päällikö" else stem[: -len(ending)] + "päällikkö"
    base = title_base(match.group())
    return base


def contacts(text: str, start: int, end: int) -> Iterator[Found[Person]]:
    """Contact persons who are appointed: "yhteyshenkilöksi nimetään kaupunginjohtaja ja varahenkilöksi …"."""
    cue = CONTACT.search(text, start, end)
    if cue is None:
        yield from _delegates(text, start, end)
        return
    if not (
        _ELECTS.search(text, start, end)
        or re.search(r"toimi|jatka|on |ovat |esitetään|är|fungerar", text[start:end])
    ):
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
            words = title_text(title)
            if title.base in ("johtaja", "päällikkö", "sihteeri", "esihenkilö", "asiantuntija"):
                first, words = with_genitive(text, start, first, title) or (first, words)
            people.append(Mention(first, last, None, words))
    return sorted(people, key=lambda person: person.start)
