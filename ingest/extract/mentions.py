"""Persons as text mentions them: a title and a name side by side.

``name_at`` and ``title_at`` read at one place, ``mentions`` finds the persons of a sentence. The rules of
people.py turn Mentions into Persons with a role.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.registry.titles import (
    TitleMatch,
    find_title_at,
    find_titles,
    is_swedish_title,
    role_of,
    title_base,
    without_acting,
)
from ingest.extract.line_ends import is_wrapped
from ingest.extract.name_forms import (
    base_surname,
    can_be_name_word,
    is_given_name,
    is_initial,
    is_surname_like,
    name_lists,
)
from ingest.extract.names import (
    SPACE,
    Run,
    find_names,
    is_something_else,
    name_in,
    runs,
    unknown_name,
)

# "Aino Kallio, Jäähalli Oy:n toimitusjohtaja, …", "Nina Ek, verkställande direktör för Ishallen Ab, …"
_OWNER = re.compile(rf"[A-ZÅÄÖ][\w&-]{{1,40}}(?:{SPACE}[\w&-]{{1,40}}){{0,3}}(?::n|:s)?{SPACE}")
_OF_WHAT = re.compile(rf"{SPACE}(?:för|vid|från|på|i){SPACE}[A-ZÅÄÖ][\w &:-]{{1,40}}(?=,)")
# Roles in a meeting that end as titles do.
_GENITIVE = re.compile(r"(?<![\w-])((?:[a-zåäö-]+n[ \u00a0](?:ja[ \u00a0])?)?[^\W\d_][\w-]*n)[ \u00a0]\Z")
_LAST_WORD = re.compile(rf"(?<![\w-])((?:[^\W\d_][\w\u00ad:’.-]{{0,80}})|\d{{1,2}}){SPACE}{{1,3}}\Z")
_LAST_OF_LINE = re.compile(_LAST_WORD.pattern.replace("{1,3}", "{0,3}"))
_MEETING_ROLES = ("pöytäkirjanpitäjä", "puheenjohtaja", "pöytäkirjantarkastaja")


@dataclass(frozen=True)
class Mention:
    """A person at ``text[start:end]``, by name, title or both; ``full`` is false for a bare surname.

    ``written`` is the name as it stands, in whatever case form.
    """

    start: int
    end: int
    name: str | None = None
    title: str | None = None
    organisation: str | None = None
    full: bool = True
    written: str = ""


def title_text(match: TitleMatch) -> str:
    """A title in its nominative, in lower case, abbreviations too (ict-päällikkö).

    It is the post: that somebody stands in for its holder (vs., vt., tf.) is left to the evidence's words.
    """
    words = without_acting(match.text).replace("\u00ad", "").split()
    if not match.nominative:
        words[-1] = match.base
    return " ".join(words).lower()


def title_at(text: str, pos: int, end: int) -> TitleMatch | None:
    """The official title that begins at ``pos`` and ends before ``end``; roles in a meeting are none."""
    match = find_title_at(text, pos)
    return match if match and match.end <= end and not match.base.endswith(_MEETING_ROLES) else None


def _run_at(text: str, pos: int, end: int) -> Run | None:
    found = runs(text, pos, min(end, pos + 200), first_only=True)
    return found[0] if found and found[0].start == pos else None


def _into_sentence(text: str, run: Run) -> int | None:
    """Where a surname-first name ends that a sentence follows at once: "Ylä-Oja Aino Hinnat nousevat"."""
    if len(run.words) != 3 or not re.compile(rf"{SPACE}{{1,2}}[a-zåäö]").match(text, run.end):
        return None
    first, second, third = run.words
    if is_given_name(first) or not is_given_name(second) or is_given_name(third):
        return None
    if not (is_surname_like(first) or "-" in first) or is_surname_like(third):
        return None
    return text.rindex(third, run.start, run.end) - 1


def name_at(
    text: str, pos: int, end: int, *, lone: bool = False, title: TitleMatch | None = None
) -> Mention | None:
    """The name that begins exactly at ``pos``, known or not; ``lone`` takes a bare surname too.

    ``title`` is what stands before it: after a Swedish one no name is in a Finnish case.
    """
    run = _run_at(text, pos, end)
    if run is None:
        return None
    if over := _into_sentence(text, run):
        return Mention(pos, over, name_in(text, pos, over))
    strict = find_names(text, pos, run.end, inflected=title is None or not is_swedish_title(title.base))
    if (
        strict
        and strict[0].start == pos
        and (len(strict) > 1 or len(run.words) > 3 or strict[0].end >= run.end)
    ):
        return Mention(pos, strict[0].end, strict[0].value)
    if "\n" in text[run.start : run.end]:  # only a known name is read over a line's end
        run = _run_at(text, pos, text.index("\n", pos)) or run
    if len(run.words) == 1:
        word = run.words[0]
        comma = re.compile(rf",{SPACE}([^\W\d_-]+(?:-[^\W\d_]+)?)(?={SPACE}*(?:[,;\n\t(]|$))").match(
            text, run.end, end
        )
        if comma and is_given_name(comma.group(1)) and (name := name_in(text, pos, comma.end())):
            return Mention(pos, comma.end(), name)
        if lone and len(word) > 1:
            return Mention(pos, run.end, word, full=False, written=word)
        return None
    name = name_in(text, pos, run.end)
    return Mention(pos, run.end, name) if name else None


def mentions(text: str, start: int, end: int, *, lone: bool = False, inflected: bool = True) -> list[Mention]:
    """Persons in running text, in order: full names in their base form with the title before them, if any.

    ``lone`` also gives bare surnames, and reads unknown pairs of capitalised words as names;
    ``inflected=False`` is for Swedish, where a surname that ends as a Finnish genitive is none.
    """
    found: list[Mention] = []
    for run in runs(text, start, end):
        if found and run.start < found[-1].end:
            continue  # the given name of "Surname, Given"
        strict = find_names(text, run.start, run.end, inflected=inflected)
        if strict:
            found += [Mention(f.start, f.end, f.value, written=text[f.start : f.end]) for f in strict]
            continue
        if "\n" in text[run.start : run.end]:
            rest = runs(text, text.rindex("\n", run.start, run.end), run.end)
            run = rest[-1] if rest else run
        if is_something_else(text, run.start, run.end):
            continue
        after_title = _cue_before(text, start, run.start)
        initials = is_initial(run.words[0]) and len(run.words[-1]) > 3 and len(run.words) < 5
        if len(run.words) > 1 and (lone or after_title or initials):
            name = unknown_name(run.words, inflected=inflected)
            found.append(Mention(run.start, run.end, name, written=" ".join(run.words)))
        elif len(run.words) == 1 and (lone or after_title) and _is_long_enough(run.words[0]):
            word = run.words[0]
            surname = base_surname(word) if inflected else word
            found.append(Mention(run.start, run.end, surname, full=False, written=word))
    if not found:
        return found
    titles = {
        start + match.end: match
        for match in (
            find_titles(text[start:end]) if any(_title_before(text, start, m) for m in found) else ()
        )
        if not match.base.endswith(_MEETING_ROLES)
    }
    result: list[Mention] = []
    for mention in found:
        if result and mention.start < result[-1].end:
            continue  # the owner within "Aino Kallio, Kuusirannan Jäähalli Oy:n toimitusjohtaja"
        title = next(
            (
                titles[at]
                for at in range(mention.start - 1, mention.start - 4, -1)
                if at in titles and not text[at : mention.start].strip()
            ),
            None,
        )
        if title is not None:
            result.append(_titled(text, mention, start + title.start, start, title))
        else:
            result.append(_title_after(text, mention, end))
    return result


def _is_long_enough(word: str) -> bool:
    """Whether a word by itself may be a surname: one of two letters if it is a known one (Ek)."""
    return len(word) > 2 or word.lower() in name_lists().surnames


def _titled(text: str, mention: Mention, at: int, floor: int, title: TitleMatch) -> Mention:
    words = title_text(title)
    before = re.compile(r"([^\W\d_][\w-]*-)[ \u00a0](?:ja|sekä|och)[ \u00a0]$").search(
        text, max(floor, at - 50), at
    )
    if before:  # "talous- ja suunnittelupäällikkö"
        at = before.start()
        words = text[before.start() : before.end()].lower().replace("\u00a0", " ") + words
    elif title.base in (
        "johtaja",
        "päällikkö",
        "sihteeri",
        "toimialajohtaja",
        "esihenkilö",
        "esimies",
        "insinööri",
        "asiantuntija",
    ):
        at, words = with_genitive(text, floor, at, title) or (at, words)
    if mention.full and is_swedish_title(title.base):
        plain = find_names(text, mention.start, mention.end, inflected=False)
        mention = replace(mention, name=plain[0].value) if len(plain) == 1 else mention
    return replace(mention, start=at, title=words)


def with_genitive(text: str, floor: int, at: int, title: TitleMatch) -> tuple[int, str] | None:
    """Where a title at ``at`` begins, with the genitive it belongs to ("lukiokoulutuksen päällikkö")."""
    genitive = _GENITIVE.search(text, max(floor, at - 60), at)
    longer = find_title_at(text, genitive.start()) if genitive else None
    if genitive and longer and longer.end == at + title.end - title.start:
        return genitive.start(), title_text(longer)
    return None


def _title_after(text: str, mention: Mention, end: int) -> Mention:
    """ "Matti Virtanen, kaupunginjohtaja" in prose lists, when a separator follows the title."""
    comma = re.compile(rf",{SPACE}").match(text, mention.end)
    title = title_at(text, comma.end(), end) if comma and mention.full else None
    if comma and mention.full and title is None and (owner := _OWNER.match(text, comma.end(), end)):
        title = _owned_title(text, owner, end)
    if title and title.nominative and (of := _OF_WHAT.match(text, title.end, end)):
        return replace(mention, end=of.end(), title=title_text(title))
    if (
        title
        and title.nominative
        and (
            title.end >= end
            or text[title.end] in ",;.)\n"
            or text[title.end :].startswith((" ja ", " sekä "))
        )
    ):
        following = re.compile(rf"{SPACE}{{1,2}}[A-ZÅÄÖ]").match(text, title.end)
        if following is None:
            return replace(mention, end=title.end, title=title_text(title))
    return mention


def _owned_title(text: str, owner: re.Match[str], end: int) -> TitleMatch | None:
    """The title behind an organisation's genitive: that of "Jäähalli Oy:n toimitusjohtaja"."""
    words = owner.group().rstrip()
    return title_at(text, owner.end(), end) if words.endswith(("n", "s")) else None


def _title_before(text: str, floor: int, mention: Mention) -> bool:
    """Whether the word right before a mention is a title's last: a quick look before they are all read."""
    at = mention.start
    if text[at - 1 : at] == "\n" and is_wrapped(text, at - 1):
        match = _LAST_OF_LINE.search(text, max(floor, at - 90), at - 1)
    else:
        match = _LAST_WORD.search(text, max(floor, at - 90), at)
    return match is not None and (match.group(1)[-1:].isdigit() or title_base(match.group(1)) is not None)


def _cue_before(text: str, floor: int, at: int) -> bool:
    """Whether a title or a role word ("valtuutettu") stands right before."""
    match = _LAST_WORD.search(text, max(floor, at - 60), at)
    if match is None:
        return False
    word = match.group(1).rstrip(".")
    return role_of(word) is not None or find_title_at(word, 0) is not None


def is_plausible_lone(word: str) -> bool:
    """Whether a capitalised word by itself may be a surname."""
    return (
        can_be_name_word(word) and not is_initial(word) and (not is_given_name(word) or is_surname_like(word))
    )
