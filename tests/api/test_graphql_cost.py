"""The benchmark measures the same answer twice: by GraphQL, and by queries written by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from asked import ID, Questions
from engines import opened

from benchmarks import graphql as benchmark

if TYPE_CHECKING:
    from pathlib import Path


def test_both_answers_of_the_benchmark_tell_the_same(tmp_path: Path) -> None:
    with opened("memory", tmp_path) as store:
        store.load(line.encode() for line in benchmark.statements(300))
        asked = Questions(store)
        works = asked.data(benchmark.FROM_CONCEPT, slug="c1")["works"]["edges"]
        assert asked.queries == 3
        first, second, third = json.loads(benchmark.raw(store, "c1"))
        assert [edge["node"]["id"] for edge in works] == [row[0] for row in first]
        assert [edge["node"]["title"] for edge in works] == [row[1] for row in first]
        assert len(works) == benchmark.PAGE
        cited: dict[str, set[str]] = {}
        for work, other, *_ in second:
            cited.setdefault(work, set()).add(other)
        names = {(work, int(number)): label for work, _, label, _, number in third}
        for edge in works:
            reached = [one["node"] for one in edge["node"]["cites"]["edges"]]
            assert {one["id"] for one in reached} == cited[edge["node"]["id"]]
            for one in reached:
                assert [author["label"] for author in one["authors"]] == [names[one["id"], number] for number in (1, 2)]
        hub = asked.data(benchmark.HUB)["concept"]["mentionedIn"]
        assert hub["totalCount"] == 15
        assert all(edge["node"]["id"].startswith(f"{ID}work/") for edge in hub["edges"])
