"""Questions to an index in a cluster."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any as Anything
from typing import Self, TypeVar

from index import tree
from index.engines import Found, Hit, NoAnswer, Order
from index.engines.feed import LookUp
from index.engines.opensearch_cluster import READING, Cluster, NotNow, Refused
from index.engines.opensearch_document import BORN, EDITION, WINDOW
from index.engines.opensearch_query import Query, compiled
from index.engines.oracle import holds
from index.engines.swap import retried
from index.tree import sought

_MOST_SECONDS = 30  # for one request of a question, at the cluster
_MOST_READ = 20_000  # items of a phrase that are read again
_LIKE = 25
_KEEP = "2m"
_TRIES = 5

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Held:
    """An index in the cluster, and the part of it that belongs to its present state.

    Items of generations up to ``born`` belong to it, but for those of editions that are ``dead``.
    """

    index: str
    born: int
    dead: tuple[str, ...]

    def narrowed(self, query: Query) -> Query:
        """A query of items that belong to this state."""
        gone = [{"terms": {EDITION: list(self.dead)}}] if self.dead else []
        return {
            "bool": {"must": [query], "filter": [{"range": {BORN: {"lte": self.born}}}], "must_not": gone}
        }


class OpenSearchReader:
    """An open index: its state at that moment, while the index is in the cluster, else its present one."""

    def __init__(self, cluster: Cluster, held: Held, present: Callable[[], Held], found: LookUp) -> None:
        self._cluster = cluster
        self._held = held
        self._present = present
        self._look_up = found

    def search(
        self, query: tree.Node, *, limit: int = 20, offset: int = 0, order: Order = Order.RELEVANCE
    ) -> Found:
        """Items matching an analysed query."""
        # Prefixes and fields score all alike.
        scored = order is Order.RELEVANCE and any(not isinstance(one, tree.Prefix) for one in sought(query))
        by_date = {"oldest" if order is Order.OLDEST else "newest": "asc"}
        sort = [*([{"_score": "desc"}] if scored else []), by_date, {"id": "asc"}]

        def asked() -> Found:
            body = {"query": self._held.narrowed(compiled(query, self._scan)), "sort": sort}
            if offset + limit <= WINDOW:
                told = self._ask({**body, "from": offset, "size": limit}, scored=scored)
                return Found(_total(told), tuple(_hits(told, scored=scored)))
            return self._walked(body, offset, limit, scored=scored)

        return self._again(asked)

    def vocabulary(self, field: str) -> list[str]:
        """All values of a typed field."""
        return self._again(lambda: sorted(value for value, _ in counted(self._cluster, self._held, field)))

    def like(self, field: str, words: Sequence[str]) -> set[str]:
        """Of a field's words those among ``words``, and those a slip or two from one of them."""
        asked = dict(enumerate(dict.fromkeys(words)))
        if not asked:
            return set()
        near = {"field": field, "analyzer": "keyword", "suggest_mode": "always", "size": _LIKE}
        near |= {"min_word_length": 1, "prefix_length": 0, "max_term_freq": 2**30}
        body = {
            "size": 0,
            "query": self._held.narrowed({"match_all": {}}),
            "aggs": {
                "there": {
                    "filters": {"filters": {str(n): {"term": {field: word}} for n, word in asked.items()}}
                }
            },
            "suggest": {str(number): {"text": word, "term": near} for number, word in asked.items()},
        }
        told = self._again(lambda: self._ask(body))
        buckets = told["aggregations"]["there"]["buckets"]
        found = {word for number, word in asked.items() if buckets[str(number)]["doc_count"]}
        for suggested in told["suggest"].values():
            found.update(option["text"] for part in suggested for option in part["options"])
        return found

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _again(self, asked: Callable[[], Answer]) -> Answer:
        """An answer from this state, or from the present one if a newer index took this one's place."""
        for _ in range(_TRIES - 1):
            try:
                return asked()
            except Refused as refusal:
                if refusal.status != 404:
                    raise
                self._held = self._present()
        return asked()

    def _ask(self, body: Mapping[str, Anything], *, scored: bool = False, pinned: bool = False) -> Anything:
        return searched(self._cluster, None if pinned else self._held.index, body, scored=scored)

    def _walked(self, body: Mapping[str, Anything], offset: int, limit: int, *, scored: bool) -> Found:
        """A page beyond what one request reaches: from the top by steps, in a state that is kept for it.

        That state is lost with the node that keeps it; then all is asked again.
        """
        for pause in retried(READING):
            try:
                return self._steps(body, offset, limit, scored=scored)
            except (NotNow, Refused) as failure:
                gone = not isinstance(failure, Refused) or failure.status == 404
                if not pause or not gone:
                    raise
                time.sleep(pause)
        raise AssertionError

    def _steps(self, body: Mapping[str, Anything], offset: int, limit: int, *, scored: bool) -> Found:
        path = f"/{self._held.index}/_search/point_in_time"
        pit = self._cluster.ask("POST", path, keep_alive=_KEEP, preference=_PREFERENCE)["pit_id"]
        try:
            hits: list[Hit] = []
            total, passed = 0, 0
            after: list[Anything] | None = None
            while passed < offset + limit:
                size = min(WINDOW, offset + limit - passed)
                step = {**body, "size": size, "pit": {"id": pit, "keep_alive": _KEEP}}
                told = self._ask(
                    step | ({"search_after": after} if after else {}), scored=scored, pinned=True
                )
                total = _total(told)
                found = told["hits"]["hits"]
                hits += list(_hits(told, scored=scored))[max(0, offset - passed) :]
                passed += len(found)
                if len(found) < size:
                    break
                after = found[-1]["sort"]
            return Found(total, tuple(hits))
        finally:
            with suppress(NoAnswer):  # it ends by itself
                self._cluster.ask("DELETE", "/_search/point_in_time", {"pit_id": [pit]}, patience=0.0)

    def _scan(self, phrase: tree.Phrase, query: Query) -> Iterable[str]:
        body = {"query": self._held.narrowed(query), "sort": [{"newest": "asc"}, {"id": "asc"}]}
        found = self._walked(body, 0, _MOST_READ, scored=False)
        if found.total > _MOST_READ:
            raise NoAnswer(
                f"a phrase of {len(phrase.words)} words at a distance of {phrase.slop} may stand in "
                f"{found.total} items: narrow the question or the distance"
            )
        entries = self._look_up([hit.item_id for hit in found.hits])
        return [entry.item_id for entry in entries if holds(phrase, entry)]


