"""`govgraph infer`: compute the resolved graph anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Compute the resolved graph and all derived statements anew.")
@everywhere
def command(settings: Settings, as_json: bool) -> None:
    """Rebuild `graph/resolved` from captures, identity and curation; the digest does not change unless something was wrong."""
    from api.tasks.decisions import infer

    told = infer(settings)
    if as_json:
        print_json({name: told[name] for name in ("before", "after", "changed")})
    else:
        click.echo(f"digest {told['after']}" + (f" (was {told['before']})" if told["changed"] else ""))
