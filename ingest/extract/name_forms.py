"""Words of person names: which words can be one, and the base form of an inflected surname.

Finnish declines the last word of a name ("Anne Heusalan"), with consonant gradation (Männikölle → Männikkö);
the rules go back from the oblique stem, names.toml and the rest of the text settle what sound cannot.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.registry.names import name_table
from corpus.registry.titles import is_title, role_of

_VOWELS = "aeiouyåäöé"
_LONGEST_WORD = 40
_CASE_LIKE_ENDS = ("tausta", "musta", "silta", "kulta", "kulla", "källa")  # nouns that end as a case does
# Swedish surnames' last parts whose genitive ends as names in -din or -lin do: "Henriksgårdin", not "Sundin".
_IN_D_OR_L = (
    "gård", "strand", "sund", "lund", "land", "lind", "feld", "fält", "vall", "wall", "dahl", "ell",
)  # fmt: skip
_OF_WEAK = (("ntee", "nne"), ("ltee", "lle"), ("rtee", "rre"), ("mpee", "mme"), ("htee", "hde"))
_LONG_VOWEL_NAMES = ("maa", "pää", "jää", "sää")  # names that end so themselves
_CASES = ("lle", "lla", "llä", "lta", "ltä", "ssa", "ssä", "sta", "stä", "n")


@dataclass(frozen=True)
class NameLists:
    """The lists of names.toml, in lower case."""

    given: frozenset[str]
    surnames: frozenset[str]
    stems: tuple[tuple[str, str], ...]
    foreign: tuple[str, ...]
    consonants: tuple[str, ...]
    sen_names: frozenset[str]
    case_like: frozenset[str]
    particles: frozenset[str]
    blocked: frozenset[str]
    towns: frozenset[str]
    blocked_endings: tuple[str, ...]
    after: frozenset[str]
    before: frozenset[str]
    surname_endings: tuple[str, ...]
    surname_endings_in_i: tuple[str, ...]  # "hovi": Lautahovin is of Lautahovi


@cache
def name_lists() -> NameLists:
    """names.toml, read once."""
    data = name_table()

    def words(key: str) -> list[str]:
        return [word.lower() for word in data[key].split()]

    return NameLists(
        given=frozenset(words("given")),
        surnames=frozenset(words("surnames")),
        stems=tuple(sorted(((a, b) for a, b in data["stems"]), key=lambda pair: -len(pair[0]))),
        foreign=tuple(words("foreign_endings")),
        consonants=tuple(words("consonant_endings")),
        sen_names=frozenset(words("sen_names")),
        case_like=frozenset(words("case_like")),
        particles=frozenset(words("particles")),
        blocked=frozenset(words("blocked")),
        towns=frozenset(words("towns")),
        blocked_endings=tuple(words("blocked_endings")),
        after=frozenset(words("not_person_after")),
        before=frozenset(words("not_person_before")),
        surname_endings=tuple(words("surname_endings")),
        surname_endings_in_i=tuple(word for word in words("surname_endings") if word.endswith("i")),
    )


def is_given_name(word: str) -> bool:
    """Whether the word is a known given name, double ones ("Anna-Maija") included."""
    given = name_lists().given
    return word[:1].isupper() and all(part.lower() in given for part in word.split("-"))


@lru_cache(maxsize=20_000)
def given_of(word: str) -> str | None:
    """The given name a word is in an oblique case ("Veikon" → "Veikko", "Sylvin" → "Sylvi"), else None.

    Only names known to names.toml, and no word that is itself a name or looks like a surname.
    """
    head, hyphen, last = word.rpartition("-")
    lists = name_lists()
    lower = last.lower()
    if not word[:1].isupper() or lower in lists.given or lower in lists.surnames:
        return None
    stem = next((lower[: -len(ending)] for ending in _CASES if lower.endswith(ending)), "")
    if len(stem) < 3 or stem[-1] not in _VOWELS or (hyphen and not is_given_name(head)):
        return None
    for candidate in (stem, *_nominatives(stem), stem[:-1]):
        if candidate in lists.given:
            return head + hyphen + _cased(last, candidate)
    return None


def is_town_name(word: str, words: Collection[str]) -> bool:
    """Whether a town's name is a surname here: all others of ``words`` are given names ("Kokkola Leila")."""
    towns = name_lists().towns
    return word.lower() in towns and len(words) > 1 and all(is_given_name(w) for w in words if w != word)


