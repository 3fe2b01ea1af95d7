"""The template: three files that pass at once."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import ingest.platforms
from ingest.platforms import adapter
from ingest.platforms.new import main, write

FILES = (
    "ingest/platforms/oma_kunta.py",
    "tests/data/platforms/oma-kunta/meeting.html",
    "tests/test_platform_oma_kunta.py",
)


def _module(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new adapter in a folder of its own that the package looks into as well."""
    paths = write("oma-kunta", tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == list(FILES)
    monkeypatch.setattr(
        ingest.platforms, "__path__", [*ingest.platforms.__path__, str(tmp_path / "ingest" / "platforms")]
    )
    monkeypatch.delitem(sys.modules, "ingest.platforms.oma_kunta", raising=False)
    return tmp_path


def test_the_written_test_passes(written: Path) -> None:
    tests = _module(written / FILES[2], "written_test")
    ran = [getattr(tests, name)() for name in dir(tests) if name.startswith("test_")]
    assert len(ran) == 3


def test_the_new_adapter_is_found(written: Path) -> None:
    adapter.adapters.cache_clear()
    try:
        assert adapter.adapter_for("oma-kunta").name == "oma-kunta"
    finally:
        adapter.adapters.cache_clear()
        sys.modules.pop("ingest.platforms.oma_kunta", None)


def test_written_files_are_in_the_project_s_style(written: Path) -> None:
    python = [str(written / FILES[0]), str(written / FILES[2])]
    root = Path(__file__).parent.parent
    options = [
        "--no-cache",
        "--config",
        str(root / "pyproject.toml"),
        "--config",
        f"src = ['{root}', '{written}']",
    ]
    for command in (["format", "--check"], ["check"]):
        run = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *options, *python],
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    test = tmp_path / FILES[2]
    test.parent.mkdir(parents=True)
    test.write_text("mine")
    with pytest.raises(FileExistsError):
        write("oma-kunta", tmp_path)
    assert test.read_text() == "mine"
    assert not (tmp_path / FILES[0]).exists()


@pytest.mark.parametrize(
    "name", ["", "Oma", "oma kunta", "../oma", "oma--kunta", "class", "9lives", "a" * 60]
)
def test_names_that_are_none(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no platform's name"):
        write(name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_command_without_a_name_says_how(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "NAME" in capsys.readouterr().err


def test_command_refuses_an_existing_platform(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tweb"]) == 2
    assert "exists" in capsys.readouterr().err
