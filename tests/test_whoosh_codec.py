"""Posting lists written as rows of bytes, read back by us and by Whoosh, also after segments were merged."""

from __future__ import annotations

import struct
from contextlib import suppress
from io import BytesIO
from itertools import chain
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.filedb.filestore import RamStorage
from whoosh.filedb.structfile import BufferFile, StructFile

from index.engines.whoosh_codec import Block, RowCodec, RowMatcher, encode_places, write_postings
from index.engines.whoosh_engine import MorePlacesField, PlaceField, WhooshEngine, WordField
from index.engines.whoosh_pool import Pool
from index.entry import Posting
from tests.engine_bench import Bench
from tests.index_items import item, store

POSTINGS = st.lists(
    st.tuples(
        st.integers(1, 400),  # documents farther on
        st.sampled_from((1.0, 3.0, 0.5)),
        st.lists(st.integers(0, 2**32 - 1), min_size=2, max_size=4),
    ),
    min_size=1,
    max_size=40,
)
FIELDS = (WordField(), PlaceField(), MorePlacesField())


def _read(format_: Any, postings: list[tuple[int, int, float, bytes]]) -> RowMatcher:
    """A matcher over postings that were gathered and written."""
    pool = Pool(gettempdir(), 10_000)
    for document, _, weight, value in postings:
        pool.add(("text", b"tie", document, weight, value))
    ((_, gathered),) = pool.iter_postings()
    storage = RamStorage()
    with storage.create_file("postings") as file:
        info = write_postings(file, format_, gathered, 16)
    return RowCodec().postings_reader(storage.open_file("postings"), info, format_)


@settings(max_examples=60)
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: type(field).__name__)
@given(written=POSTINGS)
def test_read_as_written(field: Any, written: list[tuple[int, float, list[int]]]) -> None:
    document = 0
    postings = []
    for step, weight, positions in written:
        document += step
        ((_, length, weighed, value),) = field.index({"tie": Posting(tuple(positions), weight)})
        postings.append((document, length, weighed, value))
    expected = [(one, value) for one, _, _, value in postings]
    numbers = [one for ids, _, _ in _read(field.format, postings).blocks() for one in ids]
    places = [one for _, _, row in _read(field.format, postings).blocks() for one in row]
    if isinstance(field, MorePlacesField):
        owners = [[one] * len(at[1:]) for (one, _), (_, _, at) in zip(expected, written, strict=True)]
        assert numbers == list(chain.from_iterable(owners))
        assert places == [place for _, _, at in written for place in at[1:]]
    else:
        assert numbers == [one for one, _ in expected]
        weights = [one for _, row, _ in _read(field.format, postings).blocks() for one in row]
        assert weights == [weight for _, weight, _ in written]
        assert places == ([at[0] for _, _, at in written] if isinstance(field, PlaceField) else [])
    wanted = [one for one, _ in expected][::7]
    some = {one for ids, _, _ in _read(field.format, postings).blocks(wanted) for one in ids}
    assert set(wanted) <= some <= set(numbers)
    matcher = _read(field.format, postings)  # as Whoosh itself reads when it merges
    seen = []
    while matcher.is_active():
        seen.append((matcher.id(), matcher.value() or b"", matcher.weight()))
        matcher.next()
    assert [(one, value) for one, value, _ in seen] == expected
    assert [weight for _, _, weight in seen] == [weight for _, _, weight, _ in postings]


@pytest.mark.parametrize("at", range(4, 33))
def test_a_damaged_head_costs_no_memory(at: int) -> None:
    """Whatever byte of it is wrong: no rows of more numbers than there are."""
    postings = [(number, 2, 1.0, encode_places([number])) for number in range(1, 40)]
    pool = Pool(gettempdir(), 10_000)
    for document, _, weight, value in postings:
        pool.add(("text", b"tie", document, weight, value))
    ((_, gathered),) = pool.iter_postings()
    file = BytesIO()
    info = write_postings(StructFile(file), PlaceField().format, gathered, 512)
    content = bytearray(file.getvalue())
    content[at] ^= 0xFF
    rows: list[Block] = []
    with suppress(ValueError, struct.error):
        matcher = RowCodec().postings_reader(BufferFile(bytes(content)), info, PlaceField().format)
        rows = list(matcher.blocks())
    assert sum(len(row) for block in rows for row in block) <= 3 * len(postings)


def test_merged_segments_answer_as_before(tmp_path: Path) -> None:
    items = [item(f"i-{number:03}", "aita tie " * (number % 4 + 1) + f"n{number}") for number in range(90)]
    made = Bench(tmp_path, items[:80], WhooshEngine())
    made.reader.close()
    for each in items[80:]:
        store(made.library, each)
        made.engine.update(made.library)
    made.reread()
    made.reader = made.engine.open(made.library)
    assert len(made.reader._segments) < 8  # type: ignore[attr-defined]  # some were merged
    for query in (
        '"aita tie"',
        '"tie aita tie"',
        '"tie aita"~3',
        "aita n1*",
        '="aita tie n7"',
        '="aita tie n89"',
    ):
        node = made.node(query)
        assert made.expected(node)
        assert set(made.found(node)) == made.expected(node), query
    made.close()
