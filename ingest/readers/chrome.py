"""Which parts of a web page are not the document: navigation, menus, hidden elements, link bars.

What they are called on which platform is data (``chrome.toml``); this module only applies it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bs4.element import Tag

_HIDDEN = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE)
_LONGEST_BAR = 300
_MOST_CLASSES = 12
_LONGEST_CLASS = 80


@dataclass(frozen=True)
class Chrome:
    """The words of ``chrome.toml``."""

    tags: frozenset[str]
    page_tags: frozenset[str]
    roles: frozenset[str]
    ids: frozenset[str]
    classes: frozenset[str]
    class_sets: tuple[frozenset[str], ...]
    captions: frozenset[str]
    strong: re.Pattern[str]
    any: re.Pattern[str]
    heading_labels: frozenset[str]
    tag_labels: frozenset[str]


@cache
def chrome() -> Chrome:
    """Loads the words, once."""
    source = resources.files("ingest.readers").joinpath("chrome.toml").read_text("utf-8")
    words: dict[str, list[str]] = tomllib.loads(source)
    sets: list[list[str]] = tomllib.loads(source)["class_sets"]
    return Chrome(
        tags=frozenset(words["tags"]),
        page_tags=frozenset(words["page_tags"]),
        roles=frozenset(words["roles"]),
        ids=frozenset(words["ids"]),
        classes=frozenset(words["classes"]),
        class_sets=tuple(frozenset(one) for one in sets),
        captions=frozenset(words["captions"]),
        strong=_phrases(words["phrases"]),
        any=_phrases(words["phrases"] + words["weak_phrases"]),
        heading_labels=frozenset(words["heading_labels"]),
        tag_labels=frozenset(words["tag_labels"]),
    )


def _phrases(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    spelled = (r"\s{1,8}".join(map(re.escape, phrase.split())) for phrase in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)", re.IGNORECASE)


def is_chrome(tag: Tag, inside_document: bool) -> bool:
    """Whether an element is left out with all in it; ``inside_document``: below main, article, section."""
    words = chrome()
    name = tag.name.lower()
    if name in words.tags or (name in words.page_tags and not inside_document):
        return True
    attributes = tag.attrs
    if not attributes:
        return name == "table" and _dropped_caption(tag)
    if "hidden" in attributes or _HIDDEN.search(text_of(attributes.get("style"))):
        return True
    if (
        text_of(attributes.get("role")).lower() in words.roles
        or text_of(attributes.get("id")).lower() in words.ids
    ):
        return True
    classes = {word.lower() for word in classes_of(tag)}
    if classes & words.classes or any(wanted <= classes for wanted in words.class_sets):
        return True
    return name == "table" and _dropped_caption(tag)


def _dropped_caption(table: Tag) -> bool:
    caption = table.find("caption", recursive=False)
    return isinstance(caption, Tag) and caption.get_text().strip().lower() in chrome().captions


def is_link_bar(line: str, linked: bool) -> bool:
    """Whether a line only leads elsewhere: "Edellinen asia | Seuraava asia".

    ``linked``: all of it is links; then one known phrase between separators is enough (old Dynasty's
    "Toimielimet | Kaupunginhallitus | Avaa haku", which repeats the heading below it).
    """
    if len(line) > _LONGEST_BAR or not chrome().strong.search(line):
        return False
    if linked and "|" in line:
        return True
    return not any(character.isalnum() for character in chrome().any.sub("", line))


def classes_of(tag: Tag) -> list[str]:
    """The element's CSS classes: the first of them, for every line below carries them."""
    value = tag.attrs.get("class")
    if value is None:
        return []
    words = value.split(maxsplit=_MOST_CLASSES) if isinstance(value, str) else value
    return [str(word)[:_LONGEST_CLASS] for word in words[:_MOST_CLASSES]]


def text_of(value: object) -> str:
    """An attribute's value as one string (bs4 gives lists for some)."""
    if value is None:
        return ""
    return (
        value
        if isinstance(value, str)
        else " ".join(map(str, value))
        if isinstance(value, list)
        else str(value)
    )
