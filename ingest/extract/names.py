"""Person names in Finnish and Swedish text: found, put in the order "Given Surname", brought to base form.

A given name known to names.toml makes a run of capitalised words a name; in a slot where only a name can
stand (a list's cell, the words after "Esittelijä") any words of a name's shape will do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.registry.titles import is_title, role_of
from ingest.extract.found import Found
from ingest.extract.line_ends import SPACE as SPACE
from ingest.extract.line_ends import goes_on_below, is_wrapped
from ingest.extract.name_forms import (
    base_surname,
    can_be_name_word,
    given_of,
    is_given_name,
    is_initial,
    is_surname_like,
    is_town_name,
    name_lists,
)

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|\u00ad|[-‐‑'’](?=[^\W\d_]))*")
_COLON_CASE = re.compile(r":[^\W\d_]{1,4}(?![^\W\d_])")
_GAP = re.compile(r"\.?[ \u00a0\u2009\u202f]{1,3}")
_COMMA_GAP = re.compile(rf"{SPACE}{{1,3}}")
_WRAP = re.compile(rf"{SPACE}{{0,3}}\n{SPACE}{{0,3}}")
_NEXT_WORD = re.compile(rf"(?:\.?{SPACE}{{1,2}}|{SPACE}?[-–])([^\W\d_]+|&)")
# "Kuljetusliike T. Berg": a firm called after its owner; persons have a given name before an initial.
_TRADE = re.compile(rf"[a-zåäö],?{SPACE}([A-ZÅÄÖ][a-zåäö]{{3,40}})$")
_OF_OWNER = re.compile(rf"([^\W\d_a-zåäö][^\W\d_]{{3,40}}){SPACE}{{1,2}}[A-ZÅÄÖ]\.{SPACE}{{1,2}}[A-ZÅÄÖ]")


@dataclass(frozen=True)
class Run:
    """Neighbouring words at ``text[start:end]`` that may be parts of names: no titles, no bodies."""

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    word: str  # without soft hyphens


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    return [
        _Token(m.start(), m.end(), m.group().replace("\u00ad", "")) for m in _WORD.finditer(text, start, end)
    ]


@cache
def _likely() -> re.Pattern[str]:
    """Words that may stand in a name: those with a capital, and particles."""
    particles = "|".join(sorted(map(re.escape, name_lists().particles), key=len, reverse=True))
    return re.compile(
        rf"(?<![^\W\d_])(?<![^\W\d_][-‐‑'’\u00ad])(?:(?=[^\W\d_a-zåäöé]){_WORD.pattern}"
        rf"|(?:{particles})(?![^\W\d_]|[-‐‑'’\u00ad][^\W\d_]))"
    )


def _name_tokens(text: str, start: int, end: int) -> list[_Token]:
    """The tokens of names only; what stands between them breaks a run of them anyhow."""
    return [
        _Token(m.start(), m.end(), m.group().replace("\u00ad", ""))
        for m in _likely().finditer(text, start, end)
    ]


def _ordered(tokens: Sequence[str]) -> list[str]:
    """Tokens of one name as given names first, surname last."""
    words = list(tokens)
    given = [is_given_name(word) or is_initial(word) for word in words]
    if len(words) < 2:
        return words
    trailing = 0
    while trailing < len(words) - 1 and given[-1 - trailing]:
        trailing += 1
    surname_first = False
    if trailing and not given[0]:
        surname_first = True
    elif given[0]:
        lists = name_lists()
        both = all(given)
        surname_first = (
            both and words[0].lower() in lists.surnames and words[-1].lower() not in lists.surnames
        )
        trailing = len(words) - 1 if surname_first else trailing
    elif not any(given):
        surname_first = is_surname_like(words[0]) and not is_surname_like(words[-1])
        trailing = len(words) - 1
    if surname_first:
        return words[len(words) - trailing :] + words[: len(words) - trailing]
    return words


def _display(words: Sequence[str], surname_first: bool | None = None) -> str:
    dotted = [word + "." if is_initial(word) else word for word in words]
    return " ".join(_recased(word) for word in dotted)


def _recased(word: str) -> str:
    if len(word) > 2 and word.isupper():
        return "-".join(part.capitalize() for part in word.split("-"))
    return word


def name_in(text: str, start: int = 0, end: int | None = None, *, lone: bool = False) -> str | None:
    """The name that ``text[start:end]`` is from end to end, as "Given Surname"; None when it is no name.

    Needs no known given name. "Surname, Given" is read too. ``lone`` also takes a surname by itself.
    """
    end = len(text) if end is None else end
    tokens = _tokens(text, start, end)
    if not tokens or len(tokens) > 6 or tokens[-1].end - tokens[0].start > 80:
        return None
    if text[start : tokens[0].start].strip() or text[tokens[-1].end : end].strip().strip("."):
        return None
    comma = -1
    words: list[str] = []
    particles = name_lists().particles
    for index, token in enumerate(tokens):
        if index:
            between = text[tokens[index - 1].end : token.start]
            if between.strip() == "," and comma < 0:
                comma = index
            elif between.strip() not in ("", ".") or (
                between.strip() == "." and len(tokens[index - 1].word) > 2
            ):
                return None
        word = token.word
        particle = word in particles and index + 1 < len(tokens)
        if (
            particle
            or is_initial(word)
            or can_be_name_word(word)
            or is_town_name(word, [token.word for token in tokens])
        ):
            words.append(word)
        else:
            return None
    real = [word for word in words if len(word) > 1 and word not in particles]
    if comma > 0:
        if not (is_given_name(tokens[comma].word) or len(words) == 2):
            return None
        return _display(words[comma:] + words[:comma])
    if len(words) == 1:
        return _display(words) if lone else None
    if not real or (len(real) < 2 and not any(is_initial(word) for word in words)):
        return None
    return _display(_order_particles(words))


def unknown_name(words: Sequence[str], *, inflected: bool = True) -> str:
    """A name of words that names.toml does not know, its last word's case ending taken off."""
    last = base_surname(words[-1]) if inflected else words[-1]
    if len(words) == 2 and is_surname_like(words[0]) and not is_surname_like(last):
        return _display([last, words[0]])
    return _display([*words[:-1], last])


