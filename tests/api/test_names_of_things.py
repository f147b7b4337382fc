"""What names a thing on the command line: slug, label in any case, a label's slug; with a search index or without."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from api.cli import govgraph
from graph.errors import UsageError
from graph.loading import load
from graph.opening import open_store
from graph.record import Concept, Source
from graph.sources.capture import capture_of

if TYPE_CHECKING:
    from pathlib import Path

CALLED = Concept("first-slug", "Neighbours, and counters", "theory", alternatives={"en": ["NAC"], "nb": ["Naboer og skranker"]})
ALIKE = Concept("neighbours", "Neighbours", "theory")


@pytest.fixture(scope="module", params=["indexed", "without an index"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names") / "store"
    with closing(open_store(str(folder))) as store:
        load(store, capture_of(b"Counters", "page"), iter((Source(), CALLED, ALIKE)))
    if request.param == "indexed":
        assert CliRunner().invoke(govgraph, ["--store", str(folder), "index"], catch_exceptions=False).exit_code == 0
    return folder


def labels(place: Path, name: str) -> str:
    words = ["--store", str(place), "query", "concept-labels", "--json", "-p", "language=en", "-p", f"concept={name}"]
    return CliRunner().invoke(govgraph, words, catch_exceptions=False).stdout


@pytest.mark.parametrize(
    "name", ["first-slug", "neighbours, AND counters", "nac", "naboer og skranker", "neighbours-and-counters", "naboer-og-skranker"]
)
def test_a_concept_is_reached_by_its_slug_its_labels_and_their_slugs(place: Path, name: str) -> None:
    assert "Neighbours, and counters" in labels(place, name)


@pytest.mark.parametrize("name", ["neighbours-counters", "counters", "Neighbours and counters!"])
def test_words_of_a_label_do_not_name_it(place: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no concept"):
        labels(place, name)
