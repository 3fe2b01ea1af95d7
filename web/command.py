"""The command that serves the pages: ``pykala serve``."""

from __future__ import annotations

import click

from terminal.frame import OK, complain, in_library, library_folder, note

_MISSING = 2


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--base-url", metavar="URL", help="Where the world finds it, when it stands behind a proxy.")
@click.option("--allow-host", multiple=True, metavar="NAME", help="A name it may be called by; repeatable.")
@click.option("--redact", is_flag=True, help="Leave out names of persons who are in no official role.")
@in_library
def serve(host: str, port: int, base_url: str | None, allow_host: tuple[str, ...], redact: bool) -> int:
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

        from web.app import create_app
    except ModuleNotFoundError as error:
        return complain(f"{error.name} is not installed: run `pip install pykala[web]`", _MISSING)
    from urllib.parse import urlsplit

    from web.settings import Settings

    hosts = [*Settings.hosts, *allow_host]
    if base_url:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise click.UsageError(f"--base-url {base_url}: give the whole address, with https://")
        hosts.append(parts.hostname)
    if host not in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "::"):
        hosts.append(host)
    app = create_app(Settings(library_folder(), base_url, tuple(hosts), redact))
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,  # who asks what is nobody's business
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=5,
        )
    )
    with server.config.bind_socket() as listening:
        shown, number = listening.getsockname()[:2]
        note(f"Pykälä: http://{f'[{shown}]' if ':' in shown else shown}:{number}/ (Ctrl-C stops it)")
        server.run([listening])
    return OK
