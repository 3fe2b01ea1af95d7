"""A cluster of OpenSearch on this machine: each node a process that can be killed.

``python -m tests.opensearch_nodes`` starts one and prints its addresses; it ends with Enter.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
NODES = 3
_BUILT = ROOT / "tests" / "opensearch" / "target"
_HEAP = "320m"


class CannotStart(Exception):
    """There can be no cluster here: why."""


class Nodes:
    """Three nodes, started together. Raises CannotStart."""

    def __init__(self) -> None:
        self._classes = _built()
        self._folder = tempfile.mkdtemp(prefix="pykala-opensearch-")
        self._ports = _free_ports(2 * NODES)
        self._processes: list[subprocess.Popen[bytes] | None] = [None] * NODES
        try:
            for number in range(NODES):
                self._begin(number)
            self.wait()
        except BaseException:
            self.close()
            raise

    @property
    def urls(self) -> list[str]:
        """Every node's address."""
        return [f"http://127.0.0.1:{port}" for port in self._ports[::2]]

    @property
    def url(self) -> str:
        """All of them, as the program takes them."""
        return ",".join(self.urls)

    def ask(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """A request to the first node that answers."""
        for url in self.urls:
            request = urllib.request.Request(
                url + path,
                method=method,
                data=None if body is None else json.dumps(body).encode(),
                headers={"Content-Type": "application/json"},
            )
            with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=40) as answer:
                return json.load(answer)
        raise CannotStart(f"no node answers {path}: {self._told()}")

    def kill(self, number: int) -> None:
        """End a node as a machine that loses its power."""
        process = self._processes[number]
        assert process is not None
        process.kill()
        process.wait()
        self._processes[number] = None

    def start(self, number: int) -> None:
        """Start a node that was killed."""
        if self._processes[number] is None:
            self._begin(number)

    def wait(self, *, green: bool = False, seconds: float = 120.0) -> None:
        """Until all nodes have found each other, or all copies are where they should be."""
        end = time.monotonic() + seconds
        what = f"wait_for_nodes={NODES}" + (
            "&wait_for_status=green&wait_for_no_relocating_shards=true" * green
        )
        while time.monotonic() < end:
            if any(process is not None and process.poll() is not None for process in self._processes):
                break
            with contextlib.suppress(CannotStart):
                told = self.ask(f"/_cluster/health?timeout=1s&{what}")
                if told["number_of_nodes"] == NODES and not told["timed_out"]:
                    return
            time.sleep(0.2)
        raise CannotStart(f"the nodes did not come up: {self._told()}")

    def close(self) -> None:
        """End all nodes and remove what they wrote."""
        for number, process in enumerate(self._processes):
            if process is not None:
                self.kill(number)
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _begin(self, number: int) -> None:
        # The quick compiler alone: these nodes do not live long enough for the other.
        options = [f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command = ["java", *options, "-cp", self._classes, "Node", self._folder, str(number)]
        with (Path(self._folder) / f"node-{number}.log").open("ab") as log:
            self._processes[number] = subprocess.Popen(
                [*command, *map(str, self._ports)],
                stdin=subprocess.PIPE,  # a node ends with its standard input, and so with us
                stdout=log,
                stderr=log,
                cwd=self._folder,
            )

    def _told(self) -> str:
        logs = sorted(Path(self._folder).glob("node-*.log"))
        return " | ".join(log.read_text("utf-8", "replace")[-400:] for log in logs)


def _built() -> str:
    """The class path, after fetching and compiling what is missing."""
    for program in ("java", "javac", "mvn", "make"):
        if shutil.which(program) is None:
            raise CannotStart(f"no {program} on this machine: install a JDK of version 17 and Maven")
    done = subprocess.run(
        ["make", "--quiet", "--directory", str(ROOT), str((_BUILT / "complete").relative_to(ROOT))],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if done.returncode:
        raise CannotStart(f"the nodes cannot be built: {(done.stdout + done.stderr)[-600:]}")
    return os.pathsep.join([str(_BUILT / "classes"), f"{_BUILT / 'lib'}/*"])


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


if __name__ == "__main__":
    with Nodes() as nodes:
        print(nodes.url, flush=True)
        sys.stdin.readline()
