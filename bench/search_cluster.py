"""OpenSearch without a library between, in the cluster that ``PYKALA_OPENSEARCH_URL`` names."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence

from bench.search_engines import TOP, Analysed, Question
from index.engines.opensearch_cluster import Cluster
from index.engines.opensearch_document import document, index_body
from index.engines.opensearch_engine import SHARDS
from index.engines.opensearch_reader import Held, OpenSearchReader
from index.engines.opensearch_writing import Bulk, create
from index.entry import Entry
from index.tree import Node


class InCluster:
    """The engine OpenSearch; its index goes when it is closed."""

    def __init__(self, analyser: Analysed) -> None:
        self._cluster = Cluster(os.environ.get("PYKALA_OPENSEARCH_URL", ""))
        self._cluster.check()
        self._index = f"pykala-bench-{secrets.token_hex(6)}"
        create(self._cluster, self._index, index_body({}, SHARDS))
        self._bulk = Bulk(self._cluster, self._index, _Alone())  # type: ignore[arg-type]
        self._analyser = analyser
        self._nodes: dict[str, Node] = {}
        held = Held(self._index, 1, ())
        self._reader = OpenSearchReader(self._cluster, held, lambda: held, lambda _: ())

    def add(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._bulk.add(entry.item_id, document(entry, "1:00:1", 1))

    def flush(self) -> None:
        self._bulk.flush()

    def finish(self) -> None:
        self._bulk.flush()
        self._cluster.ask("POST", f"/{self._index}/_refresh")

    def answer(self, question: Question) -> int:
        node = self._nodes.get(question.text)
        if node is None:
            node = self._nodes[question.text] = self._analyser(question.text)
        return self._reader.search(node, limit=TOP, order=question.order).total

    def held(self) -> int:
        """Bytes of one copy."""
        self._cluster.ask("POST", f"/{self._index}/_flush")
        told = self._cluster.ask("GET", f"/{self._index}/_stats/store")
        return int(told["_all"]["primaries"]["store"]["size_in_bytes"])

    def processor(self) -> float:
        """Seconds that processors worked for it so far: ours, and those of all nodes."""
        nodes = self._cluster.ask("GET", "/_nodes/stats/process")["nodes"].values()
        return time.process_time() + sum(one["process"]["cpu"]["total_in_millis"] for one in nodes) / 1000

    def close(self) -> None:
        self._cluster.ask("DELETE", f"/{self._index}")


class _Alone:
    def renew(self) -> None:
        """Nobody else writes."""