def in_one_order(written: Sequence[str]) -> list[str]:
    """The names of one list as "Given Surname", those whose order is unclear in the order of the others."""
    names = [name_in(piece) or piece for piece in written]
    leading = trailing = 0
    for piece in written:
        words = piece.replace(",", " ").split()
        if len(words) < 2 or "," in piece:
            continue
        first, last = is_given_name(words[0]), is_given_name(words[-1])
        leading += first and not last
        trailing += last and not first
    if leading and leading >= 2 * trailing:
        return [
            name if "," in piece or _clear(piece, first=False) else _plain(piece)
            for name, piece in zip(names, written, strict=True)
        ]
    if trailing and trailing >= 2 * leading:
        return [
            _turned(piece) if name == _plain(piece) and _may_turn(piece) else name
            for name, piece in zip(names, written, strict=True)
        ]
    return names


def _may_turn(piece: str) -> bool:
    """Whether nothing but its place speaks against the first word's being the surname."""
    if _clear(piece, first=True):
        return False
    words = piece.split()
    surnames = name_lists().surnames
    return "," not in piece and not (words[-1].lower() in surnames and words[0].lower() not in surnames)


def _clear(piece: str, *, first: bool) -> bool:
    """Whether only the first word, or only the last, is a given name: then its own order is sure."""
    words = piece.replace(",", " ").split()
    if len(words) < 2:
        return False
    given, other = (words[0], words[-1]) if first else (words[-1], words[0])
    return is_given_name(given) and not is_given_name(other) and is_surname_like(other)


