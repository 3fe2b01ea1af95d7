"""The municipal task classification."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.registry.task_classes import task_class, task_classes


def test_the_main_classes_are_00_to_14() -> None:
    mains = [code for code, entry in task_classes().items() if entry.common]
    assert mains == [f"{number:02}" for number in range(15)]
    assert all(task_classes()[code].name_sv for code in mains)


@pytest.mark.parametrize(
    ("code", "found", "name"),
    [
        ("00", "00", "Hallintoasiat"),
        ("00.04.01", "00", "Hallintoasiat"),
        ("00.02.09", "00.02.09", "Kokousasiat"),
        ("00 02 09", "00.02.09", "Kokousasiat"),
        ("10.04.03", "10.04.03", "Rakennuslupa"),
        ("10.02.03", "10", "Maankäyttö, rakentaminen ja asuminen"),
        ("10.03.00.01", "10", "Maankäyttö, rakentaminen ja asuminen"),
        ("14.05.01", "14.05.01", "Työvoimapalveluiden tuottaminen"),
    ],
)
def test_classes(code: str, found: str, name: str) -> None:
    entry = task_class(code)
    assert entry is not None
    assert (entry.code, entry.name) == (found, name)


@pytest.mark.parametrize(
    "code", ["", "15", "99.01", "010", "041", "0", "a0.01", "1.2.3", "٠٠", "0" * 1_000_000]
)
def test_codes_that_are_no_class(code: str) -> None:
    assert task_class(code) is None


def test_finer_names_are_those_of_helsinki(shared: Path) -> None:
    seen: dict[str, set[str]] = {}
    for path in sorted((shared / "real" / "helsinki" / "decisions").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for decision in data if isinstance(data, list) else [data, *data.get("decisions", [])]:
            if isinstance(decision, dict) and decision.get("ClassificationCode"):
                code = decision["ClassificationCode"].replace(" ", ".")
                seen.setdefault(code, set()).add(decision["ClassificationTitle"])
    checked = [code for code, entry in task_classes().items() if not entry.common and code in seen]
    assert len(checked) > 15
    assert [code for code in checked if task_classes()[code].name not in seen[code]] == []
