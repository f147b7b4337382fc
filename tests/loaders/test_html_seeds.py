"""The seeds as pages of their sites prove no less than the seeds as text: the same scorer, thresholds and gold, places found again."""

from __future__ import annotations

import hashlib
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from html_seeds import wave_of, write_pages
from shared import SHARED, needs_shared

import loaders
from api.settings import Settings
from api.tasks.intake import load_paths
from graph.exports.export import export
from graph.opening import open_store
from graph.record import Respondent
from graph.sources.capture import read_capture
from loaders._page.page import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = needs_shared


class _Places:
    """Where a stretch of a seed's text stands in a page's: both without blanks and cell marks, the same one of several."""

    def __init__(self, seed: str, page: str) -> None:
        self.seed, (self.page, self.at) = seed, _compact(page)

    def find(self, start: int, end: int) -> tuple[int, int] | None:
        wanted, _ = _compact(self.seed[start:end])
        before, _ = _compact(self.seed[:start])
        place = -1
        for _ in range(before.count(wanted) + 1):
            place = self.page.find(wanted, place + 1)
            if place < 0:
                return None
        return self.at[place], self.at[place + len(wanted) - 1] + 1


def _compact(text: str) -> tuple[str, list[int]]:
    kept = [(letter, at) for at, letter in enumerate(text) if not letter.isspace() and letter != "|"]
    return "".join(letter for letter, _ in kept), [at for _, at in kept]


def _moved(gold: Any, places: dict[str, _Places]) -> Any:
    """The gold with every place in a seed's text as the place in the page's."""
    if isinstance(gold, list):
        return [_moved(part, places) for part in gold]
    if not isinstance(gold, dict):
        return gold
    moved = {name: _moved(part, places) for name, part in gold.items()}
    if "char_start" in gold and gold.get("seed") in places:
        found = places[gold["seed"]].find(gold["char_start"], gold["char_end"])
        moved["char_start"], moved["char_end"] = found or (-1, -1)
    return moved


@pytest.fixture(scope="module")
def tools() -> Iterator[None]:
    """The scorer lies outside of the project."""
    sys.path.insert(0, str(SHARED / "tools"))
    yield
    sys.path.remove(str(SHARED / "tools"))


def _scored(folder: Path, files: list[Path], gold: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """The scorer's report on a fresh store with these files."""
    import score_seeds
    import seed_graph

    store = open_store("")
    load_paths(store, files, Settings())
    (folder / "graph.nq").write_bytes(b"".join(export(store)))
    store.close()
    hashes = {file["sha256"]: seed for seed, file in gold["files"].items()}
    graph = seed_graph.Graph(folder / "graph.nq", "https://w3id.org/govgraph/ns#", hashes)
    report: dict[str, Any] = score_seeds.Scorer(graph, gold, texts).score()
    return report


@pytest.mark.usefixtures("tools")
def test_the_seeds_as_html_score_no_less_than_as_text(tmp_path: Path) -> None:
    """Every section passes, and finds as much as from the text. The column of a lone mark, which only the page prints, is tested below."""
    gold = json.loads((SHARED / "gold" / "seed_gold.json").read_text(encoding="utf-8"))
    plain = {seed: (SHARED / "seeds" / file["name"]).read_text(encoding="utf-8") for seed, file in gold["files"].items()}
    from_text = _scored(tmp_path, [SHARED / "seeds" / file["name"] for file in gold["files"].values()], gold, plain)
    pages = write_pages(tmp_path)
    texts = {seed: read_page(read_capture(page)).text for seed, page in pages.items()}
    moved = _moved(gold, {seed: _Places(plain[seed], text) for seed, text in texts.items()})
    moved["files"] = {seed: {"name": page.name, "sha256": hashlib.sha256(page.read_bytes()).hexdigest()} for seed, page in pages.items()}
    for respondent in moved["respondents"]:
        respondent["waves_marked"] = 2 * (respondent["waves_marked"] == 2)
    from_html = _scored(tmp_path, list(pages.values()), moved, texts)
    for name, section in from_html.items():
        assert section["passed"], (name, section["misses"], section["extras"])
        if name != "evidence":  # as many as were found: each is right or the section fails
            assert section["recall"] >= from_text[name]["recall"], (name, section["misses"])


def test_a_lone_mark_of_the_page_is_read_in_its_column(tmp_path: Path) -> None:
    """The text does not tell; the page does."""
    page = write_pages(tmp_path)["s1"]
    respondents = [one for one in loaders.read(read_capture(page), extract=False) if isinstance(one, Respondent)]
    lone = [one for one in respondents if len(one.waves) == 1]
    assert len(respondents) > len(lone) > 20
    assert all(one.waves == [wave_of(one.label)] for one in lone)
    assert all(len(one.waves) == 2 for one in respondents if one not in lone)
