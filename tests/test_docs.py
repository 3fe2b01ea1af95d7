"""The documentation says what the program does."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli import pykala

ROOT = Path(__file__).resolve().parent.parent
EXIT_CODES = (0, 1, 2, 3, 4, 130)


def command_lines(page: str) -> list[str]:
    """The calls of pykala in a page's code blocks."""
    blocks = re.findall(r"```\w*\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("pykala ")]


def examples_of_help() -> list[str]:
    texts = [pykala.help or "", *(command.help or "" for command in pykala.commands.values())]
    return [
        line.strip() for text in texts for line in text.splitlines() if line.strip().startswith("pykala ")
    ]


@pytest.mark.parametrize("line", [*command_lines("README.md"), *examples_of_help()])
def test_examples_are_right_usage(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    with click.Context(pykala, info_name="pykala") as context:
        rest = pykala.make_parser(context).parse_args(args=words)[1]
        name, command, inner = pykala.resolve_command(context, rest)
        assert command is not None
        command.make_context(name, inner, parent=context)


def test_the_readme_names_every_command_and_exit_code() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    unsaid = {"demo", "reindex", "version"}
    assert {name for name in pykala.commands if f"pykala {name}" not in text} <= unsaid
    assert all(f"\n| {code} |" in text for code in EXIT_CODES)


def test_the_page_of_commands_is_up_to_date() -> None:
    # In a process of its own: click remembers a command's help option from whoever asked first.
    check = [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"]
    run = subprocess.run(check, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_links_lead_somewhere() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        for link in re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text("utf-8")):
            if link != "docs/ARCHITECTURE.md" or (ROOT / "docs" / "ARCHITECTURE.md").exists():
                assert (ROOT / link).exists(), f"{page}: {link}"
