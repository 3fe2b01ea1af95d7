"""Plain text and Markdown: the decoded file itself, its encodings, headings, bold lines and tab tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import ReadDocument, ReadError
from ingest.readers import read
from ingest.readers import text as text_reader
from ingest.readers.decode import decode
from ingest.readers.limits import MAX_TEXT_BYTES
from ingest.readers.text import read_text

SENTENCE = "Hyväksyttiin esityksen mukaisesti: 9 000 € – § 257.\n"


def line_texts(document: ReadDocument) -> list[str]:
    page = document.pages[0]
    return [page.text[line.start : line.end] for line in page.lines]


@pytest.mark.parametrize(
    ("name", "data", "encoding"),
    [
        ("utf-8", SENTENCE.encode(), "utf-8"),
        ("utf-8 with a mark", b"\xef\xbb\xbf" + SENTENCE.encode(), "utf-8"),
        ("windows-1252", SENTENCE.encode("cp1252"), "windows-1252"),
        ("utf-16 with a mark", SENTENCE.encode("utf-16"), "utf-16-le"),
        ("utf-16 big-endian without a mark", SENTENCE.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encodings_give_the_same_text(name: str, data: bytes, encoding: str) -> None:
    document = read(data, "a.txt")
    assert document.text == SENTENCE
    assert document.metadata["encoding"] == encoding
    assert document.note is None


def test_latin_1_where_windows_1252_is_undefined() -> None:
    assert decode("päätös\x81".encode("latin-1")).encoding == "iso-8859-1"


def test_utf_8_cut_in_a_character_stays_utf_8_and_says_so() -> None:
    document = read((SENTENCE * 10).encode() + "ä".encode()[:1], "a.txt")
    assert document.text == SENTENCE * 10 + "\ufffd"
    assert document.note == "some bytes are not valid utf-8"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("heading", "## Päätös\n", [("h2", False, "Päätös")]),
        ("heading with closing signs", "# Otsikko ##", [("h1", False, "Otsikko")]),
        ("bold heading", "# **Malli**", [("h1", True, "Malli")]),
        ("bold line", "  **Esitys**  \n", [("", True, "Esitys")]),
        ("bold start is no bold line", "**Esitys** teksti", [("", False, "**Esitys** teksti")]),
        ("two bold runs", "**a** ja **b**", [("", False, "**a** ja **b**")]),
        ("number sign without a space", "#1 ehdokas", [("", False, "#1 ehdokas")]),
        ("seven signs", "####### a", [("", False, "####### a")]),
        (
            "returns and form feeds part lines",
            "a\r\nb\fc",
            [("", False, "a"), ("", False, "b"), ("", False, "c")],
        ),
        (
            "NBSP around is white space, inside it stays",
            "\u00a09\u00a0000 e\u00a0",
            [("", False, "9\u00a0000 e")],
        ),
        ("signs alone", "##\n****", [("", False, "##"), ("", False, "****")]),
    ],
)
def test_lines(name: str, text: str, expected: list[tuple[str, bool, str]]) -> None:
    page = read(text.encode(), "a.md").pages[0]
    assert page.text == text
    assert [(line.tag, line.bold, text[line.start : line.end]) for line in page.lines] == expected


def test_rows_with_tabs_are_a_table() -> None:
    text = (
        "Nimi\tTehtävä\nMaija Mallinen\tpuheenjohtaja\nOtto Ote\t\tpoissa\n\n\tsisennetty\nyksi\trivi\nloppu"
    )
    page = read(text.encode(), "a.txt").pages[0]
    assert [[text[c.start : c.end] for c in row] for row in page.tables[0].rows] == [
        ["Nimi", "Tehtävä"],
        ["Maija Mallinen", "puheenjohtaja"],
        ["Otto Ote", "", "poissa"],
    ]
    assert len(page.tables) == 1


def test_media_type_follows_the_name() -> None:
    assert read(b"teksti", "a.md").media_type == "text/markdown"
    assert read(b"teksti", "a.txt").media_type == "text/plain"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("spaces", b" " * 1_000_000, "empty"),
        ("spaces beyond the limit", b" " * (MAX_TEXT_BYTES + 1), "empty"),
        ("NBSP only", "\u00a0\n".encode() * 10, "empty"),
        ("a mark and no text", b"\xef\xbb\xbf", "empty"),
        ("too long", b"a " * (MAX_TEXT_BYTES // 2 + 1), "split it"),
    ],
)
def test_refused(name: str, data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        read(data, "a.txt")
    assert "\n" not in str(caught.value)


def test_too_many_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_reader, "MAX_LINES", 3)
    assert len(read(b"a\nb\n\nc\n", "a.txt").pages[0].lines) == 3
    with pytest.raises(ReadError, match="lines; split it"):
        read(b"a\nb\nc\nd", "a.txt")


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
def test_text_round_trips_exactly(text: str) -> None:
    if not text.lstrip("\ufeff").strip():
        return
    data = text.encode()
    try:
        document = read_text(data, "a.txt")
    except ReadError:
        pytest.fail("text with letters in it was refused")
    if document.metadata["encoding"] == "utf-8":
        assert document.text == text.removeprefix("\ufeff")
    page = document.pages[0]
    for line in page.lines:
        found = page.text[line.start : line.end]
        assert found
        assert found == found.strip()
    covered = {position for line in page.lines for position in range(line.start, line.end)}
    left = "".join(c for i, c in enumerate(page.text) if i not in covered)
    assert not left.strip().strip("#*_ \t\r\n\f\v\x85\u2028\u2029\x1c\x1d\x1e\x1f\u00a0").strip()
