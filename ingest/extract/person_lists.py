"""Lists of persons: what stands after "Valmistelijat:" or "Lisätiedot" and holds nothing but persons."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.registry.titles import role_of
from ingest.extract.mentions import Mention, name_at, title_at, title_text
from ingest.extract.name_forms import is_given_name
from ingest.extract.names import SPACE

_LONGEST_LIST = 6_000  # characters of a slot that are read
_LONGEST_LINE = 600

_EMAIL = r"[\w.+-]{1,64}[ ]?(?:@|\(at\)|\(a\)|\[at\]|\(ät\))[ ]?[\w-]{1,64}(?:\.[\w-]{1,40}){0,4}"
_PHONE_WORD = r"(?i:puhelinnumero|puhelin|puh|tel|tfn|telefon|gsm|matkapuhelin|mobil|p)(?![^\W\d_])\.?:?"
_DIGITS = r"\+?\(?\d[\d \t\u00a0\u2009\u202f()/-]{3,24}"
_DATE = r"\d{1,2}\.\d{1,2}\.(?:\d{4})?"
_MAIL_WORD = r"(?i:sähköpostiosoite|sähköposti|s-posti|e-post|e-mail|email)(?![^\W\d_]):?"
_NOISE = re.compile(
    rf"(?:{_EMAIL}|{_PHONE_WORD}(?:{SPACE}{{0,3}}{_DIGITS})?|{_MAIL_WORD}|{_DATE}|{_DIGITS}|\d{{1,5}}|https?://\S{{1,200}})"
)
_SEPARATOR = re.compile(
    r"[ \t\u00a0\u2009\u202f\u00ad]+|[,;:/|•●▪·*–&]|-(?=[ \t\u00a0])|(?:ja|sekä|och|samt)(?![^\W\d_])"
)
_PARENTHESIS = re.compile(r"\([^()\n]{0,60}\)")
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|\u00ad|[-‐‑'’](?=[^\W\d_]))*")
_ORGANISATION = re.compile(
    r"(?:[A-ZÅÄÖ][\w&-]{0,40}|\d[\w-]{0,10})(?:[ \u00a0](?:(?:ja|och|&)[ \u00a0])?[\w&:-]{1,40}){0,6}"
)
_OWNER_ENDINGS = (
    "kaupungin", "kunnan", "kuntaliiton", "liiton", "hyvinvointialueen", "yhtymän", "viraston", "ministeriön",
    "yhdistyksen", "seuran", "yliopiston", "keskuksen", "laitoksen", "oy:n", "oyj:n", "ab:n", "ry:n",
    "säätiön",
)  # fmt: skip
_GRADES = (("liiton", "liitto"), ("viraston", "virasto"), ("yliopiston", "yliopisto"), ("säätiön", "säätiö"))


def read_list(text: str, start: int, end: int, *, bare_titles: bool = True) -> list[Mention]:
    """The persons listed from ``start`` on, line by line, until a line is something else.

    Understands "title name", "name, title, phone", a title's line before or after its name's line, an
    organisation after the name; skips bullets, phone numbers and addresses.
    """
    end = min(end, start + _LONGEST_LIST)
    result: list[Mention] = []
    pos = start
    first = True
    while pos < end:
        line_end = text.find("\n", pos, end)
        line_end = end if line_end < 0 else line_end
        if not first and text[pos:line_end].rstrip().endswith(":") and line_end - pos < 120:
            break  # the next heading, or who speaks next
        if text[pos:line_end].strip(" \t\u00a0\u2009\u202f•●▪*-–:"):
            entries, clean = _read_line(text, pos, min(line_end, pos + _LONGEST_LINE), end)
            if not clean and not (first and entries):
                told = clean is None and _goes_on(text, entries, line_end)
                result += (
                    [] if told else entries if clean is None else [e for e in entries if e.name and e.title]
                )
                break
            result += entries
            first = False
            if not clean:
                break
            if entries:
                line_end = max(
                    line_end,
                    text.find("\n", entries[-1].end, end) if entries[-1].end > line_end else line_end,
                )
        pos = line_end + 1
    merged = _joined(text, result)
    return merged if bare_titles else [mention for mention in merged if mention.name]


def _goes_on(text: str, entries: list[Mention], stop: int) -> bool:
    """Whether a sentence tells of the line's only person: "Rehtori Aino Kallio alusti aiheesta"."""
    return len(entries) == 1 and bool(
        re.compile(rf"{SPACE}{{1,2}}[a-zåäö]").match(text, entries[0].end, stop)
    )


