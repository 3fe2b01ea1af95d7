"""Whose cost a clause tells: that of a network or project that is joined, or of some other thing.

"Verkoston aikana tehty selvitys maksoi 9 000 euroa" is what a study cost: the head of the clause's own
subject decides, however many networks are named around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from corpus.registry.municipalities import municipality_form
from ingest.extract.money_sentences import Span
from ingest.extract.money_words import words

Names = Callable[[], Iterable[Span]]  # asked for only where the words themselves do not tell

_ASIDE = re.compile(r"\([^()]{0,80}\)")
# Of several verbs the last rules the amount.
_COSTS = re.compile(
    r"\b(?:maks(?:aa|avat|oi|oivat|aisi|aisivat)|(?:on|ovat|oli|olivat) maksa(?:nut|neet)"
    r"|kosta(?:r|de)|har kostat|skulle kosta)\b"
)
# "uusimiseen tarvitaan", "tarjoilusta laskutettiin": what for, then the verb.
_SPENT = re.compile(
    r"\b(?:tarvitaan|tarvitsee|tarvittaisiin|kulu(?:u|i|isi)|käytet(?:ään|tiin|äisiin)|on käytetty|on kulunut"
    r"|(?:maks|lasku|veloi|peri)[a-zåäö]{0,4}t(?:aan|ään|iin|äisiin|aisiin)|peritään)\b"
)
_WHAT_FOR = re.compile(r"(?:(?<!ll)(?<!lt)(?<!ss)(?P<vowel>[aeiouyäö])(?P=vowel)n|h[aeiouyäö]n|st[aä])\Z")
_OF_WHAT = re.compile(r"[a-zåäö-]{4,40}st[aä]\b")
# A noun of cost with the word before it.
_NOUN = re.compile(
    r"(?:(?P<of>[^\s,;:]{2,40}) )?\b(?P<kind>[a-zåäö]{2,25}?-?)??(?P<noun>"
    r"(?:maksut?|hin(?:ta|nat|naksi)|kustannu(?:s|kset|ksiksi)|kulut?|osuu(?:s|det)|laskut?|veloitus)(?![a-zåäö])"
    r"|(?:kostnad|pris|avgift|andel)(?:en|et|er|erna)?(?![a-zåäö])"
    r"(?: (?:för|av|i) (?P<for>(?:[a-zåäö0-9–-]{1,30} ){0,6}?)(?=är|var|blir|vore|uppgår|skulle))?)"
)
# "… ja ylläpito 300 euroa": what has the next sum, without a verb.
_SECOND = re.compile(
    r"[ ,a-zåäö]{0,15}? (?:ja|sekä|och|samt) (?:[a-zåäö-]{2,25} )?"
    r"(?!noin|yhteensä|enintään|vähintään|vuonna|sen|lisäksi|sitten|sedan|sammanlagt|totalt|cirka|högst)"
    r"(?P<head>[a-zåäö-]{3,30}) "
)
_TO_WHOM = re.compile(r"[a-zåäö-]{4,40}lle\b")
_PAYER = re.compile(r"\b(?:kunta|kaupunki)[ ]*\Z")
_EACH = re.compile(r"\A(?P<whose>[a-zåäö-]{2,40}?)kohtai[a-zåäö]{2,5}\Z")
# No head of a subject: words in local cases, numbers, adverbs.
_OBLIQUE = re.compile(
    r"(?:(?P<vowel>[aeiouyäö])(?P=vowel)n|h[aeiouyäö]n|ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|ltaan|ltään"
    r"|n[aä]|sti|tt[aä]|[ai]in)\Z|\d"
    r"|\A(?:siis|myös|jo|vain|nyt|noin|lisäksi|yhteensä|kuitenkin|silti|edelleen|aiemmin|nykyisin|kaikkiaan)\Z"
)
# Genitives that say of nothing that it has a cost: postpositions and adverbs.
_NO_GENITIVE = re.compile(
    r"(?:nen|oin|[aäuiy]en|\A(?:vain|kuin|edelleen|ennen|sitten|kuitenkin|mukaan|niin|näin|usein|on))\Z"
)
_PREPOSITION = re.compile(r" (?:av|för|i|på|till|om|med|som|där|vid|åt|enligt|från)(?: |\Z)")
_SWEDISH = re.compile(r"\b(?:kosta|har|skulle)")
_COST_OF = re.compile(r"[a-zåäö]{0,25}(?:kustannu|kulu|meno|maksu|kostnad|avgift)")
_AND = frozenset({"ja", "sekä", "och", "mutta", "men", "eli"})
_OWN_OF_IT = re.compile(r"\b(?:oma[nt]?|egen|eget|egna)\b")
_WORD = re.compile(r"[^\s,;:.]+")
_LONGEST_ENDING = 6  # letters of a case and a suffix
_FEW = 2  # words of a list's line, of a label
_INSERTED = 3  # parts of "A, där B, kostar": the subject stands in the first of the last three


def tells_of_another(clause: str, named: Names) -> bool:
    """True if ``clause``, lower-case words up to an amount, says what else than taking part costs it.

    ``named`` gives the spans in it of networks' names and of words for them. False where it does not say.
    """
    clause = _ASIDE.sub(lambda aside: " " * len(aside[0]), clause)
    verbs = list(_COSTS.finditer(clause))
    if verbs:
        verb = verbs[-1]
        what_for = _OF_WHAT.findall(clause, verb.end())
        if what_for:
            return not any(_is_own(word) for word in what_for)
        start, end = _subject(clause, verb.start())
        payees = _TO_WHOM.findall(clause, verb.end())
        if payees and _PAYER.search(clause, start, end) and not any(_is_own(word) for word in payees):
            return True  # "kunta maksaa kehitysyhtiölle"
        swedish = _SWEDISH.match(clause, verb.start()) is not None
        if _OWN_OF_IT.search(clause, start, end):
            return True  # "kaupungin oma ohjelma"
        return _is_strange(_head(clause, start, end, swedish=swedish), clause, named)
    if spent := list(_SPENT.finditer(clause)):
        before = [word for word in _WORD.findall(clause, 0, spent[-1].start()) if _WHAT_FOR.search(word)]
        return bool(before) and not any(_is_own(word) for word in before)
    if nouns := list(_NOUN.finditer(clause)):
        return _is_of_strange(nouns[-1], clause, named)
    second = _SECOND.fullmatch(clause)
    return second is not None and _is_strange(second.span("head"), clause, named)


def is_silent(words_around: str) -> bool:
    """True if the words around an amount are many enough and none of them is of taking part."""
    return len(_WORD.findall(words_around)) > _FEW and words().taking_part.search(words_around) is None


def _is_of_strange(noun: re.Match[str], clause: str, named: Names) -> bool:
    """True if a noun of cost has an attribute that is no network's: "oppilaskohtainen kustannus"."""
    if after := noun["for"]:
        told = _WORD.findall(after)
        own = any(_is_own(word) or _COST_OF.match(word) or word[0].isdigit() for word in told)
        return not own and not _is_named(noun.span("for"), named)
    if noun["kind"] and not words().own_costs.fullmatch(noun["kind"]):
        return True  # "matkakustannukset"
    if noun["noun"] in ("osuus", "osuudet"):
        shared = _OF_WHAT.findall(clause, noun.end())
        if shared:
            return not any(_is_own(word) or _COST_OF.match(word) for word in shared)
    of = noun["of"] or ""
    if each := _EACH.match(of):
        return not _is_own(each["whose"])
    genitive = of.endswith("n") and not _NO_GENITIVE.search(of) and not _WHAT_FOR.search(of)
    return genitive and not _is_own(of) and not _is_named(noun.span("of"), named)


