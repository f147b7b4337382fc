"""The graph as tools for agents, over the Model Context Protocol: one tool a saved query, and `search` and `card` for the names they take.

Each call opens the store, or a server's snapshot, for itself: an agent that stays for a day keeps no load out.
Source: https://modelcontextprotocol.io/specification (the `mcp` package, an extra).
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import orjson

import queries
from api.about.schemas import paging_schemas, schema_of, told
from api.server.bounded import apart
from api.server.workers.questions import Saved, written
from graph.errors import GovgraphError, UsageError
from graph.extras import install

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from mcp.server import Server

    from api.settings import Settings
    from graph.store import Store
    from queries import SavedQuery

ROWS = 50
"""How many rows an answer has unless `limit` says otherwise: what an agent can read at once."""
FOUND = 10
ABOUT = (
    "A governance knowledge graph: which case bears on which theory, where, and by which sentence. Find names with `search`, then ask a "
    "question by its tool; things are given by slug, code or IRI. Claims with status EXTRACTED were found by program and not yet checked "
    "by a person. Quoted sentences stand within their source's licence: cite the work that they are from."
)


def tools() -> list[dict[str, Any]]:
    """Every tool: `name`, `title`, `description` and `input_schema`."""
    own = [_search_tool(), _card_tool()]
    taken = {tool["name"] for tool in own}
    return [*own, *(_tool(query) for query in queries.every() if query.name not in taken)]


def _tool(query: SavedQuery) -> dict[str, Any]:
    own = {p.name: schema_of(p) | {"description": told(p)} for p in query.parameters}
    gives = ", ".join(f"{c.name} ({c.type})" for c in query.columns)
    schema = {
        "type": "object",
        "properties": own | paging_schemas(query),
        "required": [p.name for p in query.parameters if p.required],
        "additionalProperties": False,
    }
    described = f"{query.summary} {query.description}".strip() + f" Gives rows of: {gives}."
    return {"name": query.name, "title": query.summary, "description": described, "input_schema": schema}


def _search_tool() -> dict[str, Any]:
    from graph.search.documents import TYPES

    properties = {
        "text": {"type": "string", "description": "a name or its beginning; slips of a letter or two are forgiven"},
        "type": {"type": "string", "enum": sorted(TYPES), "description": "only things of this class"},
        "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": FOUND},
    }
    schema = {"type": "object", "properties": properties, "required": ["text"], "additionalProperties": False}
    described = "Find concepts, theories, cases, authors, works and places by name; gives their IRIs, which the other tools take."
    return {"name": "search", "title": "Find things by name", "description": described, "input_schema": schema}


def _card_tool() -> dict[str, Any]:
    properties = {"thing": {"type": "string", "description": "a concept's slug, kind/key, or an IRI"}}
    schema = {"type": "object", "properties": properties, "required": ["thing"], "additionalProperties": False}
    described = "What the graph holds of one thing in short: kind, definition with its source, counts of works, cases and claims."
    return {"name": "card", "title": "The card of a thing", "description": described, "input_schema": schema}


def call(store: Store, name: str, arguments: Mapping[str, Any], settings: Settings | None = None) -> dict[str, Any]:
    """Use one tool; a saved query within the limits of the settings, without any where none are given.

    Raises:
        UsageError: there is no such tool, or an argument is unknown, missing or wrong.
        LaterError: the query's limits were reached.
    """
    known = next((tool["input_schema"] for tool in tools() if tool["name"] == name), None)
    if known is None:
        raise UsageError(f"no tool '{name[:80]}'")
    wrong = [key for key in arguments if key not in known["properties"]]
    missing = [key for key in known["required"] if arguments.get(key) in (None, "")]
    if wrong or missing:
        raise UsageError(f"{name} takes {', '.join(known['properties'])}; needed: {', '.join(known['required']) or 'none'}")
    if name == "search":
        return _search(store, arguments)
    if name == "card":
        return _card(store, str(arguments["thing"]))
    query = queries.saved(name)
    whole = query.constructs or any(parameter.name == "first" for parameter in query.parameters)
    given = {key: _written(value) for key, value in arguments.items()}
    asked = Saved(name, given if whole else {"limit": str(ROWS), **given}, "json")
    body, following = apart(store, asked, settings) if settings else written(asked, store)
    found: dict[str, Any] = orjson.loads(body)
    return found | {"next": following or None}


def _written(value: Any) -> Any:
    """An argument as a person writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return [_written(one) for one in value] if isinstance(value, list) else value


def _search(store: Store, arguments: Mapping[str, Any]) -> dict[str, Any]:
    from graph.search.finding import find

    limit = arguments.get("limit", FOUND)
    if not isinstance(limit, int) or not 1 <= limit <= 50:
        raise UsageError("'limit' is a whole number from 1 to 50")
    hits = find(store, str(arguments["text"])[:200], kind=arguments.get("type"), most=limit)
    return {"found": [{"id": hit.id, "label": hit.label, "type": hit.kind} for hit in hits]}


def _card(store: Store, thing: str) -> dict[str, Any]:
    from dataclasses import asdict

    from api.cards.card import card
    from api.links import THINGS

    kind, slash, key = thing.removeprefix(THINGS).partition("/")
    found = card(store, kind, key) if slash else card(store, "concept", kind)
    if found is None:
        raise UsageError(f"the graph holds nothing by the name '{thing[:200]}'; the tool `search` finds names")
    return asdict(found) | {"counts": dict(found.counts)}


def server(opening: Callable[[], AbstractContextManager[Store]], settings: Settings) -> Server[Any]:
    """The protocol's server; `opening` opens the store for one call, `settings` set its limits.

    Raises:
        UsageError: the extra `agents` is not installed.
    """
    try:
        from mcp import types
        from mcp.server import Server
    except ImportError as error:
        raise UsageError(f"tools for agents need an extra: {install('agents')}") from error
    from anyio import to_thread

    hints = types.ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

    def used(name: str, arguments: Mapping[str, Any]) -> types.CallToolResult:
        try:
            with opening() as store:
                answer = call(store, name, arguments, settings)
        except GovgraphError as error:
            return types.CallToolResult(content=[types.TextContent(type="text", text=str(error))], is_error=True)
        text = orjson.dumps(answer).decode()
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], structured_content=orjson.loads(text))

    async def listed(_: Any, __: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[types.Tool(**tool, annotations=hints) for tool in tools()])

    async def called(_: Any, asked: types.CallToolRequestParams) -> types.CallToolResult:
        return await to_thread.run_sync(used, asked.name, asked.arguments or {})

    return Server("govgraph", version=version("govgraph"), instructions=ABOUT, on_list_tools=listed, on_call_tool=called)


async def serve(made: Server[Any]) -> None:
    """Serve over standard input and output until the input ends."""
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (reading, writing):
        await made.run(reading, writing, made.create_initialization_options())
