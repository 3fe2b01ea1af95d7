"""The demonstration: it crawls the sample, asks it something, and says how to ask on."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from cli import pykala
from corpus import sample
from corpus.database import Library
from index.reports import matrix
from tests.crawling import small
from tests.serving import serving


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """One town of the sample only, among its documents one that joins a network."""
    (town,) = small("kuusiranta")
    monkeypatch.setattr("corpus.sample.server.towns", lambda: [town])
    return len(town.matters())


def test_demo(few: int, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    result = CliRunner().invoke(pykala, ["demo", "--library", str(folder)])
    assert result.exit_code == 0, result.output
    assert few > 0
    assert f"{few} documents, " in result.stdout
    assert "$ pykala search " in result.stdout
    assert "$ pykala participation" in result.stdout
    assert "Kuusiranta" in result.stdout
    assert f"pykala --library {folder} fees" in result.stdout
    assert (folder / "corpus.db").is_file()


def test_demo_leaves_the_users_library_alone(
    few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYKALA_LIBRARY", str(tmp_path / "mine"))
    monkeypatch.setattr("tempfile.mkdtemp", lambda **_: str(tmp_path / "fresh"))
    result = CliRunner().invoke(pykala, ["demo"])
    assert result.exit_code == 0, result.output
    assert not (tmp_path / "mine").exists()
    assert (tmp_path / "fresh" / "corpus.db").is_file()


@pytest.mark.slow
def test_the_whole_sample_is_read(tmp_path: Path) -> None:
    result = CliRunner().invoke(pykala, ["demo", "--library", str(tmp_path)])
    assert result.exit_code == 0, result.output
    attachments = 1  # are not asked for
    assert f"{len(sample.sample_files()) - attachments} documents, " in result.stdout
    *_, address, how = result.stdout.rstrip().splitlines()
    assert "http://127.0.0.1:8000/" in address
    assert how.split() == ["pykala", "--library", str(tmp_path), "serve"]
    with serving(tmp_path) as site:
        assert "Kuusiranta" in httpx.get(f"{site}/networks/USO").text
        assert httpx.get(f"{site}/search?q=verkosto").status_code == 200
    assert CliRunner().invoke(pykala, ["verify", "--library", str(tmp_path)]).exit_code == 0
    with Library.open(tmp_path) as library:
        cells = {
            (network, season, row.municipality): cell.status.value
            for network in {network for network, _, _ in sample.matrix_key()}
            for found in [matrix(library, network)]
            for row in found.rows
            for season, cell in zip(found.seasons, row.cells, strict=True)
        }
    assert cells == sample.matrix_key()
