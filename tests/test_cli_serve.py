"""``pykala serve`` as a process: it answers, it stops when asked to, and says what is wrong in a line."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from corpus.database import Library
from index.search import reindex


@contextmanager
def process(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of a library and its address."""
    command = [sys.executable, "-m", "cli", "serve", "--port", "0", "--library", str(folder), *arguments]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr is not None
        line = running.stderr.readline()
        yield running, line.partition("http://")[2].partition("/ ")[0]
    finally:
        running.kill()
        running.wait()


@pytest.fixture(scope="module")
def indexed(sample_folder: Path) -> Path:
    with Library.open(sample_folder) as library:
        reindex(library, if_needed=True)
    return sample_folder


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_answers_and_stops(indexed: Path, workers: str, sign: signal.Signals) -> None:
    transport = httpx.HTTPTransport(retries=20)
    with (
        process(indexed, "--workers", workers) as (running, address),
        httpx.Client(transport=transport) as client,
    ):
        assert client.get(f"http://{address}/networks/USO", timeout=60).status_code == 200
        assert client.get(f"http://{address}/search?q=verkosto", timeout=60).status_code == 200
        running.send_signal(sign)
        assert running.wait(30) in (0, 130, -sign)


def serve(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", "serve", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_without_a_library(tmp_path: Path) -> None:
    done = serve("--library", str(tmp_path / "none"))
    assert done.returncode == 4
    assert done.stderr.startswith("pykala: there is no library: ")
    assert done.stderr.count("\n") == 1


def test_where_another_listens(indexed: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = serve("--library", str(indexed), "--port", str(other.getsockname()[1]))
    assert done.returncode == 2
    assert "give another --port" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_base_that_is_no_address(indexed: Path) -> None:
    done = serve("--library", str(indexed), "--base-url", "example.org")
    assert done.returncode == 2
    assert "--base-url example.org" in done.stderr