def _read_line(text: str, start: int, stop: int, limit: int) -> tuple[list[Mention], bool | None]:
    """A line's persons, and whether it holds nothing else (None: it goes over into prose after them)."""
    entries: list[Mention] = []
    pos = start
    comma = False
    while pos < stop:
        if (
            entries
            and entries[-1].name
            and entries[-1].title is None
            and (post := _in_brackets(text, pos, stop))
        ):
            entries[-1] = replace(entries[-1], end=post[0], title=post[1])
            pos = post[0]
            continue
        if match := _SEPARATOR.match(text, pos, stop) or _PARENTHESIS.match(text, pos, stop):
            comma = comma or match.group()[0] in ",;("
            pos = match.end()
            continue
        if match := _NOISE.match(text, pos, stop):
            pos = match.end()
            comma = False
            continue
        if text[pos] == "." or text[pos] == "+":
            pos += 1
            continue
        entry = _entry(text, pos, stop, limit)
        if entry is not None:
            entries.append(entry)
            pos = entry.end
            comma = False
            continue
        match = _ORGANISATION.match(text, pos, stop)
        if (
            match
            and comma
            and entries
            and entries[-1].organisation is None
            and _is_organisation(match.group())
        ):
            if entries[-1].name:
                entries[-1] = replace(entries[-1], organisation=_without_ja(match.group()))
            pos = pos + len(_without_ja(match.group()))
            comma = False
            continue
        if (
            match
            and not entries
            and _is_organisation(match.group())
            and text[match.end() : match.end() + 1] in (",", "\n", "")
        ):
            pos = match.end()
            comma = False
            continue
        if role := _role_word(text, pos, stop):
            if comma and entries and entries[-1].name and entries[-1].title is None and text[pos].islower():
                entries[-1] = replace(entries[-1], end=role, title=text[pos:role])
            pos = role
            continue
        return entries, None if entries and entries[-1].name else False
    return entries, True


def _in_brackets(text: str, pos: int, stop: int) -> tuple[int, str] | None:
    """The end of "(sivistysjohtaja)" and the title in it."""
    match = _PARENTHESIS.match(text, pos, stop)
    title = title_at(text, pos + 1, match.end() - 1) if match else None
    if match is None or title is None or title.end != match.end() - 1 or not title.nominative:
        return None
    return match.end(), title_text(title)


def _without_ja(words: str) -> str:
    """An organisation's words up to the next person: "Kuntaliitto ja Kimmo" is Kuntaliitto."""
    for connector in (" ja ", " och ", " sekä "):
        head, found, tail = words.partition(connector)
        if found and is_given_name(tail.split(" ")[0]):
            return head
    return words


def _is_organisation(words: str) -> bool:
    first = words.split()[0]
    if is_given_name(first):
        return False
    last = words.split()[-1]
    return (
        last in ("Oy", "Ab", "Oyj", "ry", "Ry", "Ltd", "rf")
        or first.endswith(
            (
                "liitto",
                "keskus",
                "ministeriö",
                "virasto",
                "yliopisto",
                "yhdistys",
                "hallinto",
                "palvelut",
                "toimiala",
            )
        )
        or last.endswith(
            (
                "konsernihallinto",
                "hallinto",
                "palvelut",
                "toimiala",
                "yksikkö",
                "kanslia",
                "kunta",
                "kaupunki",
                "keskus",
            )
        )
        or (first.isupper() and len(first) > 1)
    )


def _role_word(text: str, pos: int, stop: int) -> int | None:
    match = _WORD.match(text, pos, stop)
    return match.end() if match and role_of(match.group()) is not None else None


