"""`govgraph infer`: compute the resolved graph anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, opened, print_json

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Compute the resolved graph and all derived statements anew.")
@everywhere
def command(settings: Settings, as_json: bool) -> None:
    """Rebuild `graph/resolved` from captures, identity and curation; the digest does not change unless something was wrong."""
    from graph.export import digest
    from graph.resolve import rebuild

    with opened(settings) as store:
        before = digest(store)
        rebuild(store)
        store.flush()
        after = digest(store)
    if as_json:
        print_json({"before": before, "after": after, "changed": before != after})
    else:
        click.echo(f"digest {after}" + ("" if before == after else f" (was {before})"))