_PREFERENCE = "pykala"  # the same copies each time, so that equal questions get equal scores


def searched(
    cluster: Cluster, index: str | None, body: Mapping[str, Anything], *, scored: bool = False
) -> Anything:
    """The answer to a search, from all shards or not at all. Without an index the body names a kept state."""
    where = f"/{index}/_search" if index else "/_search"
    whole = {"_source": False, "stored_fields": "_none_", "track_total_hits": True, **body}
    try:
        told = cluster.ask(
            "POST",
            where,
            whole,
            preference=_PREFERENCE if index else None,
            allow_partial_search_results="false",
            cancel_after_time_interval=f"{_MOST_SECONDS}s",
            patience=READING if index else 0.0,  # a kept state is not to be had from another node
            # Scores by what the whole index holds, not each shard.
            search_type="dfs_query_then_fetch" if scored else "query_then_fetch",
        )
    except NoAnswer as failure:
        if "Cancellation timeout" in str(failure):
            raise NoAnswer(
                f"{cluster} took more than {_MOST_SECONDS} seconds: narrow the question"
            ) from failure
        if "clause" in str(failure).casefold():
            raise NoAnswer(f"{failure}: ask for fewer words at once") from failure
        raise
    return told


def counted(cluster: Cluster, held: Held, field: str) -> Iterator[tuple[str, int]]:
    """All values of a typed field in a state, and the items of each."""
    after: Json = {}
    while True:
        source = {"size": WINDOW, "sources": [{"value": {"terms": {"field": field}}}], **after}
        body = {"size": 0, "query": held.narrowed({"match_all": {}}), "aggs": {"all": {"composite": source}}}
        told = searched(cluster, held.index, body)["aggregations"]["all"]
        yield from ((bucket["key"]["value"], bucket["doc_count"]) for bucket in told["buckets"])
        if "after_key" not in told or len(told["buckets"]) < WINDOW:
            return
        after = {"after": told["after_key"]}


Json = dict[str, Anything]


def _total(told: Json) -> int:
    return int(told["hits"]["total"]["value"])


def _hits(told: Json, *, scored: bool) -> Iterator[Hit]:
    for hit in told["hits"]["hits"]:
        yield Hit(str(hit["sort"][-1]), float(hit["sort"][0]) if scored else 0.0)
