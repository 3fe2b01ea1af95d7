"""The server: pages, JSON API, feeds and downloads over one library."""

from __future__ import annotations

import hashlib
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from web import (
    api,
    case_pages,
    downloads,
    feeds,
    item_pages,
    ledger_pages,
    network_pages,
    place_pages,
    search_pages,
)
from web.errors import add_errors
from web.guard import Guard
from web.language import LanguagePrefix
from web.remembered import Remembered
from web.settings import Settings
from web.shelf import Shelf

_STATIC = Path(__file__).with_name("static")
_PAGES = (feeds, downloads, search_pages, item_pages, network_pages, place_pages, case_pages, ledger_pages)


def create_app(settings: Settings) -> FastAPI:
    """The server of a library. Raises LibraryError where there is none."""
    shelf = Shelf(settings)

    app = FastAPI(
        title="Pykälä",
        description=api.DESCRIPTION,
        version=api.VERSION,
        openapi_url="/api/openapi.json",
        docs_url=None,  # those pages fetch scripts from elsewhere
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.shelf = shelf
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.include_router(api.router)
    for module in _PAGES:  # files before pages: /networks/USO.csv is no network's name
        app.include_router(module.router, include_in_schema=False)
    add_errors(app)
    # The last one added is asked first.
    app.add_middleware(LanguagePrefix)
    app.add_middleware(Remembered, moment=shelf.moment, size=settings.cache_bytes, maker=_maker())
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False)
    app.add_middleware(Guard)
    return app


def _maker() -> str:
    """The program's version and a digest of what its pages are made of."""
    digest = hashlib.sha256(api.VERSION.encode())
    for path in sorted(_STATIC.parent.rglob("*")):
        if path.is_file() and path.suffix in (".html", ".css", ".svg", ".po", ".py"):
            digest.update(path.read_bytes())
    return digest.hexdigest()
