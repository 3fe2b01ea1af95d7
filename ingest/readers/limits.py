"""Every limit of the readers in one place: what is beyond them is refused or cut off, and said so.

The figures are far above any real minutes (whole minutes of a council run to 500 pages and 30 MB, most of
it pictures) and low enough that one hostile file cannot take the machine.
"""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 200 * 1024 * 1024
"""Any file, in bytes: more is refused before it is read."""

MAX_TEXT_BYTES: Final = 20 * 1024 * 1024
"""Plain text and HTML, in bytes: no minutes are that long, and everything after the readers is slower."""

MAX_LINES: Final = 300_000
"""Lines of plain text or HTML that are not blank: each is an object."""

MAX_TAGS: Final = 250_000
"""Tags of an HTML file: each becomes an object of a kilobyte."""

MAX_NESTED_WORK: Final = 50_000_000
"""Tags times depth of nesting in HTML: BeautifulSoup reads about ten million of it a second."""

MAX_PDF_PAGES: Final = 2000
"""Pages read of a PDF; the rest is left out with a note."""

MAX_PDF_TEXT: Final = 10 * 1024 * 1024
"""Characters read of a PDF; the pages after that are left out with a note."""

MAX_PAGE_CHARACTERS: Final = 60_000
"""Characters drawn on one PDF page (a dense A4 holds 8,000): a page with more is left empty with a note."""
