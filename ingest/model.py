"""A statistical model's help (``--model``): persons the rules did not see, and whom they come from.

Any spaCy pipeline with named entities will do, by its package's name or its folder. Its persons count only
where a title stands beside them: a name alone, however sure the model is, may be a private person's.
Nothing here is imported, nor spaCy's models, without ``--model``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.records import Person, Reading, Role

if TYPE_CHECKING:
    from spacy.language import Language

    from ingest.extract.found import Found
    from ingest.isolation import ReadBytes

PERSONS = frozenset({"PER", "PERSON", "PRS"})
ORGANISATIONS = frozenset({"ORG"})
MEMORY_MB = 1_500
"""What a worker may hold with a model in it."""
_NOT_NAMES = ("tagger", "morphologizer", "parser", "lemmatizer", "trainable_lemmatizer", "senter")
_LONGEST = 100_000  # characters of an item that the model sees
_STEM = 4  # letters of a name that no case form changes
_BESIDE = re.compile(r"[ \u00a0]?(?:,|\()[ \u00a0]?")


def is_there(name: str) -> bool:
    """Whether there is a model of that name: a folder with one, or an installed package."""
    return (Path(name) / "meta.json").is_file() or (name.isidentifier() and find_spec(name) is not None)


def reader_with(model: str | None) -> ReadBytes | None:
    """What ``ingest.isolation.read_all`` reads with: None without a model."""
    return partial(_read_bytes, model) if model else None


def _read_bytes(model: str, data: bytes, name: str, uri: str) -> Reading:
    from ingest.pipeline import read_bytes

    return read_bytes(data, name, uri, model=model)


@cache
def load(name: str) -> Language:
    """The model, loaded once a process. Raises OSError as ``spacy.load`` does."""
    import spacy

    return spacy.load(name, exclude=list(_NOT_NAMES))


def find_people_by(model: str, text: str, language: str, known: Collection[str]) -> list[Found[Person]]:
    """Officials the model sees in ``text`` and nobody has found yet, each once.

    ``known`` are the names found already. The model must be of the text's language, or of any ("xx").
    """

    nlp = load(model)
    if nlp.lang not in (language, "xx"):
        return []
    doc = nlp(text[:_LONGEST])
    organisations = {e.start_char: e.text for e in doc.ents if e.label_ in ORGANISATIONS}
    found: dict[str, Found[Person]] = {}
    for entity in doc.ents:
        if entity.label_ not in PERSONS:
            continue
        person = _official(text, entity.start_char, entity.end_char)
        if person is None or person.value.name is None or _is_known(person.value.name, known):
            continue
        beside = _BESIDE.match(text, person.end)
        organisation = organisations.get(beside.end()) if beside else None
        value = person.value.model_copy(update={"organisation": organisation})
        found.setdefault(person.value.name, replace(person, value=value))
    return list(found.values())


def _is_known(name: str, known: Collection[str]) -> bool:
    """Whether a name, or a form or a part of it, has been found already."""
    words = name.split()
    return any(
        words[-1][:_STEM] == other.split()[-1][:_STEM] and words[0][:_STEM] in other for other in known
    )


def _official(text: str, start: int, end: int) -> Found[Person] | None:
    """The person whose name is at ``text[start:end]``, if a title stands right before or after it."""
    from corpus.registry.titles import find_title_at, find_titles
    from ingest.extract.found import Found
    from ingest.extract.mentions import title_text
    from ingest.extract.name_forms import can_be_name_word, is_initial
    from ingest.extract.names import find_names, unknown_name
    from ingest.extract.people_rules import rules

    words = text[start:end].replace("\u00ad", "").split()
    if not 2 <= len(words) <= 5 or not all(can_be_name_word(w) or is_initial(w.rstrip(".")) for w in words):
        return None
    floor = max(0, start - 90)
    before = next(
        (t for t in find_titles(text[floor:start]) if not text[floor + t.end : start].strip()), None
    )
    comma = re.compile(r",[ \u00a0]").match(text, end)
    after = find_title_at(text, comma.end()) if comma and not before else None
    title = before or after
    if title is None:
        return None
    word = text[floor + before.start : start].split()[0].casefold() if before else ""
    if word in rules().private:
        return None
    names = find_names(text, start, end)
    name = names[0].value if names else unknown_name(words)
    first = floor + before.start if before else start
    last = after.end if after else end
    person = Person(name=name, title=title_text(title), role=Role.OTHER)
    return Found(first, last, person, "people:model")
