"""`pykala sources`: what is known, what may be fetched, who permitted it."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from cli import pykala
from corpus.database import Library
from corpus.permissions import ASK_FIRST, grants, known_sources, needs_permission, why_not
from corpus.registry.sources import Permission, Source, sources
from ingest.platforms import adapters


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(pykala, ["--library", str(folder / "library"), "sources", *arguments])


def rows(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def test_every_source_of_a_refusing_vendor_needs_permission() -> None:
    refusing = [source for source in sources() if source.platform in ASK_FIRST]
    assert len(refusing) >= 70
    for source in refusing:
        assert needs_permission(source)
        assert why_not(source, None, adapters()) == "needs permission: its vendor refuses crawlers"


def test_check_says_of_each_source_whether_and_why(tmp_path: Path) -> None:
    result = run(tmp_path, "check", "--format", "csv")
    found = list(csv.DictReader(io.StringIO(result.stdout.lstrip("\ufeff"))))
    assert result.exit_code == 0
    assert len(found) == len(sources())
    assert all(row["why"] for row in found)
    fetched = {row["platform"] for row in found if row["may_be_fetched"] == "yes"}
    assert fetched
    assert not fetched & ASK_FIRST
    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize(
    ("case", "source", "reason"),
    [
        ("open", Source("", "X", "dynasty10", "https://x.example/"), None),
        ("no address", Source("", "X", "dynasty10", ""), "its address is not known"),
        ("no adapter", Source("", "X", "papyrus", "https://x.example/"), "no adapter for papyrus"),
        (
            "vendor",
            Source("", "X", "tweb", "https://x.example/"),
            "needs permission: its vendor refuses crawlers",
        ),
        (
            "row",
            Source("", "X", "cloudnc", "https://x.example/", permission=Permission.NEEDED),
            "needs permission: its robots.txt refuses crawlers",
        ),
    ],
)
def test_why_not(case: str, source: Source, reason: str | None) -> None:
    assert why_not(source, None, adapters()) == reason, case


def test_allow_is_kept_with_who_when_and_where(tmp_path: Path) -> None:
    given = ("--by", "Kirjaamo", "--reference", "12/2026", "--on", "2026-03-02")
    assert run(tmp_path, "check", "Alavus").exit_code == 1
    assert run(tmp_path, "allow", "Alavus", *given).exit_code == 0
    with Library.open(tmp_path / "library") as library:
        (granted,) = grants(library).values()
    assert (granted.granted_by, str(granted.granted_on), granted.reference) == (
        "Kirjaamo",
        "2026-03-02",
        "12/2026",
    )
    (row,) = rows(run(tmp_path, "check", "Alavus", "-f", "json"))
    assert (row["may_be_fetched"], row["why"]) == ("yes", "permitted by Kirjaamo, 2026-03-02, 12/2026")
    (shown,) = rows(run(tmp_path, "show", "Alavus", "-f", "json"))
    assert shown["permission"] == "given"
    assert run(tmp_path, "allow", "Alavus", "--withdraw").exit_code == 0
    assert run(tmp_path, "check", "Alavus").exit_code == 1
    assert run(tmp_path, "allow", "Alavus", "--withdraw").exit_code == 1


@pytest.mark.parametrize(
    ("case", "arguments", "code", "said"),
    [
        ("nobody", ("allow", "Alavus", "--reference", "1"), 2, "--by"),
        ("no reference", ("allow", "Alavus", "--by", "X", "--reference", " "), 2, "--reference"),
        (
            "tomorrow",
            ("allow", "Alavus", "--by", "X", "--reference", "1", "--on", "2999-01-01"),
            2,
            "not come yet",
        ),
        ("two sources", ("allow", "Vantaa", "--by", "X", "--reference", "1"), 2, "give a key"),
        ("unknown", ("allow", "Atlantis", "--by", "X", "--reference", "1"), 1, "no such source"),
        ("unknown to check", ("check", "Atlantis"), 1, "no such source"),
        ("unknown to show", ("show", "Atlantis"), 1, "no such source"),
        ("no address", ("add", "Espoo", "espoo.fi", "--platform", "own-site"), 2, "no http address"),
        ("no host", ("add", "Espoo", "http://[", "--platform", "own-site"), 2, "no http address"),
        ("platform", ("add", "Espoo", "https://e.example/", "--platform", "papyrus"), 2, "use one of"),
        (
            "ends first",
            (
                "add",
                "Espoo",
                "https://e.example/",
                "--platform",
                "own-site",
                "--from",
                "2020-01-01",
                "--to",
                "2019-01-01",
            ),
            2,
            "before it begins",
        ),
    ],
)
def test_wrong_usage(tmp_path: Path, case: str, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(tmp_path, *arguments)
    assert result.exit_code == code, (case, result.output)
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_add_keeps_a_source_beside_the_registry(tmp_path: Path) -> None:
    added = run(
        tmp_path, "add", "Helsingfors", "https://old.example/lists", "--platform", "own-site", "--ask"
    )
    assert added.exit_code == 0
    assert added.stdout.strip() == "091/own-site/old.example"
    with Library.open(tmp_path / "library") as library:
        assert len(known_sources(library)) == len(sources()) + 1
    listed = {row["source"]: row for row in rows(run(tmp_path, "list", "Helsinki", "-f", "json"))}
    assert listed["091/own-site/old.example"]["origin"] == "library"
    assert listed["091/own-site/old.example"]["permission"] == "needed"
    assert len(listed) == 2


def test_an_organiser_is_kept_under_its_name(tmp_path: Path) -> None:
    result = run(tmp_path, "add", "Verkostotalo Oy", "https://v.example/", "--platform", "network-pages")
    assert result.stdout.strip() == "verkostotalo oy/network-pages/v.example"


def test_list_by_platform_and_swedish_name(tmp_path: Path) -> None:
    assert {row["platform"] for row in rows(run(tmp_path, "list", "--platform", "tweb", "-f", "json"))} == {
        "tweb"
    }
    assert {row["name"] for row in rows(run(tmp_path, "list", "Esbo", "-f", "json"))} == {"Espoo"}


def _examples() -> list[str]:
    group = pykala.commands["sources"]
    assert isinstance(group, click.Group)
    lines = [line for command in group.commands.values() for line in (command.help or "").splitlines()]
    return [line.strip() for line in lines if line.strip().startswith("pykala ")]


@pytest.mark.parametrize("line", _examples())
def test_examples_are_right_usage(line: str) -> None:
    group = pykala.commands["sources"]
    assert isinstance(group, click.Group)
    _, of, name, *words = shlex.split(line)
    assert of == "sources"
    with click.Context(pykala, info_name="pykala") as context:
        group.commands[name].make_context(name, words, parent=context)
