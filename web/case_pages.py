"""A case's course through bodies and years, by its diary number."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from index.reports import case
from web.asking import Name, shelf_of
from web.errors import Missing
from web.rendering import render
from web.settings import LONGEST_NAME

router = APIRouter()


@router.get("/cases/{number:path}")
def page(request: Request, number: str, municipality: Name = None) -> Response:
    """A case; of a number that several municipalities use, that of one of them."""
    if len(number) > LONGEST_NAME:
        raise Missing("case", f"{number[:40]}…")
    with shelf_of(request).library() as library:
        rows = case(library, number, municipality or None)
    if not rows:
        raise Missing("case", number)
    towns = sorted({row.municipality for row in rows if row.municipality})
    return render(request, "case.html", number=rows[0].diary_number, rows=rows, towns=towns)