def _subject(clause: str, verb: int) -> Span:
    """Where the subject of the ``verb`` stands: from the last comma on, or before a clause put in."""
    cuts = [-1, *(match.start() for match in re.finditer(r"[,;:]", clause[:verb])), verb]
    if clause[cuts[-2] + 1 : verb].strip() or len(cuts) <= _INSERTED:
        return cuts[-2] + 1, verb
    return cuts[-4] + 1, cuts[-3]


def _head(clause: str, start: int, end: int, *, swedish: bool) -> Span | None:
    """The head of the subject in ``clause[start:end]``: the last noun, in Swedish before a preposition."""
    if swedish and (cut := _PREPOSITION.search(clause, start + 1, end)):
        end = cut.start()
    for word in reversed(list(_WORD.finditer(clause, start, end))):
        if not _OBLIQUE.search(word[0]) or _is_own(word[0]):
            return word.span()
    return None


def _is_strange(head: Span | None, clause: str, named: Names) -> bool:
    if head is None or clause[slice(*head)] in _AND or _OBLIQUE.search(clause[slice(*head)]):
        return False
    return not (_is_own(clause[slice(*head)]) or _is_named(head, named))


def _is_named(span: Span, named: Names) -> bool:
    """True if a network's name reaches the end of ``span``, or all of it but an ending."""
    return any(start < span[1] <= end + _LONGEST_ENDING for start, end in named())


def _is_own(word: str) -> bool:
    """True for words of taking part, of who does and how long, also as the last part of a compound."""
    return ":" in word or words().joined.search(word) is not None or municipality_form(word) is not None
