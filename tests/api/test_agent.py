"""Tools for agents: a real client starts the command, lists its tools and uses them."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small import small_atlas

import queries
from api import agent
from graph.errors import UsageError
from graph.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

RUNAWAY = """#+ summary: How many ways lead from anything to anything to anything?
#+ columns:
#+   n: integer
SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?f && ?f != ?i && ?i != ?l) }
"""
GOVGRAPH = str(Path(sys.executable).with_name("govgraph"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = tmp_path_factory.mktemp("agent") / "store"
    small_atlas(place).close()
    return str(place)


@pytest.fixture(scope="module")
def atlas(folder: str) -> Iterator[Store]:
    store = open_store(folder, read_only=True)
    yield store
    store.close()


def test_a_client_lists_and_uses_the_tools(folder: str) -> None:
    from mcp import StdioServerParameters
    from mcp.client.client import Client

    async def talk() -> tuple[list[Any], Any, Any, Any, Any, Any]:
        started = StdioServerParameters(command=GOVGRAPH, args=["mcp", "--store", folder])
        async with Client(started, read_timeout_seconds=60) as client:
            listed = await client.list_tools()
            found = await client.call_tool("search", {"text": "shraed counters"})
            asked = await client.call_tool("cases-supporting-theory", {"theory": "shared-counters"})
            card = await client.call_tool("card", {"thing": "shared-counters"})
            wrong = await client.call_tool("cases-supporting-theory", {"theory": "no-such-theory"})
            return listed.tools, found, asked, card, wrong, client.server_info

    tools, found, asked, card, wrong, server = anyio.run(talk)
    assert (server.name, server.version) == ("govgraph", version("govgraph"))
    assert {tool.name for tool in tools} == {*queries.names(), "search", "card"}
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)
    assert found.structured_content["found"][0]["label"] == "Shared counters"
    assert asked.structured_content["rows"][0]["case"]["label"] == "Northmark"
    assert '"Northmark"' in asked.content[0].text
    assert card.structured_content["label"] == "Shared counters"
    assert wrong.is_error
    assert "no concept 'no-such-theory'" in wrong.content[0].text


def test_a_query_that_runs_away_is_stopped_and_told(folder: str, tmp_path: Path) -> None:
    from mcp import StdioServerParameters
    from mcp.client.client import Client

    (tmp_path / "run-away.rq").write_text(RUNAWAY, encoding="utf-8")
    limits = {"GOVGRAPH_QUERIES": str(tmp_path), "GOVGRAPH_SPARQL_SECONDS": "2"}

    async def talk() -> tuple[Any, Any]:
        started = StdioServerParameters(command=GOVGRAPH, args=["mcp", "--store", folder], env=limits)
        async with Client(started, read_timeout_seconds=60) as client:
            return await client.call_tool("run-away", {}), await client.call_tool("theory-scoreboard", {})

    late, next_one = anyio.run(talk)
    assert late.is_error
    assert "longer than 2 s" in late.content[0].text
    assert next_one.structured_content["rows"]


def test_a_tool_s_schema_has_the_query_s_types() -> None:
    tool = next(tool for tool in agent.tools() if tool["name"] == "theory-scoreboard")
    properties = tool["input_schema"]["properties"]
    assert properties["stance"]["enum"][0] == "supports"
    assert properties["limit"]["maximum"] == 10_000
    assert "slug" in properties["theory"]["description"]
    assert next(t for t in agent.tools() if t["name"] == "case-comparison")["input_schema"]["properties"]["case"]["type"] == "array"


@pytest.mark.parametrize("name", queries.names())
def test_a_tool_answers_as_the_query_does(atlas: Store, name: str) -> None:
    query = queries.saved(name)
    if not any(parameter.required for parameter in query.parameters):
        answer = agent.call(atlas, name, {})
        whole = queries.run(atlas, name)
        if len(whole.rows) <= agent.ROWS and not any(column.quoted for column in query.columns):
            assert sorted(map(repr, answer["rows"])) == sorted(map(repr, whole.plain()))


ANY = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.lists(st.text(max_size=5), max_size=3)
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(["search", "card", "all-claims", "case-comparison", "theory-scoreboard", "nothing"]), data=st.data())
def test_any_arguments_are_answered_or_refused(atlas: Store, name: str, data: st.DataObject) -> None:
    keys = st.sampled_from(["text", "type", "limit", "after", "first", "thing", "case", "theory", "stance", "nonsense"])
    arguments = data.draw(st.dictionaries(keys, ANY, max_size=3))
    with contextlib.suppress(UsageError):
        assert isinstance(agent.call(atlas, name, arguments), dict)


def test_without_the_extra_it_says_what_to_install(folder: str) -> None:
    code = "import sys; sys.modules['mcp'] = None; sys.argv = ['govgraph', 'mcp', '--store', sys.argv[1]]; from api.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, folder], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "make extras EXTRAS=agents" in done.stderr
    assert "Traceback" not in done.stderr
