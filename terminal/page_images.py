"""The page that proves a fact, as a picture: ``pykala show --page-image``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from terminal.frame import NOTHING, OK, UNREADABLE, complain, note

if TYPE_CHECKING:
    from corpus.database import Library, StoredItem

Command = TypeVar("Command", bound=Callable[..., Any])

_SHOWN = 60


def page_image_options(command: Command) -> Command:
    command = click.option(
        "--fact",
        default="/decision",
        show_default=True,
        metavar="POINTER",
        help="With --page-image: which fact; they are as in `evidence` of --format json (/money/0, /title).",
    )(command)
    return click.option(
        "--page-image",
        "picture",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write the PDF's page to a PNG file, with the words that say so marked.",
    )(command)


def write_page_image(library: Library, stored: StoredItem, fact: str, target: Path) -> int:
    """Writes the picture of the page that proves a fact of the item. Raises ArchiveError and OutputError."""
    from ingest.document import ReadError
    from ingest.page_image import evidence_image
    from terminal.output import clean, write_bytes

    item, document = stored.item, stored.document
    wanted = f"/{fact.strip('/')}"
    proof = next((proof for proof in item.evidence if proof.fact == wanted), None)
    if proof is None:
        known = ", ".join(dict.fromkeys(proof.fact for proof in item.evidence)) or "none"
        return complain(f"{item.id}: no words prove {wanted}: give --fact one of {known}", NOTHING)
    data = library.document_bytes(stored.document_id)
    try:
        png = evidence_image(data, document.name, proof.page, proof.start, proof.end, quote=proof.quote)
    except ReadError as error:
        return complain(str(error), UNREADABLE)
    write_bytes(target, png, "--page-image")
    quote = clean(proof.quote)
    shown = quote if len(quote) <= _SHOWN else f"{quote[:_SHOWN].rstrip()}…"
    note(f"{target}: page {proof.page} of {clean(document.name)}, with “{shown}” marked")
    return OK