def _entry(text: str, pos: int, stop: int, limit: int) -> Mention | None:
    title = title_at(text, pos, stop)
    organisation = None
    begin = pos
    if title is None and (owner := _owner_at(text, pos, stop)):
        organisation, after = owner
        title = title_at(text, after, stop)
        if title is None:
            mention = name_at(text, after, limit)
            return replace(mention, start=begin, organisation=organisation) if mention else None
    if title is not None:
        gap = re.compile(rf"{SPACE}{{0,8}}").match(text, title.end)
        after = gap.end() if gap else title.end
        mention = name_at(text, after, limit, lone=True, title=title) if after > title.end else None
        if mention and (mention.full or _ends_slot(text, mention.end, stop)):
            return replace(mention, start=begin, title=title_text(title), organisation=organisation)
        if _ends_slot(text, title.end, stop):
            return Mention(begin, title.end, None, title_text(title), organisation)
        return None
    mention = name_at(text, pos, limit)
    if mention is None:
        return None
    gap = re.compile(rf"{SPACE}{{1,8}}").match(text, mention.end)
    follow = title_at(text, gap.end(), stop) if gap else None
    if follow and _ends_slot(text, follow.end, stop):
        return replace(mention, end=follow.end, title=title_text(follow))
    return mention if _ends_slot(text, mention.end, stop) else None


def _owner_at(text: str, pos: int, stop: int) -> tuple[str, int] | None:
    """An organisation's genitive before a title or a name ("Kuntaliiton Elisa …"): its name, what follows."""
    words: list[str] = []
    at = pos
    for _ in range(4):
        match = re.compile(rf"([^\W\d_][\w:-]{{0,40}}){SPACE}{{1,3}}").match(text, at, stop)
        if match is None:
            return None
        words.append(match.group(1))
        at = match.end()
        if match.group(1).lower().endswith(_OWNER_ENDINGS) and words[0][0].isupper():
            return _owner_base(words), at
    return None


def _owner_base(words: list[str]) -> str:
    last = words[-1]
    if ":" in last:
        last = last.split(":")[0]
    else:
        for oblique, base in _GRADES:
            if last.lower().endswith(oblique):
                last = last[: -len(oblique)] + base
                break
        else:
            last = re.sub("kaupungin$", "kaupunki", last)
            last = re.sub("kunnan$", "kunta", last)
            last = re.sub("keskuksen$", "keskus", re.sub("(yhdistyks|laitoks)en$", r"\1", last)).replace(
                "yhdistyks", "yhdistys"
            )
            last = last[:-1] if last.endswith("n") else last
    return " ".join([*words[:-1], last])


def _ends_slot(text: str, pos: int, stop: int) -> bool:
    """Whether nothing of the same phrase follows: the line's end, a separator, a phone, a parenthesis."""
    gap = re.compile(rf"{SPACE}*").match(text, pos)
    at = gap.end() if gap else pos
    if at >= stop or text[at] in ",;:(\n|/•●▪·–*\t&" or text[at].isdigit() or "\t" in text[pos:at]:
        return True
    if text[at] == "." or at - pos >= 3:
        return True
    return bool(_NOISE.match(text, at)) or bool(
        re.compile(r"(?:ja|sekä|och|samt|-)(?![^\W\d_])").match(text, at)
    )


def _joined(text: str, entries: list[Mention]) -> list[Mention]:
    """Titles that stand alone beside their name's line or cell joined with it."""
    result: list[Mention] = []
    titles_first = bool(entries) and entries[0].name is None and any(entry.name for entry in entries)
    pending: Mention | None = None
    for entry in entries:
        if entry.name is None and not titles_first:
            last = result[-1] if result else None
            if last and last.name and last.title is None:
                result[-1] = replace(last, end=entry.end, title=entry.title)
            else:
                result.append(entry)
        elif entry.name is None:
            if pending:
                result.append(pending)
            pending = entry
        elif pending:
            if entry.title is None:
                result.append(replace(entry, start=pending.start, title=pending.title))
            else:
                result += [pending, entry]
            pending = None
        else:
            result.append(entry)
    return result + ([pending] if pending else [])
