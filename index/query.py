"""Query text and typed options to one query tree, or an error that names the place.

Words are joined by AND unless OR stands between them; AND binds closer than OR, NOT (or ``-``) closest::

    kehittämisverkosto kunta:Tuusula pvm:2020..2024
    "verkostojen kehittäminen" -kunta:Oulu
    ="Hyväksyttiin esityksen mukaisesti" (verkosto* OR nätverk*)

The fields are those of ``index.fields``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from index.fields import BY_KEY, Field, field_named, names_like
from index.tree import Any, Everything, Node, Not, Phrase, Prefix, Range, Word, both, either
from index.values import BadValue, diary_key, node_for
from index.words import ENDING, SPACES, tokens

LONGEST = 4_000
"""Characters a query may have."""

_DEEPEST = 40
_LARGEST_SLOP = 100
_QUOTES = '"”“„'
_FIELD = re.compile(r"([^\W\d_][\w-]{0,40}|§):")
_ENDING = re.compile(ENDING)
_NUMBER = re.compile(rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?![\w.,:/§-])")
# Behind a field: such a number, or a range of which an end may be such a number.
_GROUPED = rf"\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?:,\d{{1,2}})?"
_END = rf"(?:{_GROUPED}|\d{{1,15}}(?:[.,]\d{{1,2}})?)"
_NUMBERS = re.compile(rf"(?:{_END}?\.\.{_END}|{_END}\.\.|{_GROUPED})(?![\w.,:/§-])")
_LOOSE_RANGE = re.compile(r"\.\.(?!\.)")
_SECTION = re.compile(r"§\s*(\d{1,9})(?![\w./:-])|(\d{1,9})\s*§(?!\s*\d)")
_SLOP = re.compile(r"~(\d{1,9})(?!\w)")
_STRAY_SLOP = re.compile(r"~\d{1,3}\Z")
_STARRED = re.compile(r"\w\*|\*\w")
_SHORTEST_PREFIX = 2
# What pages and word processors put between letters, and nobody sees: a field's name would not be known.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_NOT_TEXT = re.compile("[\ud800-\udfff]")  # what Python makes of an argument's bytes that are not UTF-8


class QueryError(Exception):
    """A query cannot be read. ``position`` counts characters from 0; it is None for a typed option."""

    def __init__(self, what: str, position: int | None, expected: str, *, option: str | None = None) -> None:
        place = f"in option {option}" if option is not None else f"at character {(position or 0) + 1}"
        super().__init__(f"query: {what} {place}: {expected}")
        self.what = what
        self.position = position
        self.expected = expected
        self.option = option


def parse(text: str, options: Mapping[str, str | Iterable[str]] | None = None) -> Node:
    """The tree of a query's text and of typed options: field name to value, or to several of them.

    Raises QueryError.
    """
    if broken := _NOT_TEXT.search(text):
        raise QueryError("bytes that are not UTF-8", broken.start(), "write it anew in UTF-8")
    if len(text) > LONGEST:
        raise QueryError(f"a query of {len(text)} characters", LONGEST, f"at most {LONGEST}")
    nodes = [_option(name, value) for name, value in (options or {}).items()]
    if text.strip() or not nodes:
        nodes.insert(0, _Parser(_as_seen(text)).parse())
    return both(nodes)


def _as_seen(text: str) -> str:
    """The characters one sees: letters composed with their dots, nothing invisible. Places count these."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def _option(name: str, value: str | Iterable[str]) -> Node:
    field = BY_KEY.get(name) or field_named(name)
    if field is None:
        raise QueryError(f'unknown field "{name}"', None, _like(name), option=name)
    values = [value] if isinstance(value, str) else list(value)
    if any(map(_NOT_TEXT.search, values)):
        raise QueryError("bytes that are not UTF-8", None, "write it anew in UTF-8", option=name)
    try:
        return either([node_for(field, _as_seen(one)) for one in values])
    except BadValue as problem:
        raise QueryError(problem.what, None, problem.expected, option=name) from problem


