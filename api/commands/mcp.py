"""`govgraph mcp`: the graph as tools for agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere
from api.opening import opened

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from api.settings import Settings
    from graph.store import Store


@click.command(short_help="Offer the saved queries to agents as tools (Model Context Protocol, stdio).")
@everywhere
def command(settings: Settings, as_json: bool) -> None:
    """Serve the Model Context Protocol on standard input and output: one tool a saved query, `search` and `card`.

    An agent's program starts this itself; give it the command `govgraph mcp --store PATH_OR_URL`. Needs the extra `agents`.
    """
    del as_json
    from api import agent
    from api.settings import take_queries

    take_queries(settings)

    def opening() -> AbstractContextManager[Store]:
        return opened(settings, read_only=True)

    made = agent.server(opening, settings)
    with opening():  # a store that cannot be opened is told before the protocol begins
        pass
    import anyio

    anyio.run(agent.serve, made)