def _plain(piece: str) -> str:
    return _display([token.word for token in _tokens(piece, 0, len(piece))])


def _turned(piece: str) -> str:
    """ "Surname Given" turned round, also where the surname happens to be a given name (Kari Anna)."""
    words = [token.word for token in _tokens(piece, 0, len(piece))]
    return _display([*words[1:], words[0]]) if words[0] not in name_lists().particles else _display(words)


def _order_particles(words: list[str]) -> list[str]:
    particles = name_lists().particles
    if not any(word in particles for word in words):
        return _ordered(words)
    first = next(i for i, word in enumerate(words) if word in particles)
    if first > 0 and not all(
        is_given_name(w) or is_initial(w) for w in words[first + 1 :] if w not in particles
    ):
        return words
    if first > 0:
        return words
    last = len(words)
    while last > 1 and (is_given_name(words[last - 1]) or is_initial(words[last - 1])):
        last -= 1
    return words[last:] + words[:last]


def runs(text: str, start: int = 0, end: int | None = None, *, first_only: bool = False) -> list[Run]:
    """The stretches of ``text[start:end]`` in which names may stand, known given names or not."""
    tokens = _name_tokens(text, start, len(text) if end is None else end)
    if first_only:
        tokens = tokens[:8]
    return [Run(run[0].start, run[-1].end, tuple(token.word for token in run)) for run in _runs(text, tokens)]


def find_names(
    text: str, start: int = 0, end: int | None = None, *, inflected: bool = True
) -> list[Found[str]]:
    """Every full name with a known given name in ``text[start:end]``, in the base form "Given Surname".

    ``inflected=False`` is for lists and labels, where names stand in the nominative: Kuismin stays Kuismin.
    """
    end = len(text) if end is None else end
    tokens = _name_tokens(text, start, end)
    known = {token.word for token in tokens if token.word[:1].isupper()}
    found: list[Found[str]] = []
    for run in _runs(text, tokens):
        found += _names_of_run(text, run, known, inflected)
    return found


def _runs(text: str, tokens: Sequence[_Token]) -> list[list[_Token]]:
    """Stretches of words that may make up names, broken by punctuation, line ends and other words."""
    runs: list[list[_Token]] = []
    run: list[_Token] = []
    particles = name_lists().particles
    for token in tokens:
        joined = bool(run) and _joins(text, run[-1], token)
        fits = is_initial(token.word) or can_be_name_word(token.word)
        if run and (not joined or not (fits or token.word in particles)):
            runs.append(run)
            run = []
        if fits or (token.word in particles and run):
            run.append(token)
    if run:
        runs.append(run)
    return runs


def _joins(text: str, before: _Token, after: _Token) -> bool:
    gap = text[before.end : after.start]
    if len(gap) > 8:
        return "\n" in gap and goes_on_below(text, before.start, before.end, after.start, after.end)
    if _GAP.fullmatch(gap):
        return not gap.startswith(".") or len(before.word) <= 2
    return bool(_WRAP.fullmatch(gap)) and is_wrapped(text, before.end)


