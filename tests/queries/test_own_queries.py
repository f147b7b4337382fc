"""A user's own folder of queries: checked as it is read, told with file and line, and asked like any other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from shared import ROOT
from small import small_atlas
from starlette.testclient import TestClient

import queries
from api.app import application
from api.settings import Settings
from graph.errors import UsageError

OURS = """#+ summary: Which concepts are there?
#+ parameters:
#+   concept: {type: concept, help: only this}
#+ columns:
#+   concept: concept
PREFIX gov: <https://w3id.org/govgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?concept ?conceptLabel WHERE {
  VALUES ?_concept { UNDEF }
  ?concept a gov:Concept ; rdfs:label ?conceptLabel FILTER(!BOUND(?_concept) || ?concept = ?_concept)
}
ORDER BY ?conceptLabel
"""


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_theirs", ())


def test_they_are_asked_like_ours(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "my-concepts.rq").write_text(OURS)
    store = small_atlas(tmp_path / "store")
    with TestClient(application(Settings(queries=str(folder)), store)) as client:
        rows = client.get("/queries/my-concepts.json?concept=shared-counters").json()["rows"]
        assert [row["concept"]["label"] for row in rows] == ["Shared counters"]
        assert "/queries/my-concepts" in client.get("/openapi.json").json()["paths"]
        assert "Which concepts are there?" in client.get("/queries", headers={"accept": "text/html"}).text
        asked = {"query": '{ savedQuery(name: "my-concepts", parameters: {concept: "shared-counters"}) { rows } }'}
        assert client.post("/graphql", json=asked).json()["data"]["savedQuery"]["rows"] == rows
    store.close()
    words = ["query", "my-concepts", "-p", "concept=shared-counters", "--format", "csv", "--store", str(tmp_path / "store")]
    done = subprocess.run(
        [str(Path(sys.executable).with_name("govgraph")), *words],
        capture_output=True, text=True, check=False, env={"PATH": "/usr/bin", "GOVGRAPH_QUERIES": str(folder), "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Shared counters" in done.stdout


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("my-concepts", "?conceptLabel WHERE", "WHERE", r"my-concepts\.rq:5: the query does not select \?conceptLabel"),
        ("my-concepts", "ORDER BY", "ORDER UP", r"my-concepts\.rq:12: not SPARQL: expected BY$"),
        ("my-concepts", "a gov:Concept", "a gv:Concept", r"my-concepts\.rq:\d+: not SPARQL: the prefix gv: is not declared"),
        ("my-concepts", "type: concept", "type: thought", r"my-concepts\.rq:3: unknown type 'thought'"),
        ("my-concepts", "#+ summary", "#+ sumary", r"my-concepts\.rq:1: the header needs"),
        ("my-concepts", "{type: concept", "{type: [concept", r"my-concepts\.rq:\d+: the header is not YAML"),
        ("my-concepts", "  ?concept a gov:Concept", "  SERVICE <http://a/> { ?a ?b ?c } ?concept a gov:Concept", r"SERVICE is not allowed"),
        ("my-concepts", "VALUES ?_concept", "VALUES ?concept", r"my-concepts\.rq:3: `VALUES \?_concept"),
        (
            "my-concepts",
            "#+ summary",
            "#+ opens: {concept: '/id/{thing}'}\n#+ summary",
            r"my-concepts\.rq:1: what 'concept' opens .* no column 'thing'",
        ),
        ("my-concepts", "#+ summary", "#+ opens: {concept: 'http://a/'}\n#+ summary", r"my-concepts\.rq:1: .* does not begin with a slash"),
        ("My Concepts", "", "", "named in small letters"),
        ("all-claims", "", "", r"all-claims\.rq:1: there is a query 'all-claims' already"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    (tmp_path / f"{name}.rq").write_text(OURS.replace(old, new) if old else OURS)
    with pytest.raises(UsageError, match=told):
        queries.also(tmp_path)


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "my-concepts.rq").write_bytes(OURS.encode() + b"# \xff")
    with pytest.raises(UsageError, match=r"my-concepts\.rq:13: not UTF-8"):
        queries.also(tmp_path)


def test_a_folder_that_is_not_there_is_told_before_anything_is_served(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder of queries"):
        queries.also(tmp_path / "nowhere")


def test_the_example_of_the_documentation_is_right(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "own-queries.md").read_text(encoding="utf-8")
    found = re.search(r"```sparql\n(.*?)```", page, re.DOTALL)
    assert found
    (tmp_path / "my-question.rq").write_text(found[1])
    queries.also(tmp_path)
    assert "my-question" in queries.names()
