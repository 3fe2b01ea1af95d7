"""Builds a part of the gold set from its marked-up sources: ``python -m corpus.gold.build [PART]``.

Writes the documents, the answer key and, for the open part, the list of hard cases in README.md. A source
file in ``sources/`` (``sources_PART/`` of the other parts) holds several documents:

    %%%% file name
    kind: item
    place: Hiirenkoski
    platform: cloudnc
    hard: head-none dec-cut
    ----
    the document with marks (see marks.py); a line ``%% item`` starts the next item of a meeting

The key's municipality is the place where the document names it, else none; ``municipality: -`` is none
whatever the text names, and another value stands as it is.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

from corpus.gold import PARTS, ROOT, gold_files, gold_key, visible_text
from corpus.gold.marks import FIELDS, Mark, unmarked, value_of

DEFAULTS = {
    "kind": "item",
    "language": "fi",
    "encoding": "utf-8",
    "whole": "no",
    "distractor": "no",
    "hard": "",
}
LISTS = ("diary_numbers", "cited_diary_numbers", "people", "money", "participations")
# a meeting's head speaks for all of its items
INHERITED = ("organ", "meeting_date")
CONTEXT = 80
CASES = Path(__file__).resolve().parent / "hard_cases.toml"
REGISTRY = Path(__file__).resolve().parent.parent / "registry" / "invented.csv"
PLAIN = str.maketrans("åäö", "aao")
START, END = "<!-- hard cases -->\n", "<!-- end of hard cases -->\n"


def build(part: str) -> int:
    """Write a part's documents and key anew; returns how many lines the key has.

    Raises ValueError, naming the document, for a source that cannot be understood.
    """
    folder_of_sources = ROOT / ("sources" if part == "open" else f"sources_{part}")
    if not folder_of_sources.is_dir():
        raise ValueError(f"no sources of the part {part}")
    folder = ROOT / part
    folder.mkdir(exist_ok=True)
    for path in gold_files(part):
        path.unlink()
    lines: list[dict[str, Any]] = []
    for source in sorted(folder_of_sources.glob("*.gold")):
        for head, body in documents(source.read_text(encoding="utf-8")):
            try:
                lines.extend(write(folder, head, body))
            except (ValueError, KeyError) as error:
                raise ValueError(f"{source.name}, {head['file']}: {error}") from error
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    folder.with_suffix(".jsonl").write_text(text, encoding="utf-8")
    return len(lines)


def documents(source: str) -> list[tuple[dict[str, str], str]]:
    """Head and body of each document in a source file."""
    found = []
    first, *rest = source.split("%%%% ")
    common = dict(line.split(": ", 1) for line in first.splitlines() if ": " in line)
    for chunk in rest:
        top, _, body = chunk.partition("\n----\n")
        name, *lines = top.splitlines()
        own = dict(line.split(": ", 1) for line in lines)
        found.append(({**DEFAULTS, **common, **own, "file": name.strip()}, body.rstrip("\n") + "\n"))
    return found


def write(folder: Path, head: dict[str, str], body: str) -> list[dict[str, Any]]:
    """Write one document and return its lines of the key."""
    marked = unmarked(body)
    path = folder / head["file"]
    if path.exists():
        raise ValueError("written twice")
    path.write_bytes(marked.text.encode(head["encoding"]))
    html = path.suffix == ".html"
    visible = visible_text(marked.text) if html else ""
    lines: list[dict[str, Any]] = []
    said = head.get("municipality") or (head["place"] if named(head["place"], marked.text) else "-")
    for number, overrides in enumerate(marked.overrides):
        marks = [mark for mark in marked.marks if mark.item == number]
        line = _line(folder.name, head, said, lines[0] if lines else None, overrides)
        for mark in marks:
            for annotation in annotated(marked.text, mark, line["municipality"], visible if html else None):
                _add(line, annotation)
        if number == 0 and len(marked.overrides) > 1 and head["kind"] == "minutes":
            line["section"] = None
        lines.append(line)
    return lines


def named(place: str, text: str) -> bool:
    """Whether a document names its municipality, in whatever form: its text, its title or an address."""
    with REGISTRY.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name_fi"] == place]
    forms = {row[column].lower() for row in rows for column in ("name_fi", "name_sv", "genitive_fi")}
    plain = text.lower()
    return any(form in plain or form.translate(PLAIN) in plain for form in forms)


def _line(
    part: str, head: dict[str, str], municipality: str, cover: dict[str, Any] | None, overrides: str
) -> dict[str, Any]:
    place = head["place"]
    line: dict[str, Any] = {
        "file": f"{part}/{head['file']}",
        "kind": head["kind"],
        "language": head["language"],
        "municipality": None if municipality == "-" else municipality,
        **dict.fromkeys(("organ", "meeting_date", "section", "title")),
        **{name: [] for name in LISTS[:4]},
        "decision": None,
        "participations": [],
        "place": place,
        "platform": head["platform"],
        "encoding": head["encoding"],
        "whole_page": head["whole"] == "yes",
        "distractor": head["distractor"] == "yes",
        "hard": head["hard"].split(),
        "annotations": [],
    }
    if cover is not None:
        line.update({name: cover[name] for name in INHERITED})
        line["hard"] = []
    for override in (*head.get("set", "").split(), *overrides.split()):
        name, _, value = override.partition("=")
        line[name] = value.replace("_", " ") or None
    return line


def annotated(text: str, mark: Mark, municipality: str | None, visible: str | None) -> list[dict[str, Any]]:
    """What one mark annotates; ``visible`` is what is seen of an HTML page, else None."""
    quote = text[mark.start : mark.end]
    words = quote if visible is None else visible_text(quote)
    value = value_of(mark, words, municipality)
    span: dict[str, Any] = {"start": mark.start, "end": mark.end, "quote": quote}
    if visible is not None:
        before = visible_text(text[: mark.start] + "<p>")
        span = {"quote": unique(visible, words, len(before)), "text": words}
    return [
        {"field": FIELDS[mark.code], "value": one, **span} for one in (value if mark.code == "p" else [value])
    ]


def unique(visible: str, words: str, near: int) -> str:
    """The words with as much before and after them as makes them occur once.

    ``near`` is about where they begin. Raises ValueError when they do not stand there.
    """
    start = visible.find(words, max(0, near - 2))
    if start < 0 or start > near + 3:
        raise ValueError(f"not seen on the page at {near}: {words!r}")
    end = start + len(words)
    while visible.count(visible[start:end]) > 1:
        if end - start > len(words) + CONTEXT:
            raise ValueError(f"not unique: {words!r}")
        end = _blank(visible.find(" ", end + 1), len(visible))
        if visible.count(visible[start:end]) > 1:
            start = max(visible.rfind(" ", 0, max(start - 1, 0)) + 1, 0)
    return visible[start:end]


def _blank(found: int, otherwise: int) -> int:
    return otherwise if found < 0 else found


def _add(line: dict[str, Any], annotation: dict[str, Any]) -> None:
    """Put an annotation's fact into the key's line too, each fact once."""
    line["annotations"].append(annotation)
    name, value = annotation["field"], annotation["value"]
    if name in LISTS:
        keys = {"people": ("name", "title", "role"), "money": ("amount", "per", "vat", "kind")}.get(name)
        fact = {key: value[key] for key in keys} if keys else value
        if fact not in line[name]:
            line[name].append(fact)
    else:
        if name == "decision" and line[name] is not None:
            raise ValueError("two decisions in one item")
        if name in ("section", "title") and line[name] not in (None, value):
            raise ValueError(f"{name} twice: {line[name]!r} and {value!r}")
        line[name] = value


def hard_cases(lines: list[dict[str, Any]]) -> str:
    """Markdown tables: each hard case of hard_cases.toml with the documents that hold it."""
    files: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for case in line["hard"]:
            files[case].add(line["file"].partition("/")[2])
    text = ""
    for topic, cases in tomllib.loads(CASES.read_text(encoding="utf-8")).items():
        rows = [f"| `{case}` | {what} | {', '.join(sorted(files[case]))} |" for case, what in cases.items()]
        table = "\n".join(["| case | what | documents |", "|---|---|---|", *rows])
        text += f"\n### {topic.capitalize().replace('-', ' ')}\n\n{table}\n"
    return text + "\n"


def main(part: str) -> None:
    count = build(part)
    readme = ROOT / "README.md"
    if part == "open" and readme.is_file():
        before, _, rest = readme.read_text(encoding="utf-8").partition(START)
        after = rest.partition(END)[2]
        table = hard_cases(gold_key(part))
        readme.write_text(f"{before}{START}{table}{END}{after}", encoding="utf-8")
    print(f"{part}: {len(gold_files(part))} documents, {count} lines in the key")


if __name__ == "__main__":
    chosen = sys.argv[1] if len(sys.argv) > 1 else "open"
    if chosen not in PARTS:
        sys.exit(f"no part {chosen}; there are {', '.join(PARTS)}")
    main(chosen)
