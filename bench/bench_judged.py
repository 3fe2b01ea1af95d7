"""Prints how well the search does on the judged set, with Snowball's figures beside it.

``python -m bench.bench_judged [--engine NAME] [--misses]``
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.judged import NDCG_AT, RECALL_AT, Score, judged_library, means, measure, questions, use_snowball


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", help="whoosh or tantivy; else the one a new library gets")
    parser.add_argument(
        "--misses", action="store_true", help="list the questions that are not answered in full"
    )
    options = parser.parse_args()
    asked = questions()
    with tempfile.TemporaryDirectory() as folder, judged_library(Path(folder)) as library:
        number = library.counts()["items"]
        ours = measure(library, asked, options.engine)
        use_snowball(library, asked)
        stemmed = measure(library, asked, options.engine)
    print(f"{len(asked)} questions, {number} items\n")
    print(f"{'':14}{'questions':>9}{f'recall@{RECALL_AT}':>21}{f'nDCG@{NDCG_AT}':>20}")
    print(f"{'':14}{'':9}{'pykala':>11}{'Snowball':>10}{'pykala':>10}{'Snowball':>10}")
    snowball = means(stemmed)
    for kind, (count, recall, ndcg) in means(ours).items():
        _, other_recall, other_ndcg = snowball[kind]
        print(f"{kind:14}{count:9}{recall:11.3f}{other_recall:10.3f}{ndcg:10.3f}{other_ndcg:10.3f}")
    if options.misses:
        for score in ours:
            _print_miss(score)


def _print_miss(score: Score) -> None:
    relevant = score.question.relevant
    if score.recall == 1 and score.ndcg > 0.9:
        return
    print(f"\n{score.question.query}: recall {score.recall:.2f}, nDCG {score.ndcg:.2f}")
    print(f"  missing: {', '.join(sorted(relevant.keys() - set(score.found))) or '-'}")
    print(f"  beside:  {', '.join(item for item in score.found if item not in relevant) or '-'}")


if __name__ == "__main__":
    main()
