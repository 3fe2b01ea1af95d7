"""An item as a source: ``pykala cite``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from terminal.frame import NOTHING, OK, USAGE, complain, in_library, open_library

_STYLES = {".json": "csl-json", ".bib": "bibtex"}


@click.command()
@click.argument("item_ids", nargs=-1, required=True, metavar="ITEM…")
@click.option(
    "--style",
    type=click.Choice(["text", "csl-json", "bibtex"]),
    help="A Finnish reference (default), or an entry for Zotero and pandoc, or for LaTeX.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to a file; .json and .bib tell the style unless --style does.",
)
@in_library
def cite(item_ids: tuple[str, ...], style: str | None, output: Path | None) -> int:
    """Print items as sources to cite.

    Who decided what, when and under which number, with the address it was read at, the day it was last seen
    there, and the SHA-256 of the bytes that are in the archive. ITEM is an item's id as other commands print
    it, or its beginning.

    \b
    Examples:
      pykala cite kuusiranta/kunnanhallitus/2024-10-21/213
      pykala cite kuusiranta/kunnanhallitus/2024-10-21/213 --style bibtex
      pykala cite rautasalmi/kau lumijarvi/kun --output sources.json
    """
    from index.reports.citation import bibtex, citation, csl_json, reference
    from terminal.output import destination

    cited = []
    with open_library() as library:
        for item_id in item_ids:
            found = library.find(item_id)
            if not found:
                return complain(f"no item: {item_id}: see the ids `pykala search` prints", NOTHING)
            if len(found) > 1:
                ids = ", ".join(stored.item.id for stored in found[:5])
                return complain(f"{len(found)} items begin so ({ids} …): give more of the id", USAGE)
            cited.append(citation(library, found[0]))
    if style is None and output is not None:
        style = _STYLES.get(output.suffix.lower())
    with destination(output) as stream:
        if style == "csl-json":
            stream.write(json.dumps([csl_json(one) for one in cited], ensure_ascii=False, indent=2) + "\n")
        else:
            write = bibtex if style == "bibtex" else reference
            stream.writelines(write(one) + "\n" for one in cited)
    return OK


COMMANDS = (cite,)
