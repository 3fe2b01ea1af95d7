"""Writes the pages of the documentation that are made from the program: docs/schema.json, cli.md, query.md …

Run it from anywhere with ``python docs/generate.py``; a test says when it is due.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent), str(DOCS)]


def schema_page() -> str:
    """The JSON Schema of the records."""
    from corpus.records import json_schema

    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def cli_page() -> str:
    """Every command's help."""
    from cli import pykala

    context = click.Context(
        pykala, info_name="pykala", terminal_width=100, help_option_names=["--help", "-h"]
    )
    parts = ["# Commands\n\nMade from `--help` by `python docs/generate.py`.\n", _help("pykala", context)]
    for name in pykala.list_commands(context):
        command = pykala.get_command(context, name)
        if command is not None and not command.hidden:
            inner = click.Context(command, info_name=name, parent=context, terminal_width=100)
            parts.append(_help(f"pykala {name}", inner))
            for within, part in getattr(command, "commands", {}).items():
                innermost = click.Context(part, info_name=within, parent=inner, terminal_width=100)
                parts.append(_help(f"pykala {name} {within}", innermost))
    return "\n".join(parts)


def query_page() -> str:
    """The query language."""
    from query_page import query_page as page

    return page()


def _help(title: str, context: click.Context) -> str:
    return f"## {title}\n\n```\n{context.command.get_help(context)}\n```\n"


PAGES = {"schema.json": schema_page, "cli.md": cli_page, "query.md": query_page}

if __name__ == "__main__":
    if "--check" in sys.argv:
        due = [name for name, make in PAGES.items() if (DOCS / name).read_text("utf-8") != make()]
        sys.exit(f"out of date: {', '.join(due)}: run python docs/generate.py" if due else 0)
    for page, make in PAGES.items():
        (DOCS / page).write_text(make(), encoding="utf-8")
        print(DOCS / page)