def is_surname_like(word: str) -> bool:
    """Whether an unknown capitalised word is more likely a surname than anything else."""
    lists = name_lists()
    last = word.rsplit("-", 1)[-1].lower()
    return last in lists.surnames or (len(last) > 4 and last.endswith(lists.surname_endings))


@lru_cache(maxsize=20_000)
def can_be_name_word(word: str) -> bool:
    """Whether a capitalised word may be part of a person's name: no title, role, body, street, month."""
    lists = name_lists()
    if not word[:1].isupper() or not 2 <= len(word) <= _LONGEST_WORD:
        return False
    lower = word.lower()
    if lower in lists.given or lower in lists.surnames:
        return True
    if any(
        part[:1].islower() and not lists.surnames.intersection((part, *_candidates(part)))
        for part in word.split("-")
    ):
        return False  # "Kv-asia", but Kylä-aho
    if any(part in lists.given for part in lower.split("-")):
        return True
    if (
        lower in lists.blocked
        or lower in lists.after
        or (len(lower) > 6 and lower.endswith(lists.blocked_endings))
    ):
        return False
    if word[1:].upper() == word[1:] and len(word) <= 3:
        return False  # an abbreviation
    return not is_title(word) and role_of(word) is None


def is_initial(word: str) -> bool:
    """A name's initial, without its dot."""
    return len(word) == 1 and word.isupper() and word not in "§"


# --- base forms ---------------------------------------------------------------------------------------


def base_surname(written: str, known: Collection[str] = (), *, oblique: bool = False) -> str:
    """A surname's nominative: "Heusalan" → "Heusala", "Virtasen" → "Virtanen", "Männikölle" → "Männikkö".

    ``known`` are capitalised words of the same text, which settle what sound alone cannot; ``oblique`` says
    that the sentence wants a case form, so that "Vuorelman" is not taken for a name in -man.
    """
    colon = written.find(":")
    word = written if colon < 0 else written[:colon]
    if colon > 0:
        return word
    head, hyphen, last = word.rpartition("-")
    return head + hyphen + _base(last, word, known, oblique)


def partitive_surname(written: str) -> str:
    """The nominative of a surname in the partitive: "Salmelinia" → "Salmelin", "Mäkeä" → "Mäki".

    A word that cannot be one ("Peltomaa", "Niemi") stays as it is.
    """
    head, hyphen, last = written.rpartition("-")
    lower = last.lower()
    lists = name_lists()
    if (
        lower in lists.surnames
        or len(lower) < (4 if head or lower.endswith(("oa", "ua", "yä", "öä")) else 5)
        or lower[-1] not in "aä"
        or lower.endswith(_LONG_VOWEL_NAMES)
    ):
        return written
    stem = lower[:-1]
    if stem.endswith("ett"):  # Lainetta
        candidates = [stem[:-2]]
    elif stem.endswith("st") and stem[-3:-2] in _VOWELS:  # Virtasta
        candidates = [stem[:-2] + "nen"]
    elif stem.endswith("t") and stem[-2:-1] in _VOWELS:  # Kalliota
        candidates = [stem[:-1]]
    elif stem.endswith("i") and stem[-2:-1] not in _VOWELS:  # Salmelinia
        candidates = [stem[:-1], stem]
    elif stem.endswith("e") and stem[-2:-1] not in _VOWELS:  # Mäkeä, Salmea
        candidates = [stem[:-1] + "i", stem]
    elif stem[-1] in _VOWELS:  # Hakolaa, Laaksoa
        candidates = [stem]
    else:
        return written
    base = next((word for word in candidates if word in lists.surnames), candidates[0])
    return head + hyphen + _cased(last, base)


