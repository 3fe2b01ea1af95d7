"""The command that serves the pages: ``pykala serve``."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from terminal.frame import OK, USAGE, complain, in_library, library_folder, note

if TYPE_CHECKING:
    from fastapi import FastAPI

    from web.settings import Settings

_WAITING = 2048  # connections that may wait for an answer
_MOST_WORKERS = 4
_SETTINGS = "PYKALA_SERVE"
_EVERYWHERE = ("0.0.0.0", "::")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--base-url", metavar="URL", help="Where the world finds it, when it stands behind a proxy.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="A name it may be called by; repeatable.")
@click.option(
    "--workers", type=click.IntRange(1, 64), help="Processes that answer (default: the cores, 4 at most)."
)
@click.option("--redact", is_flag=True, help="Cover names of persons who are in no official role.")
@in_library
def serve(
    host: str, port: int, base_url: str | None, allow_host: tuple[str, ...], workers: int | None, redact: bool
) -> int:
    """Serve the library as pages.

    Search, networks, municipalities, cases, changes and coverage, in Finnish, Swedish and English, with a
    JSON API, feeds and downloads. Only this machine can open them, unless --host says otherwise: put a proxy
    before it then (docs/operations.md). Needs `pip install pykala[web]`.

    \b
    Examples:
      pykala serve
      pykala serve --port 8080 --library minutes.library
      pykala serve --base-url https://poytakirjat.example.org --redact
    """
    try:
        import uvicorn
        from uvicorn.supervisors import Multiprocess

        import web.app
    except ModuleNotFoundError as error:
        return complain(f"{error.name} is not installed: run `pip install pykala[web]`", USAGE)
    redact = redact or bool(click.get_current_context().find_root().meta.get("redact"))
    settings = _settings(host, base_url, allow_host, redact)
    web.app.create_app(settings)  # what is wrong with the library is said now, once
    os.environ[_SETTINGS] = settings.to_json()
    config = uvicorn.Config(
        "web.command:application",
        factory=True,
        host=host,
        port=port,
        workers=workers or min(_MOST_WORKERS, os.cpu_count() or 1),
        log_level="warning",
        access_log=False,  # who asks what is nobody's business
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,  # longer than proxies keep idle connections
        timeout_graceful_shutdown=5,
    )
    try:
        listening = _listening(host, port)
    except OSError as error:
        reason = error.strerror or str(error)
        return complain(f"cannot listen on {host}:{port} ({reason}): give another --port or --host", USAGE)
    with listening:
        shown, number = listening.getsockname()[:2]
        note(f"Pykälä: http://{f'[{shown}]' if ':' in shown else shown}:{number}/ (Ctrl-C stops it)")
        if config.workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            uvicorn.Server(config).run([listening])
    return OK


def _listening(host: str, port: int) -> socket.socket:
    """A socket that the processes share. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=_WAITING)
    listening.set_inheritable(True)
    return listening


def application() -> FastAPI:
    """What a process of the server answers with: made of the settings that its parent left for it."""
    from web.app import create_app
    from web.settings import Settings

    return create_app(Settings.of_json(os.environ[_SETTINGS]))


def _settings(host: str, base_url: str | None, allowed: tuple[str, ...], redact: bool) -> Settings:
    from web.settings import Settings

    hosts = [*Settings.hosts, *allowed]
    if base_url:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise click.UsageError(f"--base-url {base_url}: give the whole address, with https://")
        hosts.append(parts.hostname)
    if host not in _EVERYWHERE:
        hosts.append(host)
    return Settings(library_folder(), base_url, tuple(dict.fromkeys(hosts)), redact)
