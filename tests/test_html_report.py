"""A report as one HTML file: whole in itself, harmless whatever documents say, readable by everyone."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from terminal import html_report
from terminal.html_report import html_page
from terminal.output import Column, OutputError, View, clean, column, columns
from terminal.report import Report, Table, address, is_web

VIEW = View(
    (
        *columns("municipality", "season", "status"),
        column("fee.per_year", "€/year", right=True),
        column("meeting_date", "date"),
        column("quote"),
        column("document", "source", link="uri"),
        column("nothing"),
    )
)
ROW: dict[str, Any] = {
    "municipality": "Harjula",
    "season": "2025-2026",
    "status": "joined",
    "fee": {"per_year": "9000.50"},
    "meeting_date": "2024-10-28",
    "quote": "Kommunen deltar.",
    "document": "257.html",
    "uri": "https://harjula.example/257?a=1&b=2",
    "language": "sv",
}
FACTS = {"program": "pykala 1", "command": "participation", "query": "", "made": "2026-03-01T10:00:00+00:00"}
HELD = Table("sources", View(columns("municipality", "items")), [{"municipality": "Harjula", "items": 7}])
HOSTILE = "</td><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[31m\u202e\"'`"


def page(*rows: dict[str, Any], **more: Any) -> html.HtmlElement:
    table = Table("participation", VIEW, rows, "How to read it.", **more)
    return html.document_fromstring(html_page(Report("Who <takes> part", (table,), FACTS, HELD)))


def cells(document: html.HtmlElement) -> list[html.HtmlElement]:
    return list(document.xpath("//section[1]//tbody/tr/*"))


def test_cells_by_type() -> None:
    found = cells(page(ROW, by_name=True, terms={"joined": "takes part"}))
    assert [each.text_content().strip() for each in found] == [
        *("Harjula", "2025-2026", "joined", "9000.50", "2024-10-28", "Kommunen deltar.", "257.html"),
    ]
    name, _, status, number, date, quote, source = found
    assert (name.tag, name.get("scope")) == ("th", "row")
    assert status.get("class") == "s-joined"
    assert number.get("class") == "number"
    assert date[0].tag == "time"
    assert date[0].get("datetime") == "2024-10-28"
    assert quote.get("lang") == "sv"
    assert source[0].get("href") == ROW["uri"]


def test_a_column_without_anything_is_left_out() -> None:
    heads = page(ROW).xpath("//section[1]//thead//th/text()")
    assert heads == ["municipality", "season", "status", "€/year", "date", "quote", "source"]


def test_without_rows_it_says_so() -> None:
    document = page()
    assert "Nothing." in document.text_content()
    assert not document.xpath("//section[1]//table")


def test_what_it_rests_on_is_told() -> None:
    text = " ".join(page(ROW).xpath("//section[last()]")[0].text_content().split())
    assert "Sources and coverage" in text
    assert "program pykala 1" in text
    assert "made 2026-03-01T10:00:00+00:00" in text
    assert "Harjula 7" in text
    assert "query" not in text  # nothing was asked


def test_silence_is_no_refusal_where_it_is_told_what_is_held() -> None:
    table = Table("t", VIEW, [ROW])
    assert "never a “no”" in html_page(Report("x", (table,), FACTS, HELD))
    assert "never a “no”" not in html_page(Report("x", (table,), FACTS))  # a list of files, say


def test_it_is_whole_in_itself() -> None:
    text = html_page(Report("x", (Table("t", VIEW, [ROW]),), FACTS, HELD))
    document = html.document_fromstring(text)
    assert text.startswith("<!doctype html>")
    assert not document.xpath("//script | //link | //img | //iframe | //object | //embed | //form | //base")
    assert not document.xpath("//@src | //@srcset | //@style | //@*[starts-with(name(), 'on')]")
    (style,) = document.xpath("//style/text()")
    assert not re.search(r"url\(|@import|expression", style)
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_it_is_readable_by_everyone() -> None:
    document = page(ROW, by_name=True)
    assert document.get("lang") == "en"
    assert document.xpath("//title/text()") == ["Who <takes> part – Pykälä"]
    assert [each.tag for each in document.xpath("//h1 | //h2 | //h3")] == ["h1", "h2", "h2"]
    assert len(document.xpath("//main")) == 1
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    regions = document.xpath("//div[@role='region']")
    assert len(regions) == 2
    for region in regions:  # what scrolls can be scrolled with the keyboard, and has a name
        assert region.get("tabindex") == "0"
        assert region.get("aria-labelledby") in ids
    assert all(each.get("scope") in ("col", "row") for each in document.xpath("//th"))
    (style,) = document.xpath("//style/text()")
    assert "prefers-color-scheme: dark" in style
    assert "table-header-group" in style  # heads are repeated on paper


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    wide = digits if len(digits) == 6 else "".join(2 * each for each in digits)
    parts = [int(wide[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_letters_stand_out_from_what_is_behind_them(scheme: int) -> None:
    style = (Path(html_report.__file__).with_name("templates") / "report.html").read_text("utf-8")
    colours = dict(re.findall(r"--(\w+): (#\w+)", style.split(":root {")[1 + scheme]))
    for ink, papers in {
        "ink": ("paper", "head", "yes", "no", "open", "odd"),
        "quiet": ("paper",),
        "link": ("paper",),
    }.items():
        for paper in papers:
            high, low = sorted((_luminance(colours[ink]), _luminance(colours[paper])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (ink, paper)


def test_hostile_words_stay_words() -> None:
    row = dict.fromkeys(ROW, HOSTILE) | {"fee": {"per_year": HOSTILE}}
    table = Table(HOSTILE, VIEW, [row], HOSTILE, terms={HOSTILE: HOSTILE})
    held = Table(HOSTILE, VIEW, [row], HOSTILE)
    facts = dict.fromkeys((*FACTS, HOSTILE), HOSTILE)
    text = html_page(Report(HOSTILE, (table,), facts, held))
    document = html.document_fromstring(text)
    assert not document.xpath(
        "//script | //img | //section//@*[starts-with(name(), 'on')] | //section//@href"
    )
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert all(each.text_content() == clean(HOSTILE) for each in cells(document))


@given(st.text(max_size=80))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    found = cells(page({"quote": text, "status": "said"}))
    expected = clean(text)
    assert [each.text_content() for each in found] == (["said", expected] if expected else ["said"])


WEB = [
    ("https://harjula.example/a?b=c#d", True),
    ("HTTP://harjula.example", True),
    ("http://harjula.example:8080/§", True),
    ("http://[2001:db8::1]/", True),
    ("javascript:alert(1)", False),
    ("data:text/html,x", False),
    ("file:///home/somebody/minutes.pdf", False),
    ("//harjula.example/", False),
    ("https:///path", False),
    ("https://somebody@harjula.example/", False),
    ('https://harjula.example/" onclick="x', False),
    ("https://harjula.example/ x", False),
    ("https://harjula.example/\n", False),
    ("internal:Sheet1!A1", False),
    ("", False),
    (None, False),
    (7, False),
]


@pytest.mark.parametrize(("value", "is_one"), WEB)
def test_only_addresses_of_the_web_are_links(value: object, is_one: bool) -> None:
    assert is_web(value) is is_one
    assert address(column("document", link="uri"), {"uri": value}) == (value if is_one else None)
    assert address(column("document"), {"uri": value}) is None


def test_values_of_all_kinds() -> None:
    view = View((Column("a", lambda row: row["a"]), column("b"), column("c")))
    table = Table("t", view, [{"a": True, "b": 7, "c": ["x", "y"]}])
    document = html.document_fromstring(html_page(Report("x", (table,), FACTS)))
    assert [each.text_content() for each in cells(document)] == ["yes", "7", "x; y"]


def test_without_jinja_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    html_report._template.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(OutputError, match=r"pip install pykala\[export\]"):
        html_page(Report("x", (), FACTS))
    monkeypatch.undo()
    importlib.import_module("jinja2")
    assert html_page(Report("x", (), FACTS))
