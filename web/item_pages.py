"""An item's page: decision, proposal, facts, text, course and versions; its citation and picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from corpus.database import Library, StoredDocument, StoredItem
from corpus.records import Evidence, Item
from corpus.tombstones import tombstone_of
from corpus.versions import DiffLine, compare, versions_of
from index.reports import CaseRow, case
from index.reports.citation import bibtex, citation, csl_json, reference
from index.reports.difference import difference
from web.asking import shelf_of
from web.errors import Gone, Missing
from web.item_text import anchor, parts
from web.rendering import render

router = APIRouter()
_MOST_LINES = 400  # of a comparison; more is no longer read by anybody
_PDF = "application/pdf"


@dataclass(frozen=True)
class Change:
    """From one version of a document to the next."""

    older: StoredDocument
    newer: StoredDocument
    lines: tuple[DiffLine, ...]
    cut: bool


def stored_item(library: Library, item_id: str) -> StoredItem:
    """The live item of that id. Raises Gone, or Missing."""
    stored = library.item(item_id)
    if stored is not None:
        return stored
    tombstone = tombstone_of(library, item_id)
    if tombstone is not None:
        raise Gone(tombstone.reason, tombstone.purged)
    raise Missing("item", item_id)


@router.get("/items/{item_id:path}.csl.json")
def as_csl(request: Request, item_id: str) -> Response:
    """The item's citation as CSL-JSON."""
    with shelf_of(request).library() as library:
        cited = csl_json(citation(library, stored_item(library, item_id)))
    return JSONResponse([cited], media_type="application/vnd.citationstyles.csl+json")


@router.get("/items/{item_id:path}.bib")
def as_bibtex(request: Request, item_id: str) -> Response:
    """The item's citation as BibTeX."""
    with shelf_of(request).library() as library:
        return PlainTextResponse(
            bibtex(citation(library, stored_item(library, item_id))) + "\n", media_type="application/x-bibtex"
        )


@router.get("/items/{item_id:path}.png")
def as_picture(
    request: Request, item_id: str, fact: Annotated[str, Query(max_length=100)] = "/decision"
) -> Response:
    """The page of a PDF that proves a fact, its words marked."""
    from corpus.archive import ArchiveError
    from ingest.document import ReadError
    from ingest.page_image import evidence_image

    with shelf_of(request).library() as library:
        stored = stored_item(library, item_id)
        proof = next((one for one in stored.item.evidence if one.fact == f"/{fact.strip('/')}"), None)
        # A picture shows the whole page, names and all.
        if proof is None or stored.document.media_type != _PDF or request.app.state.settings.redact:
            raise Missing("picture of a page", f"{item_id} {fact}")
        try:
            data = library.document_bytes(stored.document_id)
            name = stored.document.name
            png = evidence_image(data, name, proof.page, proof.start, proof.end, quote=proof.quote)
        except (ArchiveError, ReadError) as error:
            raise Missing("picture of a page", f"{item_id} {fact}") from error
    return Response(png, media_type="image/png")


@router.get("/items/{item_id:path}")
def page(request: Request, item_id: str) -> Response:
    """An item."""
    with shelf_of(request).library() as library:
        stored = stored_item(library, item_id)
        item = stored.item
        cited = citation(library, stored)
        sections = list(parts(item, library.pages(stored.document_id)))
        return render(
            request,
            "item.html",
            item=item,
            document=stored.document,
            parts=sections,
            anchors={name for part in sections for piece in part.pieces for name in piece.facts},
            proofs=_proofs(item),
            anchor=lambda fact: anchor(item, fact),
            pictured=stored.document.media_type == _PDF and not request.app.state.settings.redact,
            difference=list(difference(item.decision)) if item.decision else [],
            course=_course(library, item),
            changes=list(_changes(library, item)),
            cited=cited,
            reference=reference(cited),
        )


def _proofs(item: Item) -> dict[str, Evidence]:
    """The words that prove each fact; of a fact that only parts of are proven, those of its first part."""
    proofs = {proof.fact: proof for proof in item.evidence}
    for proof in item.evidence:
        proofs.setdefault("/".join(proof.fact.split("/")[:3]), proof)
    return proofs


def _course(library: Library, item: Item) -> Sequence[CaseRow]:
    """Earlier and later handlings of the item's own case, it among them; nothing if it is the only one."""
    if not item.diary_numbers:
        return ()
    rows = [row for row in case(library, item.diary_numbers[0].key, item.municipality) if not row.cited]
    return rows if len(rows) > 1 else ()


def _changes(library: Library, item: Item) -> Iterator[Change]:
    """What became of the item from version to version, the newest change first."""
    for newer, older in pairwise(versions_of(library, item.id)):
        lines = list(compare(older.item, newer.item))
        yield Change(older.document, newer.document, tuple(lines[:_MOST_LINES]), len(lines) > _MOST_LINES)
