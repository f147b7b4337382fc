"""Clients of the schema: nothing that was released is taken from them, and typed ones can be generated."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from graphql import build_schema
from graphql.utilities import find_breaking_changes, find_dangerous_changes
from shared import ROOT
from strawberry.codegen import QueryCodegen
from strawberry.codegen.plugins.python import PythonPlugin

from api.graphql.schema import core, sdl, surface

if TYPE_CHECKING:
    from pathlib import Path

RELEASED = ROOT / "tests" / "api" / "released.graphql"
"""The schema as it was last released: at a release `api/schema.graphql` is copied here, and the CHANGELOG says what that breaks."""
QUERY = """query Challenges($slug: String!) {
  claims(first: 20, where: {stance: {eq: CHALLENGES}, bearsOn: {slug: {eq: $slug}}}) {
    totalCount
    edges { cursor node { id stance confidence bearsOn { prefLabel } work { title publicationYear authors { label orcid } } } }
  }
}
"""
USE = """
import typing
import client
hints = {name: typing.get_type_hints(kind) for name, kind in vars(client).items() if name.startswith("Challenges")}
assert hints["ChallengesVariables"] == {"slug": str}
assert hints["ChallengesResultClaimsEdgesNodeWork"]["publicationYear"] == typing.Optional[int]
assert client.Stance.CHALLENGES
"""


def breaking(released: str) -> list[str]:
    return [change.description for change in find_breaking_changes(build_schema(released), core())]


def test_nothing_that_was_released_is_broken() -> None:
    assert breaking(RELEASED.read_text(encoding="utf-8")) == []


def test_a_break_is_named() -> None:
    """The test above is of use: what a client relied on and does not find any more fails it by name."""
    found = breaking(sdl().replace("  doi: String\n", "  doi: String\n  colour: String\n") + "\ntype Painting { x: Int }\n")
    assert len(found) == 2
    assert any("Work.colour" in one for one in found)
    assert any("Painting" in one for one in found)
    assert find_dangerous_changes(build_schema(sdl()), core()) == []


def test_a_typed_client_is_generated(tmp_path: Path) -> None:
    query = tmp_path / "client.graphql"
    query.write_text(QUERY, encoding="utf-8")
    made = QueryCodegen(surface(), plugins=[PythonPlugin(query)]).run(QUERY)
    made.write(tmp_path)
    text = (tmp_path / "client.py").read_text(encoding="utf-8")
    assert "class ChallengesResult" in text
    done = subprocess.run([sys.executable, "-c", USE], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + text


def test_a_typed_client_knows_which_types_a_link_leads_to(tmp_path: Path) -> None:
    query = """query Who($slug: String!) { work(slug: $slug) {
      contributors(first: 5) { edges { node { ... on Author { familyName } ... on Organisation { label } } } } } }"""
    made = QueryCodegen(surface(), plugins=[PythonPlugin(tmp_path / "client.graphql")]).run(query)
    node = "WhoResultWorkContributorsEdgesNode"
    assert f"{node} = Union[{node}Author, {node}Organisation]" in made.to_string()
