"""A real server on this machine for tests, over a library of theirs."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from web.app import create_app
from web.settings import Settings

_PATIENCE = 10.0


@contextmanager
def serving(library: Path, **settings: object) -> Iterator[str]:
    """The address of a server over a library, which stops afterwards."""
    app = create_app(Settings(library, **settings))  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    with server.config.bind_socket() as listening:
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        end = time.monotonic() + _PATIENCE
        while not server.started and time.monotonic() < end:
            time.sleep(0.01)
        assert server.started, "the server did not start"
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(_PATIENCE)
