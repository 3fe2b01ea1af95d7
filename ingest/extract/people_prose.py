"""People whom sentences put into a role: heard, disqualified, dissenting, proposing, seconding, elected, named as contact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.records import Person, Role
from corpus.registry.titles import find_titles, title_base
from ingest.extract.found import Found
from ingest.extract.mentions import Mention, is_plausible_lone, mentions, read_list, title_text
from ingest.extract.name_forms import base_surname, is_given_name, is_surname_like
from ingest.extract.names import SPACE
from ingest.extract.sentences import sentences

_I = re.IGNORECASE
_G = r"[ \t\u00a0\u2009\u202f\n]{1,4}"
_LONGEST = 1_500  # characters of a sentence that are read

_HEARD_LEFT = re.compile(
    rf"(?<!\w)(?:esitteli(?:vät)?|selosti(?:vat)?|alusti(?:vat)?|selvitti(?:vät)?|kertoi(?:vat)?|(?:oli(?:vat)?|kävi(?:vät)?){_G}(?:\w{{1,20}}{_G}){{0,4}}?"
    rf"(?:kuultava(?:na|nä|ina)|asiantuntija(?:na|nä)|asiantuntijoina|esittelemässä|selostamassa|selvittämässä|alustamassa)|"
    rf"presenterade|redogjorde|föredrog|hördes{_G}som{_G}sakkunnig)(?!\w)",
    _I,
)
_HEARD_RIGHT = re.compile(
    rf"(?<!\w)(?:kuultava(?:na|ina){_G}(?:\w{{1,20}}{_G}){{0,3}}?(?:oli(?:vat)?|kuultiin)|kuultiin{_G}asiantuntija(?:na|nä|ina)|kuultiin{_G}asiantuntijoina|asiantuntija(?:na|ina){_G}(?:\w{{1,20}}{_G}){{0,3}}?"
    rf"(?:kuultiin|oli(?:vat)?|toimi(?:vat)?)|asiantuntijoina{_G}(?:\w{{1,20}}{_G}){{0,3}}?(?:kuultiin|oli(?:vat)?|toimi(?:vat)?)|[Aa]siaa{_G}(?:\w{{1,20}}{_G})?(?:esitteli(?:vät)?|selosti(?:vat)?|selvitti(?:vät)?|oli(?:vat)?{_G}esittelemässä)|som{_G}sakkunniga?{_G}hördes)(?!\w)",
    _I,
)
_HEARD_NOT = re.compile(r"(?<!\w)(?:esityksen|aloitteensa|ehdotuksensa)(?!\w)", _I)

_JAV = re.compile(
    r"(?<!\w)(?:esteelli(?:nen|senä|seksi|sinä|syytensä|syydestään|syyten|syyden|siä|set|siksi)|jääviksi|jäävinä|jäävä?si|itsensä jääviksi|jävi?g\w{0,3}|jäv)(?!\w)",
    _I,
)
_JAV_VERB = re.compile(
    r"(?<!\w)(?:ilmoitt|ilmoitti|poistu|oli|olivat|totes|todett|katso|vetäyty|anmälde|avlägsnade|var|jäväsi|jääväsi|jääväsivät)",
    _I,
)
_JAV_SELF = re.compile(r"(?<!\w)(?:jääväsi|jääväsivät)(?!\w)", _I)
_NEGATED = re.compile(r"(?<!\w)(?:ei|eivät|inte|icke)(?!\w)", _I)

_DISSENT = re.compile(
    r"(?<!\w)(?:eriävä[nt]?|eriävät|avvikande)"
    + _G
    + r"(?:mielipi\w{2,9}|kannanot\w{2,6}|åsikt\w{0,3}|mening)",
    _I,
)
_DISSENT_VERB = re.compile(
    r"(?<!\w)(?:jätti|jättivät|jätt|ilmoitt|esitti|esittivät|merkit|kirja|lämnade|anmälde|reserverade)", _I
)
_RESERVED = re.compile(r"(?<!\w)reserverade" + _G + r"sig(?!\w)", _I)

_SECONDED = re.compile(
    rf"(?:{_G}ym\.|{_G}m\.fl\.)?{_G}(?:kannattama(?:na|nä)|kannattamina|tukemana)(?!\w)", _I
)
_UNDERSTOOD = re.compile(
    rf"(?:understödd{_G}av|understöddes{_G}av|med{_G}understöd{_G}av|understödda{_G}av)(?!\w)", _I
)
_PROPOSES = re.compile(
    rf"{_G}(?:ehdotti|esitti|ehdottivat|esittivät|föreslog|teki(?:vät)?{_G}(?:seuraav\w{{1,5}}{_G}|kokouksessa{_G}|ja{_G})?(?:\w{{0,16}}ehdotu\w{{1,6}}|\w{{0,12}}esity\w{{1,6}}))(?!\w)"
)
_WHAT = re.compile(
    r"että|seuraav|muutos|muute|hyväksyttävä|pöydälle|palau|lisättäv|lisätään|hylät|poistett|uudelleen|ehdotu|jätetään|vastaesity|att|bordlägg|återremi|valittavaksi|valitaan",
    _I,
)
_NOT_WHAT = re.compile(
    rf"{_G}(?:eriävä|kiito|kysymy|terveh|aloit|valtuustoaloit|pöytäkirjalausuma|selvity|katsau|toivomuksen)",
    _I,
)
_SECONDS = re.compile(
    rf"{_G}(?:kannatti|kannattivat|understödde)(?!\w)(?:{_G}[^\W\d_][\w:-]{{0,30}}){{0,4}}?{_G}(?:\w{{0,16}}ehdotus\w{{0,6}}|\w{{0,12}}esitys\w{{0,6}}|\w{{0,16}}ehdotu\w{{1,6}}|\w{{0,12}}esity\w{{1,6}}|förslag\w{{0,3}})",
    _I,
)
_SECONDED_BY = re.compile(
    rf"(?:ehdotu\w{{1,5}}|esity\w{{1,5}}|förslag\w{{0,4}}){_G}(?:kannatti|kannattivat|understöddes{_G}av)(?!\w)",
    _I,
)
_OWN_PROPOSAL = re.compile(
    rf"{_G}(?:tekemä\w{{0,4}}{_G}|esittämä\w{{0,4}}{_G})?(?:vasta|muutos|lisäys|palautus|pöydällepano|poisto)?ehdotu\w{{1,6}}(?!\w)"
)
_HELSINKI = re.compile(
    rf"(?:^|\n){SPACE}{{0,4}}(?:Vastaehdotus|Palautusehdotus|Pöydällepanoehdotus|Muutosehdotus|Lisäysehdotus|Hylkäysehdotus|Vastaesitys|Motförslag)(?:{SPACE}\d{{1,2}})?:{SPACE}{{0,3}}\n{SPACE}{{0,4}}(?=[A-ZÅÄÖ])"
)

_INSPECTORS = re.compile(
    rf"(?<!\w)(?:pöytäkirjan{SPACE}?tarkasta(?:j\w{{1,8}}|vat|a)|protokolljustera\w{{1,5}}|tarkastusvuoro\w{{0,4}})(?!\w)",
    _I,
)
_ELECTS = re.compile(
    r"(?<!\w)(?:valittiin|valitaan|valitsi|valitsee|valita|nimettiin|nimetään|nimesi|nimeää|nimetä|valdes|väljs|valde|väljer|utsågs|utses|utsåg)(?!\w)",
    _I,
)
_TO_BE = re.compile(r"(?<!\w)((?:[^\W\d_]|-){3,40}?)(i?)ksi(?:en|een)?(?!\w)")
_NOT_ELECTED = re.compile(
    r"urakoitsija|toimittaja(?:ksi|iksi)|palveluntuottaja|tarjou|hankin|hinnal|konsultiksi|vuokralaiseksi|ostajaksi",
    _I,
)
_VARALLE = re.compile(
    r"(?<!\w)(?:varalle|varajäsene?ksi|varajäseniksi|varatarkastaj\w{1,6}|varahenkil\w{1,8}|ersättare)(?!\w)",
    _I,
)
_CONTACT = re.compile(
    r"(?<!\w)[^\W\d_]{0,30}(?:yhdys|yhteys)henkilö(?:ksi|iksi|nä|inä)(?!\w)|(?<!\w)kontaktperson(?:er)?(?!\w)",
    _I,
)
_DEPUTY = re.compile(
    r"(?<!\w)(?:vara(?:yhteys|yhdys)?henkilö(?:ksi|kseen|iksi|nä)?|varalle|varajäseneksi|ersättare|vara(?:yhdys|yhteys)henkilö\w{0,4})(?!\w)",
    _I,
)
_CHAIRED = re.compile(
    rf"(?<!\w)(?P<role>puheenjohtaja|sihteeri|pöytäkirjanpitäjä|pöytäkirjan{_G}pitäjä)n[aä]{_G}(?:\w{{1,20}}{_G}){{0,5}}?toimi(?!\w)",
    _I,
)
_ALSO_SECRETARY = re.compile(
    rf"(?<!\w)(?:sihteerinä|pöytäkirjanpitäjänä){_G}(?=[A-ZÅÄÖ]|[a-zåäö]{{2,40}}{_G}[A-ZÅÄÖ])"
)
_CHAIRS = re.compile(
    rf"{_G}toimi{_G}(?:\w{{1,20}}{_G}){{0,4}}?(?P<role>puheenjohtaja|sihteeri|pöytäkirjanpitäjä)n[aä](?!\w)",
    _I,
)
_SIGNED = re.compile(
    rf"(?<![\w-])(?P<role>[Pp]uheenjohtaja|[Pp]öytäkirjanpitäjä|[Ss]ihteeri|[Oo]rdförande|[Ss]ekreterare|[Pp]rotokollförare){SPACE}{{1,3}}(?=[A-ZÅÄÖ])"
)
_JOIN = re.compile(
    rf"(?:{SPACE}|\n|,|ja(?!\w)|sekä(?!\w)|och(?!\w)|samt(?!\w)|jäsen(?:et)?(?!\w)|valtuutet(?:tu|ut)(?!\w)|ledamöterna|ledamot|ym\.|\([^()\n]{{0,40}}\)|•|-(?=\s)){{1,12}}",
    _I,
)
_CUE_WORDS = re.compile(
    r"esitte|selost|selvit|alust|kerto|kuult|asiantunt|esteel|jääv|jäv|eriäv|avvikande|reserver|kannat|tukemana|understö|ehdot|esitt|esity|teki|föreslog|förslag|pöytäkirja|"
    r"protokoll|tarkastusvuoro|vali|nime|vald|välj|vale|utse|utså|henkilö|kontakt|toimi|puheenjohtaja|sihteeri|ordförande|sekreterare|redogjorde|föredrog|presenterade|sakkunnig|hörd",
    _I,
)


_CUE_AT_START = re.compile(
    r"(?:Esteel|Jääv|Eriäv|Kannat|Ehdot|Esity|Esitt|Esitel|Valit|Nimet|Asiant|Kuult|Kuulta|Pöytäk|Pöydä|Tarkast|Muutose|Vastae|Palaut|"
    r"Läsnä|Poist|Merki|Todet|Päät|Hyväk|Käsit|Avvik|Protok|Understö|Reserv|Till|Beslut|Förslag)"
)


def prose_people(text: str, reasons: Sequence[tuple[int, int]] = ()) -> Iterator[Found[Person]]:
    """All persons whom a sentence of ``text`` gives a role.

    Within ``reasons`` (spans of the grounds) nobody proposes or seconds: they tell what others once did.
    """
    for start, end in sentences(text):
        end = min(end, start + _LONGEST)
        if not _CUE_WORDS.search(text, start, end):
            continue
        in_reasons = any(first <= start < last for first, last in reasons)
        yield from _sentence(text, start, end, in_reasons)
    yield from _helsinki(text)


def _sentence(text: str, start: int, end: int, in_reasons: bool) -> Iterator[Found[Person]]:
    people = [
        person
        for person in mentions(text, start, end, lone=True)
        if person.full or not _CUE_AT_START.match(person.written)
    ]
    contact = _CONTACT.search(text, start, end)
    if contact:
        yield from _contacts(text, contact, start, end)
        return
    if not people:
        return
    yield from _heard(text, start, end, people)
    yield from _disqualified(text, start, end, people)
    yield from _dissent(text, start, end, people)
    yield from _chairs(text, start, end, people)
    inspectors = _INSPECTORS.search(text, start, end)
    if inspectors:
        yield from _inspectors(text, inspectors, start, end, people)
    else:
        yield from _elected(text, start, end, people)
    if not in_reasons:
        yield from _proposals(text, start, end, people)


def _give(
    people: Sequence[Mention], role: Role, rule: str, title: str | None = None
) -> Iterator[Found[Person]]:
    for person in people:
        value = Person(
            name=person.name, title=person.title or title, role=role, organisation=person.organisation
        )
        yield Found(person.start, person.end, value, f"people:{rule}")


# --- who stands beside a cue --------------------------------------------------------------------------------


def _before(text: str, people: Sequence[Mention], at: int, gap: int = 2) -> list[Mention]:
    """The enumeration of persons that ends right before ``at``: "A, B ja C" + cue."""
    result: list[Mention] = []
    for person in reversed(people):
        if person.end > at:
            continue
        if not result:
            between = text[person.end : at]
            if not (len(between.strip()) == 0 or _JOIN.fullmatch(between)) or (len(between) > gap + 45):
                return []
        elif not _JOIN.fullmatch(text, person.end, result[-1].start):
            break
        result.append(person)
    return result[::-1]


def _after(text: str, people: Sequence[Mention], at: int, gap: int = 60) -> list[Mention]:
    """The enumeration of persons that begins within ``gap`` characters after ``at``."""
    result: list[Mention] = []
    for person in people:
        if person.start < at:
            continue
        if not result and (person.start - at > gap):
            break
        if result and not _JOIN.fullmatch(text, result[-1].end, person.start):
            break
        result.append(person)
    return result


def _sure(people: Sequence[Mention]) -> list[Mention]:
    """Persons named in full, or by a surname that can be nothing else."""
    return [
        p
        for p in people
        if (p.full and p.name and " " in p.name) or (p.name and is_plausible_lone(p.written))
    ]


def _surely_named(people: Sequence[Mention]) -> list[Mention]:
    return [p for p in people if p.name and (" " in p.name or is_surname_like(p.name))]


def _full(people: Sequence[Mention]) -> list[Mention]:
    return [person for person in people if person.full or person.title]


# --- the roles ----------------------------------------------------------------------------------------------


def _heard(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    for match in _HEARD_LEFT.finditer(text, start, end):
        if not _HEARD_NOT.search(text, match.end(), min(end, match.end() + 60)):
            yield from _give(_full(_before(text, people, match.start())), Role.EXPERT, "heard")
    for match in _HEARD_RIGHT.finditer(text, start, end):
        yield from _give(_full(_after(text, people, match.end())), Role.EXPERT, "heard")


def _disqualified(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    match = _JAV.search(text, start, end)
    own = _JAV_SELF.search(text, start, end)
    left = _sure(_before(text, people, own.start())) if own else []
    if left:
        yield from _give(left, Role.DISQUALIFIED, "disqualified")
        return
    if not match or not _JAV_VERB.search(text, start, end) or _NEGATED.search(text, start, match.start()):
        return
    verb = _JAV_VERB.search(text, start, end)
    left = _sure(_before(text, people, verb.start())) if verb else []
    if not left:
        left = _sure(_before(text, people, match.start()))
    if not left:
        left = _sure(_after(text, people, max(match.end(), verb.end() if verb else 0), 40))
    if not left:
        left = [person for person in people if person.full and person.end <= match.start()][:6]
    yield from _give(left, Role.DISQUALIFIED, "disqualified")


def _dissent(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    reserved = _RESERVED.search(text, start, end)
    match = _DISSENT.search(text, start, end) or reserved
    if not match or not _DISSENT_VERB.search(text, start, end) or _NEGATED.search(text, start, end):
        return
    verb = _DISSENT_VERB.search(text, start, end)
    found = _sure(_before(text, people, verb.start())) if verb else []
    if not found:
        found = _sure(_before(text, people, match.start()))
    if not found:
        found = _sure(
            _after(
                text, people, max(match.end(), verb.end() if verb and verb.start() > match.end() else 0), 50
            )
        )
    if not found:
        found = [person for person in people if person.full][:8]
    yield from _give(found, Role.DISSENTER, "dissent")


def _chairs(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    for match in _CHAIRED.finditer(text, start, end):
        role = Role.CHAIR if match.group("role").lower().startswith("puheen") else Role.SECRETARY
        yield from _give(_full(_after(text, people, match.end(), 30))[:1], role, "chaired")
    for match in _CHAIRS.finditer(text, start, end):
        role = Role.CHAIR if match.group("role").lower().startswith("puheen") else Role.SECRETARY
        yield from _give(_full(_before(text, people, match.start()))[-1:], role, "chaired")
    for match in _ALSO_SECRETARY.finditer(text, start, end):
        yield from _give(_full(_after(text, people, match.end(), 3))[:1], Role.SECRETARY, "chaired")
    signed = [
        (
            match,
            Role.CHAIR if match.group("role").lower() in ("puheenjohtaja", "ordförande") else Role.SECRETARY,
        )
        for match in _SIGNED.finditer(text, start, end)
    ]
    if len({role for _, role in signed}) == 2 and end - start < 250:  # signatures name both
        for match, role in signed:
            yield from _give(_after(text, people, match.end(), 3)[:1], role, "signed")


def _inspectors(
    text: str, cue: re.Match[str], start: int, end: int, people: Sequence[Mention]
) -> Iterator[Found[Person]]:
    verb = _ELECTS.search(text, start, end)
    at = max(cue.end(), verb.end()) if verb and verb.start() < cue.end() + 60 else cue.end()
    chosen = _surely_named(_after(text, people, at, 80))
    if not chosen and verb:
        chosen = _surely_named(_after(text, people, verb.end(), 60)) or _surely_named(
            _before(text, people, verb.start())
        )
    if not chosen:
        if verb is None:
            return
        chosen = _surely_named(_before(text, people, cue.start()))
    if (
        verb is None
        and not cue.group().lower().startswith("tarkastusvuoro")
        and text[cue.end() : cue.end() + 1] != ":"
    ):
        # The minutes say who checks them, or only when and where.
        if not re.search(r"(?<!\w)(?:ovat|olivat|oli|on|toimi\w*|är|var)(?!\w)", text[start:end]):
            return
    yield from _give([replace(p, title=None) for p in chosen], Role.INSPECTOR, "inspectors")
    spare = _VARALLE.search(text, start, end)
    if spare and chosen:
        yield from _give(
            _surely_named(_after(text, people, max(spare.end(), chosen[-1].end), 40)),
            Role.DEPUTY,
            "inspectors",
        )


def _elected(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
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
        chosen = _full(_before(text, people, verb.start()))
        office = next((match for match in to_be if match.start() >= verb.start()), None)
        if office is None:
            return
        yield from _give([replace(p, title=_office(office)) for p in chosen], Role.ELECTED, "elected")
        return
    direct = _after(text, people, verb.end(), 45)
    if not to_be and not direct:
        return
    for person in chosen:
        before = [match for match in to_be if match.end() <= person.start]
        title = _office(before[-1]) if before else None
        spare = [
            m for m in _VARALLE.finditer(text, verb.end(), person.start) if m.group().lower() == "varalle"
        ]
        if spare and (not before or spare[-1].start() > before[-1].start()):
            title = None
        yield from _give([replace(person, title=person.title or title)], Role.ELECTED, "elected")


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


def _contacts(text: str, cue: re.Match[str], start: int, end: int) -> Iterator[Found[Person]]:
    """Contact persons who are appointed: "yhteyshenkilöksi nimetään kaupunginjohtaja ja varahenkilöksi …"."""
    if not (
        _ELECTS.search(text, start, end)
        or re.search(r"toimi|on |ovat |esitetään|är |fungerar", text[start:end])
    ):
        return
    deputy = _DEPUTY.search(text, cue.end(), end)
    stop = deputy.start() if deputy else end
    first = _persons_or_titles(text, cue.end(), stop)
    if not first:
        first = _persons_or_titles(text, max(start, cue.start() - 120), cue.start())
    yield from _give(first, Role.CONTACT, "contact")
    if deputy:
        yield from _give(_persons_or_titles(text, deputy.end(), end), Role.DEPUTY_CONTACT, "deputy-contact")


def _persons_or_titles(text: str, start: int, end: int) -> list[Mention]:
    """Persons, or titles that stand for them, in a clause."""
    people = [person for person in mentions(text, start, end) if person.name]
    taken = [(person.start, person.end) for person in people]
    for title in find_titles(text[start:end]):
        first, last = start + title.start, start + title.end
        if not any(begin < last and first < stop for begin, stop in taken):
            people.append(Mention(first, last, None, title_text(title)))
    return sorted(people, key=lambda person: person.start)


def _proposals(text: str, start: int, end: int, people: Sequence[Mention]) -> Iterator[Found[Person]]:
    members = [person for person in people if person.title is None]
    for match in _SECONDED.finditer(text, start, end):
        yield from _seconded(text, match, members, end)
    for match in _UNDERSTOOD.finditer(text, start, end):
        yield from _give(_sure(_after(text, members, match.end(), 20)), Role.SECONDER, "seconded")
        yield from _give(_sure(_before(text, members, match.start())), Role.PROPOSER, "proposes")
    for match in _PROPOSES.finditer(text, start, end):
        if _NOT_WHAT.match(text, match.end()) or not (
            "ehdotu" in match.group() or _WHAT.search(text, match.end(), min(len(text), match.end() + 120))
        ):
            continue
        yield from _give(_sure(_before(text, members, match.start()))[-3:], Role.PROPOSER, "proposes")
    for match in _SECONDS.finditer(text, start, end):
        yield from _give(_sure(_before(text, members, match.start())), Role.SECONDER, "seconds")
    for match in _SECONDED_BY.finditer(text, start, end):
        yield from _give(_sure(_after(text, members, match.end(), 30)), Role.SECONDER, "seconds")
    for match in _OWN_PROPOSAL.finditer(text, start, end):
        owner = [p for p in _before(text, members, match.start())[-1:] if p.full and " " in (p.name or "")]
        yield from _give([p for p in owner if p.written.endswith("n")], Role.PROPOSER, "proposes")


def _seconded(
    text: str, match: re.Match[str], people: Sequence[Mention], end: int
) -> Iterator[Found[Person]]:
    """ "Elo Hyrkön ym. kannattamana teki …": the genitive before the word seconds, who stands before it proposes."""
    row = _before(text, people, match.start())
    if not row:
        return
    seconders = [row[-1]]
    proposer: Mention | None = None
    for person in reversed(row[:-1]):
        if re.search(r",|(?<!\w)(?:ja|sekä|och)(?!\w)", text[person.end : seconders[0].start]):
            seconders.insert(0, person)
        else:
            proposer = person
            break
    last = seconders[0]
    words = last.written.split()
    if (
        proposer is None
        and len(words) == 2
        and len((last.name or "").split()) == 2
        and not is_given_name(words[0])
    ):
        # Two surnames side by side: "Elo Hyrkön", "Sundqvistin Muurisen".
        cut = last.start + text[last.start : last.end].index(words[0]) + len(words[0])
        second = text.index(words[1], cut)
        proposer = Mention(last.start, cut, base_surname(words[0]), full=False, written=words[0])
        seconders[0] = Mention(second, last.end, base_surname(words[1]), full=False, written=words[1])
    if proposer is None:
        right = _after(text, people, match.end(), 3)
        proposer = right[0] if right else None
    yield from _give(_sure(seconders), Role.SECONDER, "seconded")
    if proposer is not None:
        yield from _give(_sure([proposer]), Role.PROPOSER, "proposes")


def _helsinki(text: str) -> Iterator[Found[Person]]:
    """ "Vastaehdotus:" on a line, then "Given Surname: what is proposed"."""
    for match in _HELSINKI.finditer(text):
        stop = text.find(":", match.end(), match.end() + 60)
        if stop > 0:
            people = [person for person in read_list(text, match.end(), stop) if person.name]
            yield from _give(people[:1], Role.PROPOSER, "proposes")
