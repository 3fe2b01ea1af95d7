"""The PDF corpus of bench/: repeatable, its truth true, nothing missing; the scores; the hostile set."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import words
from bench.bench_pdf import locate, run, table
from bench.pdf_attendance import STYLES
from bench.pdf_corpus import HIDDEN, ORDERS, corpus, generate
from bench.pdf_fuzz import mutated
from bench.pdf_hostile import EXPECTATIONS, hostile
from bench.pdf_layouts import LAYOUTS
from bench.pdf_raw import repeated, simple, stream, zeros
from bench.pdf_score import attendance_exact, join_broken, overlap, rows_exact, score
from bench.pdf_truth import AttendanceTruth, FactTruth, Truth, load, plain
from bench.pdf_wrap import breaks, own_breaks, wrap
from ingest.document import Line, Page, ReadDocument


def letters(text: str) -> str:
    """Text without white space and hyphens, so that breaks of lines and words do not matter."""
    return re.sub(r"[\s\-\ufffe\x02]", "", plain(text))


def drawn(path: Path) -> list[str]:
    """What pdfium finds on each page, hidden or not, as ``letters``."""
    document: Any = pypdfium2.PdfDocument(path)
    texts = [letters(page.get_textpage().get_text_range()) for page in document]
    document.close()
    return texts


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Truth]]:
    folder = tmp_path_factory.mktemp("corpus")
    return folder, corpus(folder, 7, "small")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_arguments_give_the_same_file(layout: str, tmp_path: Path) -> None:
    first = generate(tmp_path / "a", 3, 2, layout, attendance="xmark", order="rows")
    second = generate(tmp_path / "b", 3, 2, layout, attendance="xmark", order="rows")
    assert first == second
    assert (tmp_path / "a" / first.name).read_bytes() == (tmp_path / "b" / first.name).read_bytes()
    assert generate(tmp_path / "c", 4, 2, layout, attendance="xmark").text != first.text


def test_truth_survives_json(tmp_path: Path) -> None:
    truth = generate(tmp_path, 1, 2, "meeting", attendance="ruled", hidden=("white",))
    assert load(tmp_path / f"{truth.name}.json") == truth


def test_every_line_is_on_its_page_and_no_picture_has_text(small: tuple[Path, list[Truth]]) -> None:
    folder, truths = small
    for truth in truths:
        pages = drawn(folder / truth.name)
        assert len(pages) == len(truth.pages)
        for page, text in zip(truth.pages, pages, strict=True):
            if page.scanned == "image":
                assert text == ""
                continue
            assert [line.text for line in page.lines if letters(line.text) not in text] == []
            assert page.lines


def test_the_text_is_what_the_lines_say_with_broken_words_joined(small: tuple[Path, list[Truth]]) -> None:
    for truth in small[1]:
        lines = letters("".join(line.text for page in truth.pages for line in page.lines))
        # reading order of columns and captions is the lines' own order
        assert sorted(lines) == sorted(letters("".join(page.text for page in truth.pages)))


def test_boxes_lie_where_pdfium_draws(tmp_path: Path) -> None:
    truth = generate(tmp_path, 5, 2, "tweb", font="Times")
    document: Any = pypdfium2.PdfDocument(tmp_path / truth.name)
    for page in truth.pages:
        text_page = document[page.number - 1].get_textpage()
        height = document[page.number - 1].get_height()
        for line in page.lines:
            x0, top, x1, bottom = line.box
            found = text_page.get_text_bounded(x0 - 2, height - bottom - 2, x1 + 2, height - top + 2)
            assert letters(line.text) in letters(found)
    document.close()


def test_nothing_is_missing_from_the_small_corpus(small: tuple[Path, list[Truth]]) -> None:
    truths = small[1]
    assert {truth.layout for truth in truths} == set(LAYOUTS)
    assert {truth.attendance_style for truth in truths} == {*STYLES, None}
    assert {hidden.kind for truth in truths for hidden in truth.hidden} == set(HIDDEN)
    assert {page.scanned for truth in truths for page in truth.pages} == {"", "image", "layer"}
    assert {table.kind for truth in truths for table in truth.tables} == {"attendance", "votes", "fees"}
    assert all(truth.facts for truth in truths)


@pytest.mark.parametrize("style", STYLES)
def test_attendance_is_drawn_and_complete(style: str, tmp_path: Path) -> None:
    truth = generate(tmp_path, 11, 2, "meeting", attendance=style, members=17)
    cover = "".join(drawn(tmp_path / truth.name)[page - 1] for page in truth.attendance_pages)
    roles = [row.role for row in truth.attendance]
    assert roles.count("puheenjohtaja") == 1
    assert roles.count("pöytäkirjanpitäjä") == 1
    assert sum(role in ("jäsen", "puheenjohtaja", "varapuheenjohtaja") for role in roles) == 17
    assert not all(row.present for row in truth.attendance)
    for row in truth.attendance:
        given, _, surname = row.name.partition(" ")
        assert letters(given + surname) in cover or letters(surname + given) in cover


def test_all_orders_in_the_file_hold_the_same_text(tmp_path: Path) -> None:
    truths = [generate(tmp_path, 2, 2, "columns", name=f"{order}.pdf", order=order) for order in ORDERS]
    assert len({truth.text for truth in truths}) == 1
    texts = ["".join(drawn(tmp_path / truth.name)) for truth in truths]
    assert len(set(texts)) > 1
    assert len({"".join(sorted(text)) for text in texts}) == 1


def test_hyphens_ligatures_and_spaces_are_in_the_file_but_not_in_the_truth(tmp_path: Path) -> None:
    truth = generate(tmp_path, 2, 3, "columns", font="embedded", ligatures=True, soft=True)
    if truth.font != "embedded":
        pytest.skip("no DejaVu font on this machine")
    document: Any = pypdfium2.PdfDocument(tmp_path / truth.name)
    raw = "".join(page.get_textpage().get_text_range() for page in document)
    assert "\u00a0" in raw
    assert not set("\ufb01\ufb02\u00a0\u00ad") & set(truth.text)
    # broken with a soft hyphen, and after hyphens of their own
    assert any(len(line.text) > 3 and not line.text.endswith((" ", "-")) for line in truth.pages[0].lines)
    document.close()


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_text_is_in_the_file_only(kind: str, tmp_path: Path) -> None:
    truth = generate(tmp_path, 6, 1, "dynasty", hidden=(kind,))
    (hidden,) = truth.hidden
    assert hidden.text not in truth.text
    assert letters(hidden.text) in drawn(tmp_path / truth.name)[0]
    document: Any = pypdfium2.PdfDocument(tmp_path / truth.name)
    picture = document[0].render(scale=2, grayscale=True).to_pil().convert("L")
    document.close()

    def shades(box: tuple[float, ...]) -> set[int]:
        x0, top, x1, bottom = (round(2 * place) for place in box)
        return set(picture.crop((x0, top, x1, bottom)).tobytes())

    assert shades(hidden.box) == ({0} if kind == "box" else {255})
    # and all the rest is to be seen
    assert all(len(shades(line.box)) > 2 for line in truth.pages[0].lines)


def test_facts_stand_on_their_pages(tmp_path: Path) -> None:
    truth = generate(tmp_path, 1, 12, "meeting", attendance="split", facts=(1, 5, 9))
    pages = drawn(tmp_path / truth.name)
    assert [fact.page for fact in truth.facts] == [1, 5, 9]
    for fact in truth.facts:
        assert [number for number, text in enumerate(pages, 1) if letters(fact.quote) in text] == [fact.page]
        assert fact.quote in truth.pages[fact.page - 1].text


@pytest.mark.parametrize(
    "wrong", [{"layout": "oma"}, {"attendance": "oma"}, {"pages": 0}, {"hidden": ("oma",)}, {"order": "oma"}]
)
def test_wrong_arguments_are_refused(wrong: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no such|is one of"):
        generate(tmp_path, **{"seed": 1, "pages": 1, "layout": "tweb", **wrong})


def test_vocabulary_is_large_and_sentences_are_whole() -> None:
    assert len(words.vocabulary()) > 1500
    random = Random(1)
    for _ in range(500):
        sentence = words.sentence(random)
        assert not set("{}") & set(sentence)
        assert sentence[0] == sentence[0].upper()
        assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("jatkovalmistelua", {"jat-ko", "jatko-va", "jatkoval-mis"}),
        ("TE-palvelut", set()),
        ("vesi", set()),
    ],
)
def test_words_break_before_a_consonant_and_a_vowel(word: str, parts: set[str]) -> None:
    found = {f"{word[:place]}-{word[place:]}" for place in breaks(word)}
    assert all(any(made.startswith(part) for made in found) for part in parts)
    assert bool(found) == bool(parts)


def test_own_hyphens_break_but_left_out_parts_do_not() -> None:
    assert own_breaks("Etelä-Mallila") == [6]
    assert own_breaks("hyvinvointi-") == []


@given(st.lists(st.sampled_from(sorted(words.vocabulary())), min_size=1, max_size=40), st.integers(40, 300))
def test_wrapped_lines_say_the_text(parts: list[str], width: int) -> None:
    text = " ".join(parts)
    rows = wrap(text, float(width), lambda shown: 6.0 * len(shown), Random(1), 0.7)
    assert "".join(row.said + ("" if row.open else " ") for row in rows).strip() == text
    assert all(6.0 * len(row.shown) <= width or " " not in row.shown for row in rows)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jatko-\nvalmistelua", "jatkovalmistelua"),
        ("TE-\npalvelut", "TE-palvelut"),
        ("linja-\nauto", "linja-auto"),
        ("hyvinvointi-\nja terveys", "hyvinvointi- ja terveys"),
        ("jatko\ufffe\nvalmistelua", "jatkovalmistelua"),
        ("2024 -\nloppu", "2024 -\nloppu"),
    ],
)
def test_join_broken(text: str, expected: str) -> None:
    assert join_broken(text) == expected


def test_a_perfect_text_scores_full_and_faults_are_counted(tmp_path: Path) -> None:
    truth = generate(tmp_path, 8, 2, "dynasty", hidden=("white",))
    perfect = score(truth, truth.text)
    assert (perfect.equal, perfect.order, perfect.leaked, perfect.hidden) == (1.0, 1.0, 0, 1)
    furnished = score(truth, truth.furniture[0].text + "\n" + truth.text)
    assert furnished.equal == 1.0
    assert furnished.furniture_left > 0
    assert score(truth, truth.text + " " + truth.hidden[0].text).leaked == 1
    shuffled = truth.words
    Random(1).shuffle(shuffled)
    assert score(truth, " ".join(shuffled)).equal == 1.0
    assert score(truth, " ".join(shuffled)).order < 0.1
    half = truth.words[: len(truth.words) // 2]
    assert score(truth, " ".join(half)).equal == pytest.approx(0.5, abs=0.01)
    assert score(truth, truth.text + " lisäsana" * len(truth.words)).equal == pytest.approx(0.5, abs=0.01)


ROW = AttendanceTruth("Maija Mallinen", "jäsen", True, "18:00", "20:17")


@pytest.mark.parametrize(
    ("got", "exact"),
    [
        (ROW, 1),
        (AttendanceTruth("Mallinen Maija", "Jäsen", True, None, None), 1),
        (AttendanceTruth("Maija Mallinen", "jäsen", True, "18:05", "20:17"), 0),
        (AttendanceTruth("Maija Mallinen", "jäsen", False, "18:00", "20:17"), 0),
        (AttendanceTruth("Maija Mallinen", "varajäsen", True, "18:00", "20:17"), 0),
        (AttendanceTruth("Maija Mallinen", "jäsen", True, "18:00", "20:17", "Otto Ote"), 0),
    ],
)
def test_attendance_exact(got: AttendanceTruth, exact: int) -> None:
    found, invented, wrong = attendance_exact([ROW], [got], ("18:00", "20:17"))
    assert (found, invented, len(wrong)) == (exact, 0, 1 - exact)
    assert attendance_exact([], [got], ("18:00", "20:17"))[1] == 1


def test_table_rows_are_counted_once(tmp_path: Path) -> None:
    truth = generate(tmp_path, 3, 2, "dynasty", attendance="ruled")
    given = {page.number: [row for table in truth.tables if table.page == page.number for row in table.rows]
             for page in truth.pages}  # fmt: skip
    counts = rows_exact(truth, dict(given))
    assert all(found == total for found, total in counts.values())
    assert counts["ruled"][1] > 5
    assert rows_exact(truth, {})["ruled"][0] == 0


def test_facts_are_located_by_page_and_box() -> None:
    text = "Alku\nMaksu on 3\u00a0500\neuroa."
    lines = (
        Line(0, 4, box=(0, 0, 50, 10)),
        Line(5, 19, box=(0, 12, 90, 22)),
        Line(20, 26, box=(0, 24, 40, 34)),
    )
    read = ReadDocument("application/pdf", "test/1", (Page(1, text, lines),))
    boxes = ((0.0, 12.0, 90.0, 22.0), (0.0, 24.0, 40.0, 34.0))
    assert locate(read, FactTruth(1, "Maksu on 3 500 euroa.", boxes)) == (True, True)
    assert locate(read, FactTruth(1, "Maksu on 3 500 euroa.", ((300.0, 12.0, 390.0, 22.0),))) == (True, False)
    assert locate(read, FactTruth(1, "Maksu on 4 500 euroa.", boxes)) == (False, False)
    assert locate(read, FactTruth(2, "Maksu on 3 500 euroa.", boxes)) == (False, False)


def test_overlap_is_a_share_of_the_wanted_box() -> None:
    assert overlap((0, 0, 10, 10), (5, 0, 20, 10)) == 0.5
    assert overlap((0, 0, 10, 10), (20, 0, 30, 10)) == 0.0


@pytest.mark.parametrize("times", [1, 3, 70])
def test_bombs_are_sound_deflate(times: int) -> None:
    assert zlib.decompress(repeated(b"BT (a) Tj ET\n", times)) == b"BT (a) Tj ET\n" * times
    assert zlib.decompress(zeros(times << 20)) == bytes(times << 20)


def test_hostile_set(tmp_path: Path) -> None:
    made = hostile(tmp_path, 1, mutants=20, heavy=False)
    names = [entry.name for entry in made]
    assert len(names) == len(set(names))
    assert {entry.expect for entry in made} == set(EXPECTATIONS)
    assert all((tmp_path / name).is_file() for name in names)
    assert len(json.loads((tmp_path / "hostile.json").read_text(encoding="utf-8"))) == len(made)
    assert sum(name.startswith("mutant") for name in names) == 20
    readable = [entry.name for entry in made if entry.name.startswith("good")]
    assert all(len(drawn(tmp_path / name)) > 0 for name in readable)
    for kind in (
        "encrypted",
        "pages-cycle",
        "javascript",
        "attachment",
        "length-4gb",
        "is-html",
        "nested",
        "box",
    ):
        assert any(name.startswith(kind) for name in names), kind


def test_mutants_are_the_same_by_seed_and_differ_from_the_good() -> None:
    good = simple(stream(b"BT (a) Tj ET"))
    first = [mutated(good, Random(seed)) for seed in range(40)]
    assert first == [mutated(good, Random(seed)) for seed in range(40)]
    assert sum(data != good for data, _ in first) > 30
    assert mutated(b"", Random(1)) == (b"", "")


@pytest.mark.slow
def test_the_benchmark_runs(tmp_path: Path) -> None:
    result = run(tmp_path, 1, "small", 1, False)
    shown = table(result)
    assert "pdfplumber" in shown
    assert "pykala" in result["tools"]
    assert all(0 < tool["words_equal"] <= 1 for tool in result["tools"].values())
    json.dumps(result)


@pytest.mark.slow
def test_a_thousand_pages(tmp_path: Path) -> None:
    truth = generate(tmp_path, 1, 1000, "meeting", attendance="ruled", members=35, facts=(2, 500, 997))
    assert len(truth.pages) == 1000
    assert [fact.page for fact in truth.facts] == [2, 500, 997]
