"""`govgraph candidates`: which of the pairs that wait are listed, and what is told of the others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command import govgraph

if TYPE_CHECKING:
    from pathlib import Path

HALLS = {"type": "article-journal", "title": "Who is heard in small halls", "author": [{"family": "Quist", "given": "Ada"}]}
PORTS = {"type": "article-journal", "title": "Tolls of the quiet ports of Åland", "author": [{"family": "Vale", "given": "Tom"}]}
YEAR, PRINTED = {"issued": {"date-parts": [[2011]]}}, {"container-title": "Acta Publica", "volume": "4", "page": "10-31"}
PREPRINT = {"container-title": "SSRN working papers"}
PREPRINTS, YEARS = "one may be a preprint", "a year apart"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pairs of works that may be one, and two of persons."""
    folder = tmp_path_factory.mktemp("candidates")
    records = (HALLS | YEAR | PRINTED, HALLS | YEAR | PREPRINT, PORTS | YEAR | PRINTED, PORTS | {"issued": {"date-parts": [[2012]]}})
    for number, record in enumerate(records):
        (folder / f"{number}.json").write_text(json.dumps([{"id": str(number), **record}]), encoding="utf-8")
    files = sorted(map(str, folder.glob("*.json")))
    assert govgraph("load", *files, "--store", str(folder / "store")).returncode == 0
    return folder / "store"


def listed(store: Path, *options: str) -> list[dict[str, object]]:
    ran = govgraph("candidates", "--json", "--store", str(store), *options)
    assert ran.returncode == 0, ran.stderr
    return list(json.loads(ran.stdout))


def titles(store: Path, *options: str) -> set[str]:
    return {str(label) for one in listed(store, *options) for label in one["labels"]}


def test_all_are_listed_the_surest_first(store: Path) -> None:
    scores = [one["score"] for one in listed(store)]
    assert len(scores) > 2
    assert scores == sorted(scores, reverse=True)


def test_a_kind(store: Path) -> None:
    assert titles(store, "--kind", "work") == {HALLS["title"], PORTS["title"]}
    persons = listed(store, "--kind", "person")
    assert persons
    assert all("/person/" in str(one["first"]) for one in persons)
    assert len(persons) + len(listed(store, "--kind", "work")) == len(listed(store))
    assert listed(store, "--kind", "venue") == listed(store, "--kind", "author") == []


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--matching", "aland"), {PORTS["title"]}),
        (("--matching", "SMALL halls"), {HALLS["title"]}),
        (("--matching", "work/quist-2011"), {HALLS["title"]}),
        (("--matching", "nothing of the sort"), set()),
        (("--reason", PREPRINTS), {HALLS["title"]}),
        (("--reason", YEARS), {PORTS["title"]}),
        (("--reason", "like title and author"), {HALLS["title"], PORTS["title"]}),
        (("--reason", PREPRINTS, "--matching", "aland"), set()),
        (("--least", "1"), set()),
    ],
    ids=lambda words: " ".join(sorted(words)),
)
def test_what_has_a_text(store: Path, options: tuple[str, ...], found: set[str]) -> None:
    assert titles(store, "--kind", "work", *options) == found


def test_a_limit_takes_the_surest_of_those_that_fit(store: Path) -> None:
    assert listed(store, "--limit", "1") == listed(store)[:1]
    assert titles(store, "--kind", "work", "--matching", "ports", "--limit", "1") == {PORTS["title"]}


def test_how_many_are_left_out_is_told(store: Path) -> None:
    waiting = len(listed(store))
    assert govgraph("candidates", "--store", str(store)).stderr.strip() == f"{waiting} waiting"
    ran = govgraph("candidates", "--kind", "work", "--limit", "1", "--store", str(store))
    assert ran.stderr.strip() == f"1 shown, 2 as asked for, {waiting} waiting"
    assert ran.stdout.count("?=") == 1


@pytest.mark.parametrize("options", [("--limit", "0"), ("--least", "2"), ("--kind", "book")], ids=" ".join)
def test_what_cannot_be_asked_for(store: Path, options: tuple[str, ...]) -> None:
    assert govgraph("candidates", "--store", str(store), *options).returncode == 2