def _base(last: str, whole: str, known: Collection[str], oblique: bool) -> str:
    lists = name_lists()
    lower = last.lower()
    if lower in lists.surnames or lower.endswith("nen") or len(lower) < 4:
        return last
    candidates = _candidates(lower)
    prefix = whole[: len(whole) - len(last)]
    for candidate in candidates:
        if candidate in lists.surnames or prefix + _cased(last, candidate) in known:
            return _cased(last, candidate)
    foreign = lower.endswith(lists.foreign) and not _is_compound_genitive(lower)
    if not candidates or (not oblique and (foreign or lower in lists.sen_names)):
        return last
    return _cased(last, candidates[0])


def _is_compound_genitive(lower: str) -> bool:
    """Whether a word in -in is the genitive of a compound Swedish surname: "Björkvallin" is of Björkvall."""
    stem = lower.removesuffix("in")
    part = next((part for part in _IN_D_OR_L if stem.endswith(part)), None)
    return part is not None and len(stem) - len(part) >= 3


def _cased(written: str, lower: str) -> str:
    common = 0
    while common < min(len(written), len(lower)) and written[common].lower() == lower[common]:
        common += 1
    rest = lower[common:]
    return written[:common] + (rest.upper() if len(written) > 2 and written.isupper() else rest)


def _candidates(word: str) -> list[str]:
    """Possible nominatives of a word that may stand in an oblique case, the likeliest first."""
    if word.endswith(("lle", "lla", "llä", "lta", "ltä", "ssa", "ssä", "sta", "stä", "ksi")):
        if len(word) < 7 or word in name_lists().case_like or word.endswith(_CASE_LIKE_ENDS):
            return []
        stem = word[:-3]
        if stem[-1] not in _VOWELS:
            return []
        result = _nominatives(stem)
        if word.endswith(("sta", "stä")):
            nen = stem + "nen"
            result = [nen, *result] if nen in name_lists().surnames or stem.endswith("i") else [*result, nen]
        return result
    if word.endswith("seen"):
        return [word[:-4] + "nen"]
    if word.endswith("n") and word[-2:-1] in tuple(_VOWELS):
        return _nominatives(word[:-1])
    return []


def _nominatives(stem: str) -> list[str]:
    lists = name_lists()
    if stem.endswith("kse"):
        return [stem[:-3] + "s", stem]
    if stem.endswith("se") and stem[-3:-2] in tuple(_VOWELS):
        return [stem[:-2] + "nen"]
    for oblique, base in lists.stems:
        if stem.endswith(oblique):
            return [stem[: -len(oblique)] + base, stem]
    if stem.endswith("i") and _takes_i(stem[:-1]) and not stem.endswith(lists.surname_endings_in_i):
        return [stem[:-1], stem]
    result = [stem]
    if stem.endswith("ee"):
        result.insert(0, stem[:-1])
        result[:0] = [stem.removesuffix(strong) + weak for strong, weak in _OF_WEAK if stem.endswith(strong)]
    elif len(stem) >= 4 and stem[-1] in _VOWELS:
        before, grade = stem[-3], stem[-2]
        if grade in "ktp" and before in _VOWELS + "lrnm" and before != grade:
            result.insert(0, stem[:-1] + grade + stem[-1])  # weak grade of a long stop: Männikö- is Männikkö
        elif grade == "d" and before in _VOWELS + "h":
            result.insert(0, stem[:-2] + "t" + stem[-1])
        elif grade == "g" and before == "n":
            result.insert(0, stem[:-2] + "k" + stem[-1])
    if stem.endswith("i") and stem[-2:-1] not in tuple(_VOWELS):
        result.append(stem[:-1])  # only where it is a known name: "Holmlund-Ekin"
    return result


def _takes_i(stem: str) -> bool:
    if not stem or stem[-1] in "aeiouyåäö" or stem.endswith(("rv", "lv")):  # Kurvi, Salvi
        return False
    return stem.endswith(name_lists().consonants) or stem[-1] in "bcdfgqwxzvé"
