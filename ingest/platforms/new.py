"""Writes the three files of a new adapter: ``python -m ingest.platforms.new NAME``.

They are an adapter, an example page with its address, and a test that passes at once. Nothing is overwritten.
"""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 40

_ADAPTER = '''"""{title}: say here what the platform is, whose it is, and how its addresses are built.

One line for each kind of page: its address, what it lists, what leads on.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from corpus.registry.sources import Source
from ingest.platforms.adapter import Adapter
from ingest.platforms.labels import about, find_date, find_kind, leading_section
from ingest.platforms.lies import Lie, is_html
from ingest.platforms.links import Collector
from ingest.platforms.markup import anchors, row_of, words
from ingest.platforms.page import ItemLink, Links, MeetingLink, Page
from ingest.platforms.urls import canonical_url

_MEETING = re.compile(r"^/meetings/(\\d{{1,12}})$")
_ITEM = re.compile(r"^/meetings/(\\d{{1,12}})/items/(\\d{{1,6}})$")

canonical = canonical_url


def start_urls(source: Source) -> tuple[str, ...]:
    """Where a full crawl begins."""
    return (canonical(source.base_url),) if source.base_url else ()


def links(page: Page) -> Links:
    """The links of any page of the platform, told by their addresses."""
    found = Collector(about=about(words(page.soup.find("h1"))))
    of = canonical(page.url)
    for anchor in anchors(page, canonical):
        path = urlsplit(anchor.url).path
        if item := _ITEM.match(path):
            section, title = leading_section(anchor.text)
            found.add(ItemLink(anchor.url, section, title, of, f"{{item[1]}}-{{item[2]}}"))
        elif _MEETING.match(path):
            said = words(row_of(anchor.tag) or anchor.tag)
            found.add(MeetingLink(anchor.url, found.about.organ, find_date(said), find_kind(said)))
    return found.links()


def _another_meeting(page: Page) -> str | None:
    """The items on a meeting's page must be its own."""
    asked = _MEETING.match(urlsplit(page.url).path)
    if asked is None or not is_html(page):
        return None
    paths = (urlsplit(anchor.url).path for anchor in anchors(page, canonical))
    came = {{match[1] for path in paths if (match := _ITEM.match(path))}}
    return f"meeting {{min(came)}} came" if came and asked[1] not in came else None


OWN_LIES = (Lie("another-meeting", _another_meeting),)

ADAPTER = Adapter(name="{name}", links=links, start_urls=start_urls, own_lies=OWN_LIES)
'''

_PAGE = """<!DOCTYPE html>
<html lang="fi"><head><meta charset="utf-8"><title>Esimerkkikunta</title></head>
<body>
<h1>Kunnanhallitus, pöytäkirja 1.2.2024</h1>
<ul>
<li><a href="/meetings/7/items/1">§ 1 Kokouksen laillisuus ja päätösvaltaisuus</a></li>
<li><a href="/meetings/7/items/2#teksti">§ 2 Pöytäkirjan tarkastus</a></li>
</ul>
</body></html>
"""

_TEST = '''"""{title}: what its example page gives, and what its server lies about."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from ingest.platforms import Page
from ingest.platforms.{module} import ADAPTER

EXAMPLE = Path(__file__).parent / "data" / "platforms" / "{name}" / "meeting.html"
URL = "https://{name}.example/meetings/7"


def _page() -> Page:
    return Page(URL, body=EXAMPLE.read_bytes())


def test_meeting_page() -> None:
    found = ADAPTER.links(_page())
    assert (found.about.organ, found.about.date) == ("Kunnanhallitus", dt.date(2024, 2, 1))
    assert [(item.section, item.key, item.url) for item in found.items] == [
        (1, "7-1", URL + "/items/1"),
        (2, "7-2", URL + "/items/2"),
    ]


def test_honest_page() -> None:
    assert ADAPTER.lies(_page()) is None


def test_another_meeting_than_asked() -> None:
    lie = ADAPTER.lies(replace(_page(), url="https://{name}.example/meetings/8"))
    assert lie == "another-meeting: meeting 7 came"
'''


def write(name: str, root: Path) -> tuple[Path, ...]:
    """Writes adapter, example page and test of ``name`` under ``root``; gives their paths.

    Raises ValueError for a name that is none (lower case, digits, single hyphens), FileExistsError before
    anything is written when one of the files exists.
    """
    module = name.replace("-", "_")
    if not _NAME.fullmatch(name) or len(name) > _LONGEST or keyword.iskeyword(module):
        raise ValueError(f"{name!r} is no platform's name: lower-case letters, digits and single hyphens")
    texts = {
        root / "ingest" / "platforms" / f"{module}.py": _ADAPTER,
        root / "tests" / "data" / "platforms" / name / "meeting.html": _PAGE,
        root / "tests" / f"test_platform_{module}.py": _TEST,
    }
    for path in texts:
        if path.exists():
            raise FileExistsError(f"{path} exists; nothing was written")
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        filled = (
            text if path.suffix == ".html" else text.format(name=name, module=module, title=name.capitalize())
        )
        path.write_text(filled, encoding="utf-8")
    return tuple(texts)


def main(arguments: list[str]) -> int:
    """The command: 0 when the files were written, 2 when not."""
    if len(arguments) != 1:
        print("usage: python -m ingest.platforms.new NAME", file=sys.stderr)
        return 2
    root = Path(__file__).resolve().parents[2]
    try:
        paths = write(arguments[0], root)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    for path in paths:
        print(path.relative_to(root))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
