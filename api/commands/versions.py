"""`govgraph versions`: the earlier versions of the graph that can be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json

if TYPE_CHECKING:
    from api.settings import Settings

_NAMED = 3


@click.command(short_help="List the earlier versions of the graph, as loads left it.")
@everywhere
def command(settings: Settings, as_json: bool) -> None:
    """List the versions that `--as-of`, `?asOf=` and `govgraph diff` can name, the newest first.

    A store in a folder keeps one a load, as many as the setting `versions` says.
    """
    from api.opening import refuse_none
    from api.server.past import past_of
    from api.settings import store_location

    refuse_none(store_location(settings))
    kept = past_of(settings).history.kept()
    if as_json:
        print_json([one.told() for one in kept])
        return
    for one in kept:
        more = f" and {len(one.sources) - _NAMED} more" if len(one.sources) > _NAMED else ""
        click.echo(f"{one.mark[:12]}  {one.at:%Y-%m-%dT%H:%M:%SZ}  {', '.join(one.sources[:_NAMED])}{more}")
    if not kept:
        click.echo("no earlier version is kept", err=True)