def _like(name: str) -> str:
    close = names_like(name)
    if close:
        return f"did you mean {' or '.join(close)}?"
    return "the fields are " + ", ".join(field.names["fi"][0] for field in BY_KEY.values())


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def parse(self) -> Node:
        node = self.alternatives()
        if self.at < len(self.text):
            raise QueryError("unexpected )", self.at, "remove it, or add the opening (")
        if node is None:
            raise QueryError("nothing to search for", 0, "write a word, or a field such as kunta:Tuusula")
        return node

    def alternatives(self) -> Node | None:
        """``a b OR c``; None where there is nothing."""
        branches: list[Node] = []
        operator_at: int | None = None
        while True:
            begin = self.at
            branch = self.conjunction()
            if branch is None and (operator_at is not None or self.operator("OR")):
                place = operator_at if operator_at is not None else begin
                raise QueryError("OR without words on both sides", place, "write words on both sides of OR")
            if branch is None:
                return None
            branches.append(branch)
            self.spaces()
            operator_at = self.at
            if not self.operator("OR"):
                return either(branches)

    def conjunction(self) -> Node | None:
        nodes: list[Node] = []
        operator_at: int | None = None
        while True:
            self.spaces()
            if self.at >= len(self.text) or self.text[self.at] == ")" or self.peek("OR"):
                break
            here = self.at
            if self.operator("AND"):
                if not nodes or operator_at is not None:
                    raise QueryError(
                        "AND without words on both sides", here, "write words on both sides of AND"
                    )
                operator_at = here
                continue
            node = self.unary()
            if node is not None:
                nodes.append(node)
                operator_at = None
        if operator_at is not None:
            raise QueryError(
                "AND without words on both sides", operator_at, "write words on both sides of AND"
            )
        return both(nodes) if nodes else None

    def unary(self) -> Node | None:
        here = self.at
        minus = self.text[here] == "-" and here + 1 < len(self.text) and not self.text[here + 1].isspace()
        if minus:
            self.at += 1
        if minus or self.operator("NOT"):
            self.spaces()
            word = "-" if minus else "NOT"
            self.deeper()
            node = None
            if self.at < len(self.text) and self.text[self.at] != ")" and not self.peek("OR"):
                node = self.unary()
            self.depth -= 1
            if node is None:
                raise QueryError(f"{word} without a word after it", here, f"write a word after {word}")
            return Not(node)
        return self.primary()

    def primary(self) -> Node | None:
        here = self.at
        character = self.text[here]
        if character == "(":
            return self.group()
        if character == "=" and self.text[here + 1 : here + 2] and self.text[here + 1] in _QUOTES:
            self.at += 1
            return self.phrase(exact=True)
        if character in _QUOTES:
            return self.phrase(exact=False)
        if match := _NUMBER.match(self.text, here) or _SECTION.match(self.text, here):
            self.at = match.end()
            if match.re is _NUMBER:
                return Word(tokens(match.group())[0].text, start=here, end=self.at)
            number = int(match[1] or match[2])
            return Range("section", number, number)
        if match := _FIELD.match(self.text, here):
            field = field_named(match[1])
            if field is not None:
                self.at = match.end()
                return self.field_value(field)
            after = self.text[match.end() : match.end() + 2]
            if not (_ENDING.match(self.text, match.end()) or after == "//"):
                raise QueryError(f'unknown field "{match[1]}"', here, _like(match[1]))
        return self.word()

    def group(self) -> Node:
        here = self.at
        self.at += 1
        self.deeper()
        node = self.alternatives()
        self.depth -= 1
        if self.at >= len(self.text):
            raise QueryError("unclosed group", here, "add the closing )")
        self.at += 1
        if node is None:
            raise QueryError("empty group", here, "write a word between ( and )")
        return node

    def phrase(self, *, exact: bool) -> Node | None:
        here = self.at
        inner = self.quoted()
        if star := _STARRED.search(inner):
            at = here + 1 + inner.index("*", star.start())
            raise QueryError(
                "a star in quotes", at, "write it at the end of a word without quotes: verkosto*"
            )
        slop = 1
        if match := _SLOP.match(self.text, self.at):
            slop = int(match[1])
            if not 1 <= slop <= _LARGEST_SLOP:
                raise QueryError(f"a distance of {slop} words", self.at, f"write ~1 to ~{_LARGEST_SLOP}")
            self.at = match.end()
        elif self.text[self.at : self.at + 1] == "~":
            raise QueryError("a distance without a number", self.at, f"write ~1 to ~{_LARGEST_SLOP}")
        words = tuple(
            Word(token.text, start=here + 1 + token.start, end=here + 1 + token.end)
            for token in tokens(inner)
        )
        if not words:
            raise QueryError(
                "no word in the quotes", here, 'write words between the quotes, as in "yksi kaksi"'
            )
        return words[0] if len(words) == 1 and not exact else Phrase(words, exact, slop)

    def quoted(self) -> str:
        """What stands between the quotes that begin here."""
        here = self.at
        end = here + 1
        while end < len(self.text) and self.text[end] not in _QUOTES:
            end += 1
        if end >= len(self.text):
            raise QueryError("unclosed quote", here, 'add the closing "')
        self.at = end + 1
        return self.text[here + 1 : end]

    def field_value(self, field: Field) -> Node:
        if self.text[self.at : self.at + 1] == "(":
            return self.field_group(field)
        here = self.at
        if here < len(self.text) and self.text[here] in _QUOTES:
            value = self.quoted()
        else:
            sign = re.compile(r"[<>]=?").match(self.text, here)
            number = _NUMBERS.match(self.text, sign.end() if sign else here)
            value = self.text[here : number.end()] if number else self.chunk()
            self.at = here + len(value)
        try:
            return node_for(field, value, start=here)
        except BadValue as problem:
            raise QueryError(problem.what, here, problem.expected) from problem

    def field_group(self, field: Field) -> Node:
        """``kunta:(Oulu OR Tuusula)``."""
        here = self.at
        self.at += 1
        nodes: list[Node] = []
        write = f"write values with OR between them, as in {field.names['fi'][0]}:(a OR b)"
        alone: int | None = None  # where an OR stands after which no value came yet
        while True:
            self.spaces()
            if self.at >= len(self.text):
                raise QueryError("unclosed group", here, "add the closing )")
            if self.text[self.at] == ")":
                break
            if self.operator("OR"):
                if not nodes or alone is not None:
                    raise QueryError("OR without values on both sides", alone or self.at - 2, write)
                alone = self.at - 2
                continue
            for sign in ("(", "AND", "NOT", "-"):
                if self.text.startswith(sign, self.at) and (len(sign) == 1 or self.peek(sign)):
                    raise QueryError(f"{sign} in a field's group", self.at, write)
            nodes.append(self.field_value(field))
            alone = None
        if alone is not None:
            raise QueryError("OR without values on both sides", alone, write)
        self.at += 1
        if not nodes:
            raise QueryError("empty group", here, f"write values, for instance {field.examples[0]}")
        return either(nodes)

    def word(self) -> Node | None:
        """A word, or a phrase of words with signs but no spaces between them. None if there is no word."""
        here = self.at
        chunk = self.chunk()
        if _LOOSE_RANGE.match(chunk):
            raise QueryError("a range that begins with a space", here, "write it without: pvm:2020..2024")
        if match := _STRAY_SLOP.search(chunk):
            place = here + match.start()
            raise QueryError("a distance without a phrase before it", place, 'write "yksi kaksi"~3')
        self.at = max(here + len(chunk), here + 1)
        exact = chunk.startswith("=")
        stem = chunk.rstrip("*")
        found = tokens(stem)
        if "*" in stem:
            raise QueryError(
                "a star inside a word", here + stem.index("*"), "write it at the word's end: verkosto*"
            )
        if stem != chunk:
            whole = found[0].whole or found[0].text if found else ""
            if len(whole) < _SHORTEST_PREFIX or (len(found) > 1 and not found[0].whole):
                raise QueryError(
                    "too little before the star",
                    here,
                    f"write at least {_SHORTEST_PREFIX} letters: verkosto*",
                )
            return Prefix(whole)
        if not found:
            return None
        words = tuple(Word(token.text, start=here + token.start, end=here + token.end) for token in found)
        node: Node = words[0] if len(words) == 1 and not exact else Phrase(words, exact)
        if (
            len(words) > 2
            and ("/" in chunk or "-" in chunk)
            and any(character.isdigit() for character in chunk)
        ):
            return either([node, Any("diary", (diary_key(chunk.strip(".,;")),))])
        return node

    def chunk(self) -> str:
        end = self.at
        while end < len(self.text) and not self.text[end].isspace() and self.text[end] not in f"(){_QUOTES}":
            end += 1
        return self.text[self.at : end]

    def spaces(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def peek(self, operator: str) -> bool:
        end = self.at + len(operator)
        return self.text[self.at : end] == operator and (
            end >= len(self.text) or self.text[end].isspace() or self.text[end] in f"(){_QUOTES}"
        )

    def operator(self, operator: str) -> bool:
        found = self.peek(operator)
        if found:
            self.at += len(operator)
        return found

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise QueryError("groups too deep", self.at, f"use at most {_DEEPEST} groups within each other")


__all__ = ["LONGEST", "Everything", "QueryError", "parse"]
