"""The command that measures extraction against an answer key: evaluate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from terminal.frame import (
    NOTHING,
    OK,
    UNREADABLE,
    USAGE,
    complain,
    lacks_model,
    model_option,
    note,
    output_options,
    print_rows,
    progress,
)
from terminal.output import Column, Row, View, column

if TYPE_CHECKING:
    from ingest.evaluate import LineScore
    from ingest.evaluation import FieldReport


def _percent(name: str) -> Callable[[Row], str | None]:
    return lambda row: None if row[name] is None else f"{row[name]:.3f}"


def _share(name: str, title: str | None = None) -> Column:
    return Column(title or name, _percent(name), right=True)


EVALUATION = View(
    table=(
        column("field"),
        _share("f1", "F1"),
        _share("precision"),
        _share("recall"),
        _share("macro"),
        Column("95 %", lambda row: f"{row['low']:.3f}–{row['high']:.3f}"),
        column("worst"),
        _share("worst_f1", "its F1"),
        column("wanted", "of", right=True),
    )
)
GROUPS = View(
    table=(column("group"), column("field"), _share("f1", "F1"), column("wanted", "of", right=True))
)


@click.command()
@click.argument("key", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--by", type=click.Choice(["language", "platform", "municipality"]), help="Group the scores.")
@click.option("--errors", "most", type=int, default=0, metavar="N", help="Show N errors of each field.")
@click.option("--floor", type=click.Path(path_type=Path), metavar="FILE", help="Fail where macro F1 fell.")
@click.option("--raise-floor", is_flag=True, help="Write what rose into the floor file; it never falls.")
@model_option
@output_options
def evaluate(
    key: Path | None,
    by: str | None,
    most: int,
    floor: Path | None,
    raise_floor: bool,
    model: str | None,
    shape: str | None,
    output: Path | None,
) -> int:
    """Measure extraction against an answer key.

    KEY is a JSON Lines file beside the documents it speaks of; without it, the bundled sample's. Shown are
    precision, recall and F1 over all items, and macro F1: the mean over municipalities, with the interval
    that resampling them gives, and the worst one.

    \b
    Examples:
      pykala evaluate
      pykala evaluate corpus/gold/open.jsonl --errors 5
      pykala evaluate --by language
      pykala evaluate corpus/gold/open.jsonl --floor corpus/gold/floors/open.json
    """
    from ingest.evaluation import summarise

    if raise_floor and floor is None:
        note("pykala: --raise-floor needs --floor FILE")
        return USAGE
    if lacks_model(model):
        return USAGE
    if key is not None and not key.is_file():
        return complain(f"no such file: {key}: check the path", USAGE)
    lines, unread = _score(key, model)
    reports = summarise(lines)
    if by:
        print_rows(_grouped(lines, by), GROUPS, shape, output)
    else:
        print_rows((vars(report) for report in reports), EVALUATION, shape, output)
    _print_errors(lines, most)
    fallen = _check_floor(reports, floor, raise_floor) if floor else []
    for line in fallen:
        note(line)
    return NOTHING if fallen else UNREADABLE if unread else OK


def _score(key: Path | None, model: str | None) -> tuple[list[LineScore], int]:
    from corpus.records import contract
    from corpus.sample import ROOT
    from ingest.document import ReadError
    from ingest.evaluate import score_lines
    from ingest.pipeline import read_file

    key = key or ROOT / "key.jsonl"
    wanted = [json.loads(line) for line in key.read_text(encoding="utf-8").splitlines() if line.strip()]
    files = sorted({line["file"] for line in wanted})
    extracted: dict[str, list[dict[str, Any]]] = {}
    unread = 0
    for file in progress(files, "Reading"):
        try:
            reading = read_file(key.parent / file, model)
        except ReadError as error:
            note(f"pykala: {error}")
            unread += 1
            continue
        extracted[file] = [contract(item, reading.document) for item in reading.items]
    return score_lines(wanted, extracted), unread


def _grouped(lines: list[LineScore], by: str) -> list[Row]:
    from ingest import evaluation
    from ingest.evaluate import FIELDS

    of = {
        "language": evaluation.language_of,
        "platform": evaluation.platform_of,
        "municipality": evaluation.municipality_of,
    }[by]
    rows: list[Row] = []
    for name in FIELDS:
        scores = evaluation.group((line for line in lines if line.field == name), of)
        for place in sorted(scores):
            if not scores[place].empty:
                score = scores[place]
                rows.append(
                    {"group": place, "field": name, "f1": score.f1, "wanted": score.found + score.missed}
                )
    return sorted(rows, key=lambda row: row["group"])


def _print_errors(lines: list[LineScore], most: int) -> None:
    shown: dict[str, int] = {}
    for line in lines:
        if (line.missed or line.invented) and shown.get(line.field, 0) < most:
            shown[line.field] = shown.get(line.field, 0) + 1
            missed, invented = "; ".join(sorted(line.missed)), "; ".join(sorted(line.invented))
            click.echo(f"{line.field}: {line.place}: missed [{missed}], invented [{invented}]")


def _check_floor(reports: list[FieldReport], floor: Path, raise_floor: bool) -> list[str]:
    """A line for each field whose macro F1 fell below the floor; what rose is said, and written if asked."""
    known: dict[str, float] = json.loads(floor.read_text(encoding="utf-8")) if floor.exists() else {}
    now = {report.field: round(report.macro, 4) for report in reports}
    for name, value in now.items():
        if name in known and value > known[name]:
            note(f"{name} rose from {known[name]:.4f} to {value:.4f}")
    if raise_floor:
        risen = {name: max(value, known.get(name, 0.0)) for name, value in now.items()}
        floor.write_text(json.dumps(risen, indent=2) + "\n", encoding="utf-8")
    return [
        f"pykala: {name}: macro F1 fell from {known[name]:.4f} to {value:.4f}: see --errors 20"
        for name, value in now.items()
        if name in known and value < known[name]
    ]


COMMANDS = (evaluate,)
