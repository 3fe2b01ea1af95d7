"""The lists of phrases: each entry is used and fits its examples, each phrase is needed, errors are clear."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ingest
from ingest.extract import wording
from ingest.extract.people_prose import _parts
from ingest.extract.wording import FILES, finder, listed, read, wordings, words

SOURCES = Path(ingest.__file__).parent
CALL = re.compile(r"\b(?:words|finder|listed)\(\s*((?:[\"']\w+[\"'],?\s*)+)")
ENTRIES = sorted(wordings())


def used() -> set[str]:
    """Names that some rule asks for."""
    sources = [path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py")]
    rules = "\n".join(source for source in sources if "from ingest.extract.wording import" in source)
    asked = {name for call in CALL.findall(rules) for name in re.findall(r"\w+", call)}
    named = {
        name
        for entry in wordings().values()
        for word in entry.words
        for name in re.findall(r"\{(\w+)\}", word)
    }
    return asked | named


def spelled(phrase: str) -> str:
    """A phrase at its shortest: nothing for ~, (…) and …, another entry's first phrase for its name."""
    shortest = re.sub(r"\([^()]*\)|~", "", phrase).replace(" … ", " ")
    return re.sub(r"\{(\w+)\}", lambda name: spelled(listed(name[1])[0]), shortest)


def test_every_entry_is_used() -> None:
    assert set(ENTRIES) == used()


@pytest.mark.parametrize("name", ENTRIES)
def test_examples(name: str) -> None:
    for example in wordings()[name].examples:
        assert re.fullmatch(words(name), example, re.IGNORECASE), example


@pytest.mark.parametrize("name", ENTRIES)
def test_every_phrase_is_found(name: str) -> None:
    for phrase in listed(name):
        assert re.fullmatch(words(name), spelled(phrase), re.IGNORECASE), phrase
        assert finder(name).search(f"x {spelled(phrase)}"), phrase


@pytest.mark.parametrize("name", ENTRIES)
def test_no_phrase_says_what_another_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = listed(name)
    for index, phrase in enumerate(phrases):
        others = (*phrases[:index], *phrases[index + 1 :])
        if others:
            entry = wording.Wording("x.toml", f"{name} without {phrase}", others, ())
            monkeypatch.setattr(wording, "wordings", lambda entry=entry: {**wordings(), entry.name: entry})
            assert not re.fullmatch(words(entry.name), spelled(phrase)), phrase


NOTATION = [
    ("an ending", "kannatti(vat)", ["kannatti", "kannattivat"], ["kannattiv", "kannattin"]),
    ("one of some endings", "tukema(a|n)", ["tukema", "tukemaa", "tukeman"], ["tukemana"]),
    ("any ending", "ehdotu~", ["ehdotus", "ehdotuksensa"], ["vastaehdotus"]),
    ("the last part of a compound", "~ehdotu~", ["ehdotus", "vastaehdotuksen"], ["esitys"]),
    ("a blank", "fram ett", ["fram ett", "fram\n   ett", "fram\u00a0ett"], ["framett"]),
    ("words between", "oli … läsnä", ["oli läsnä", "oli koko ajan läsnä"], ["oli a b c d e läsnä"]),
    ("a full stop", "ym.", ["ym."], ["ymx"]),
    ("another entry", "{that} kunta", ["että kunta", "att kunta"], ["että", "kunta"]),
]  # fmt: skip


