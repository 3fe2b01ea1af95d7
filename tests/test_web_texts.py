"""The pages' words: every Finnish text has its Swedish and English one, and no word stands outside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.checkers import python_format
from bs4 import BeautifulSoup
from jinja2 import Environment

from docs import catalogues
from docs.catalogues import TEMPLATES, TRANSLATED, catalogue, page, renewed, texts
from index.query import parse
from tests.conftest import ROOT
from web.language import LANGUAGES, Language

TEXTS = tuple(dict.fromkeys(texts()))
SAME = frozenset(
    # Alike in Finnish and in the other language.
    {("sv", "s."), ("sv", "Text")}
)
NAMES = ("English", "Finnish", "Northern Sámi", "Swedish")
_UNTRANSLATED_NAMES = {"Pykälä", "CSV", "XLSX", "JSON", "OpenAPI", "BibTeX", "CSL-JSON", "SHA", "s"}
_SHOWN = ("aria-label", "title", "alt", "placeholder")


def test_the_languages_are_those_translated() -> None:
    assert {"fi", *TRANSLATED} == set(LANGUAGES)


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_is_translated_and_none_is_left_over(code: str) -> None:
    held = catalogue(code)
    translated = {str(message.id): message.string for message in held if message.id}
    assert set(translated) == set(TEXTS)
    assert [text for text, said in translated.items() if not str(said).strip()] == []
    assert not held.obsolete
    assert [message.id for message in held if message.fuzzy and message.id] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_catalogues_are_as_their_keeper_writes_them(code: str) -> None:
    assert (ROOT / "web" / "locale" / f"{code}.po").read_text("utf-8") == page(code, renewed(code))


@pytest.mark.parametrize("code", TRANSLATED)
def test_placeholders_and_ends_agree(code: str) -> None:
    held = catalogue(code)
    for message in held:
        if not message.id:
            continue
        python_format(held, message)  # raises TranslationError
        finnish, said = str(message.id), str(message.string)
        assert finnish[-1:] == said[-1:] or not {finnish[-1:], said[-1:]} & set(":."), finnish
        assert finnish[:1].isupper() == said[:1].isupper() or said in NAMES or not said[0].isalpha(), finnish


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_left_in_finnish(code: str) -> None:
    same = [text for text in TEXTS if Language(code).text(text) == text]
    assert [text for text in same if (code, text) not in SAME] == []


def test_the_example_is_a_question_in_every_language() -> None:
    asked = {parse(Language(code).text("verkosto kunta:Tuusula pvm:2020..2024"), {}) for code in ("fi", "en")}
    assert len(asked) == 1
    swedish = parse(Language("sv").text("verkosto kunta:Tuusula pvm:2020..2024"), {})
    assert swedish not in asked  # its own words


@pytest.mark.parametrize(
    ("code", "name", "shown"),
    [
        *(("sv", "Helsinki", "Helsingfors"), ("sv", "Varsinais-Suomi", "Egentliga Finland")),
        *(("sv", "Tuusula", "Tusby"), ("sv", "Kukkula", "Kukkula"), ("en", "Helsinki", "Helsinki")),
        *(("fi", "Helsinki", "Helsinki"), ("sv", None, "")),
    ],
)
def test_places_have_their_swedish_names(code: str, name: str | None, shown: str) -> None:
    assert Language(code).place(name) == shown


def test_a_text_is_filled_in_every_language() -> None:
    said = [Language(code).text("Muutokset %(day)s alkaen", day="1.2.2026") for code in LANGUAGES]
    assert said == [
        "Muutokset 1.2.2026 alkaen",
        "Ändringar från och med 1.2.2026",
        "Changes since 1.2.2026",
    ]


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_templates_have_no_words_of_their_own(path: Path) -> None:
    assert sorted(set(_words(path.read_text("utf-8"))) - _UNTRANSLATED_NAMES) == []


def _words(template: str) -> Iterator[str]:
    """The words that a template shows without asking for their translation."""
    lexed = Environment().lex(template)
    markup = "".join(value if kind == "data" else "" for _, kind, value in lexed)
    html = BeautifulSoup(markup, "html.parser")
    for code in html.find_all("code"):
        code.decompose()  # examples of the query language
    shown = [
        html.get_text(" "),
        *(str(tag[name]) for tag in html.find_all() for name in _SHOWN if tag.has_attr(name)),
    ]
    for text in shown:
        yield from re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)


def test_the_keeper_adds_what_is_new_and_takes_out_what_is_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for code in TRANSLATED:
        held = catalogue(code)
        held.delete("Verkosto")
        held.add("Vanha teksti", "Old")
        (tmp_path / f"{code}.po").write_text(page(code, held), "utf-8")
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    catalogues.main()
    assert capsys.readouterr().out.splitlines() == ["sv: Verkosto", "en: Verkosto"]
    for code in TRANSLATED:
        kept = {str(message.id): message.string for message in catalogue(code) if message.id}
        assert set(kept) == set(TEXTS)
        assert kept["Verkosto"] == ""
        assert kept["Kunta"] == Language(code).text("Kunta")
