"""Every example page gives exactly the reviewed answer beside it (tests/data/platforms/*/answers.json)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.platforms import Page, PageError, adapter_for, adapters
from tests.platform_pages import EXAMPLES, answers, described, page

PLATFORMS = sorted(path.parent.name for path in EXAMPLES.glob("*/answers.json"))
CASES = [(platform, name, said) for platform in PLATFORMS for name, said in answers(platform).items()]
HEADERS = {("own-site", "media.json"): {"X-WP-TotalPages": "2"}}


@pytest.mark.parametrize(("platform", "name", "said"), CASES, ids=[f"{p}/{n}" for p, n, _ in CASES])
def test_example_page(platform: str, name: str, said: dict[str, Any]) -> None:
    example = page(platform, name, said["url"], headers=HEADERS.get((platform, name), {}))
    adapter = adapter_for(platform)
    expected = {key: value for key, value in said.items() if key != "url"}
    assert described(adapter.links(example)) == expected
    assert adapter.lies(example) is None


def test_every_example_page_has_an_answer() -> None:
    for platform in PLATFORMS:
        pages = {path.name for path in (EXAMPLES / platform).iterdir()} - {"answers.json"}
        assert pages == set(answers(platform)), platform


def test_every_adapter_has_examples() -> None:
    assert set(PLATFORMS) == set(adapters())


@pytest.mark.parametrize("platform", PLATFORMS)
def test_addresses_found_are_canonical(platform: str) -> None:
    adapter = adapter_for(platform)
    for name, said in answers(platform).items():
        for address in adapter.links(page(platform, name, said["url"])).addresses():
            assert adapter.canonical(address) == address.partition("#")[0]


ADDRESSES = {platform: next(iter(answers(platform).values()))["url"] for platform in PLATFORMS}
HOSTILE = [
    b"",
    b"\x00" * 500,
    b"<" * 3000,
    b"[" * 100_000,
    b'{"value": [1, null, {"NodeId": "x"}, {"ContentId": null}]}',
    b'{"value": {"value": 1}, "hits": {"hits": 3}, "Agenda": 3, "MeetingID": 1}',
    b"<a href='http://['>x</a><a href='//'>y</a><a href='http://host:99999/'>z</a>",
    "§ ".encode() * 50_000,
    b"<rss><item><link>http://[</link></item><item><title>" + b"&amp;" * 10_000,
    b"<table>" * 2000,
    b"<html><body>" + b"<a href='?page=meetings&id=1'>1.1.2020</a>" * 300,
]


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_bodies_give_links_or_page_error(platform: str, body: bytes) -> None:
    adapter = adapter_for(platform)
    for said in answers(platform).values():
        with suppress(PageError):
            adapter.links(Page(said["url"], body=body))
        adapter.lies(Page(said["url"], body=body))


@pytest.mark.parametrize("platform", PLATFORMS)
@given(data=st.binary(max_size=300))
def test_any_bytes(platform: str, data: bytes) -> None:
    adapter = adapter_for(platform)
    odd = Page(ADDRESSES[platform], body=data)
    with suppress(PageError):
        adapter.links(odd)
    adapter.lies(odd)