@pytest.mark.parametrize(("case", "phrase", "fits", "misses"), NOTATION)
def test_notation(
    case: str, phrase: str, fits: list[str], misses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = wording.Wording("x.toml", f"notation of {case}", (phrase,), ())
    monkeypatch.setattr(wording, "wordings", lambda: {**wordings(), entry.name: entry})
    pattern = re.compile(words(entry.name))
    assert [word for word in fits if not pattern.fullmatch(word)] == []
    assert [word for word in misses if pattern.fullmatch(word)] == []


ERRORS = [
    ("no TOML", '[a\nwords = ["x"]', "x.toml: "),
    ("an unknown key", '[a]\nwords = ["x"]\nexamples = ["x"]\npattern = "y"', "x.toml: [a] may have words"),
    ("no words", '[a]\nexamples = ["x"]', "x.toml: [a] words"),
    ("an empty list", '[a]\nwords = []\nexamples = ["x"]', "x.toml: [a] words"),
    ("no example", '[a]\nwords = ["x"]', "x.toml: [a] examples"),
    ("a blank phrase", '[a]\nwords = [" "]\nexamples = ["x"]', "x.toml: [a] words"),
    ("a number", '[a]\nwords = [3]\nexamples = ["x"]', "x.toml: [a] words"),
    ("a phrase twice", '[a]\nwords = ["x", "x"]\nexamples = ["x"]', "x.toml: [a] words: 'x' stands twice"),
    ("an open bracket", '[a]\nwords = ["x(y"]\nexamples = ["x"]', "x.toml: [a] 'x(y'"),
    ("an open brace", '[a]\nwords = ["{x"]\nexamples = ["x"]', "x.toml: [a] '{x'"),
]


@pytest.mark.parametrize(("case", "content", "told"), ERRORS)
def test_what_cannot_be_read_is_told_in_a_line(case: str, content: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)) as caught:
        list(read("x.toml", content))
    assert "\n" not in str(caught.value), case


@pytest.mark.parametrize(
    ("phrases", "told"),
    [
        ({"first": "{second}", "second": "{first} x"}, "x.toml: [first] is made of itself"),
        ({"third": "{nowhere}"}, "x.toml: [third] names 'nowhere', which no file has"),
    ],
)
def test_names_that_lead_nowhere(phrases: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {name: wording.Wording("x.toml", name, (phrase,), ()) for name, phrase in phrases.items()}
    monkeypatch.setattr(wording, "wordings", lambda: entries)
    with pytest.raises(ValueError, match=re.escape(told)):
        words(next(iter(phrases)))


@pytest.mark.parametrize("file", FILES)
def test_every_entry_stands_under_what_it_is_for(file: str) -> None:
    content = Path(wording.__file__).with_name(f"{file}.toml").read_text(encoding="utf-8")
    told = [block for block in content.split("\n\n") if block.startswith("# ")]
    entries = re.findall(r"^\[(\w+)\]$", "\n".join(told), re.MULTILINE)
    assert entries == [entry.name for entry in wordings().values() if entry.file == f"{file}.toml"]


RULES = {
    "cue_heard": "presented to_be_heard heard_are heard_whom presents body_heard right_to_be_heard",
    "cue_disqualified": "disqualified takes_no_part left",
    "cue_dissent": "dissent reserved",
    "cue_chairs": "as_chair as_secretary chair secretary",
    "cue_inspectors": "checks_minutes checkers_headed",
    "cue_elected": "elects",
    "cue_contacts": "contact_person contact_persons stands_in_for_him delegate",
    "cue_proposals": "seconded understood proposes supported seconded_by made made_backed own_proposal whose",
}


@pytest.mark.parametrize("cue", RULES)
def test_cues_cover_the_words_of_their_rules(cue: str) -> None:
    signs = [_parts(sign) for sign in listed(cue)]
    for name in RULES[cue].split():
        for phrase in listed(name):
            sentence = f" x {spelled(phrase).lower()} x"
            assert any(all(part in sentence for part in parts) for parts in signs), f"{name}: {phrase}"


NEAR_MISSES = [
    ("supported", "kannattamatta"),
    ("elects", "valitus"),
    ("disqualified", "esteetön"),
    ("dissent", "eriävät arviot"),
    ("contact_person", "yhteyshenkilön"),
    ("seconded_by", "ehdotusta ei kannatettu"),
    ("no_proposal", "muutosehdotuksen"),
]


@pytest.mark.parametrize(("name", "near"), NEAR_MISSES)
def test_near_misses(name: str, near: str) -> None:
    assert not finder(name).search(near)