def _names_of_run(text: str, run: Sequence[_Token], known: set[str], inflected: bool) -> list[Found[str]]:
    found: list[Found[str]] = []
    particles = name_lists().particles
    count = len(run)
    index = 0
    while index < count:
        token = run[index]
        stop = index + 1
        if is_given_name(token.word):
            while (
                stop < count
                and stop - index < 4
                and (is_given_name(run[stop].word) or is_initial(run[stop].word))
            ):
                stop += 1
            while stop < count and run[stop].word in particles:
                stop += 1
            if stop < count:
                stop += 1
                if (
                    stop == count - 1
                    and "\n" not in text[run[stop - 1].end : run[stop].start]
                    and not is_given_name(run[stop].word)
                    and is_surname_like(base_surname(run[stop].word, known))
                ):
                    stop += 1
        elif index + 1 < count and is_given_name(run[index + 1].word) and _surname_leads(run, index):
            stop = index + 2
            while stop < count and (is_given_name(run[stop].word) or is_initial(run[stop].word)):
                if (
                    stop + 1 < count
                    and not is_given_name(run[stop + 1].word)
                    and not is_initial(run[stop].word)
                ):
                    break
                stop += 1
        elif inflected and index + 2 == count and (given := given_of(run[index + 1].word)):
            # "Ruuskala Sylvin kannattamana", "Kangasluoman Voiton": the given name comes last and declines
            surname = token.word if is_initial(token.word) else _leading_surname(token.word, known)
            if not is_something_else(text, token.start, run[index + 1].end):
                found.append(Found(token.start, run[index + 1].end, _display([given, surname]), "name"))
            break
        elif count == 1 and (comma := _after_comma(text, token)):
            name = f"{comma.word} {token.word}"
            if not is_something_else(text, token.start, comma.end):
                found.append(Found(token.start, comma.end, name, "name:comma"))
            break
        name_tokens = run[index:stop]
        if len(name_tokens) > 1 and name_tokens[-1].word not in particles:
            case = _COLON_CASE.match(text, name_tokens[-1].end)
            if not is_something_else(text, name_tokens[0].start, name_tokens[-1].end):
                words = _order_particles([token.word for token in name_tokens])
                if inflected and not case:
                    words[-1] = base_surname(words[-1], known)
                end = case.end() if case else name_tokens[-1].end
                found.append(Found(name_tokens[0].start, end, _display(words), "name"))
            index = stop
        else:
            index += 1
    return found


def _leading_surname(written: str, known: set[str]) -> str:
    """The surname before an inflected given name: in the same case ("Kangasluoman Voiton") or in none."""
    base = base_surname(written, known, oblique=True)
    return base if is_surname_like(base) else base_surname(written, known)


def _surname_leads(run: Sequence[_Token], index: int) -> bool:
    """Whether ``run[index]``, which is no given name, is the surname of the given name after it."""
    if index + 2 >= len(run) or is_given_name(run[index + 2].word) or is_initial(run[index + 2].word):
        return True
    # "Boman Kurt Elo Kaija" against "Yhteisömanageri Katja Repo"
    return is_surname_like(run[index].word) and (
        (index + 3 < len(run) and is_given_name(run[index + 3].word))
        or not is_surname_like(run[index + 2].word)
    )


def _after_comma(text: str, token: _Token) -> _Token | None:
    """The given name of "Surname, Given"."""
    match = re.compile(rf",{SPACE}{{1,2}}").match(text, token.end)
    word = _WORD.match(text, match.end()) if match else None
    if word is None or not is_given_name(word.group()):
        return None
    if not is_surname_like(token.word) and word.group().lower() in name_lists().surnames:
        return None
    follow = _COMMA_GAP.match(text, word.end())
    after = _WORD.match(text, follow.end()) if follow else None
    if after and after.group()[:1].isupper() and can_be_name_word(after.group()):
        return None
    return _Token(word.start(), word.end(), word.group())


def is_something_else(text: str, start: int, end: int) -> bool:
    """Whether the words around a name make it a street, school, company or foundation so called."""
    lists = name_lists()
    match = _NEXT_WORD.match(text, end, end + 40)
    if match and match.group(1).lower() in lists.after:
        return True
    if (firm := _OF_OWNER.match(text, start, end)) and not is_given_name(firm.group(1)):
        return True
    head = text[max(0, start - 40) : start].rstrip(" \t\u00a0")
    before = re.search(r"([^\W\d_]+)$", head)
    if before and before.group(1).lower() in lists.before:
        return True
    trade = _TRADE.search(head) if text[start + 1 : start + 2] == "." else None
    return bool(trade and not is_title(trade[1]) and role_of(trade[1]) is None)
