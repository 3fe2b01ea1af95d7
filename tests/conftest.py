"""Fixtures every test file may use."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.opensearch_nodes import CannotStart, Nodes

ROOT = Path(__file__).resolve().parent.parent

# The same cases each time, however slow or busy the machine is; `--hypothesis-profile=anew` looks for others.
settings.register_profile("anew", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("anew"), derandomize=True, database=None)
settings.load_profile("same")


def pytest_configure() -> None:
    """Whoever runs the tests in the background has them ignore interrupts, and all that they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def index_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The key that seals indexes is not the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYKALA_INDEX_KEY", str(tmp_path_factory.mktemp("key") / "index.key"))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real material beside the checkout: absent on most machines, required in CI."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        message = "real material (../shared) is not on this machine"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the whole bundled sample, to be read only."""
    from tests.library_pages import read_sample

    folder = tmp_path_factory.mktemp("sample")
    read_sample(folder)
    return folder


@pytest.fixture(scope="session")
def nodes() -> Iterator[Nodes]:
    """A cluster of OpenSearch, three nodes of this machine."""
    with three_nodes() as made:
        yield made


@pytest.fixture
def emptied(nodes: Nodes) -> Iterator[None]:
    """Indexes that a test makes go with it, so that the nodes do not fill up."""
    yield
    for index in nodes.ask("/_cat/indices?format=json&expand_wildcards=open"):
        if index["index"].startswith(("pykala-", "theirs-")) and index["index"] != "pykala-locks":
            nodes.ask(f"/{index['index']}", "DELETE")


def three_nodes() -> Nodes:
    """Not without Java and Maven, which are required in CI."""
    try:
        return Nodes()
    except CannotStart as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:
    """A library of the bundled sample and the real documents beside the checkout, to be read only."""
    from tests.browsing import read_sample_and_seeds

    folder = tmp_path_factory.mktemp("seeded")
    read_sample_and_seeds(folder, shared / "seeds")
    return folder
