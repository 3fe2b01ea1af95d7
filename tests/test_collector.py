"""The collector is held back, and comes back as it was."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from corpus.collector import no_collector


@pytest.fixture(params=[True, False], ids=["on", "off"])
def before(request: pytest.FixtureRequest) -> Iterator[bool]:
    was_on = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if was_on else gc.disable)()


def test_it_is_as_it_was_afterwards(before: bool) -> None:
    with no_collector():
        assert not gc.isenabled()
        with no_collector():
            pass
        assert not gc.isenabled()
    assert gc.isenabled() is before


def test_also_after_a_failure(before: bool) -> None:
    with pytest.raises(ValueError, match="read"), no_collector():
        raise ValueError("read")
    assert gc.isenabled() is before
