"""`govgraph verify`: indexes against the digest, evidence against captures."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Check every evidence against its capture, and the store against itself.")
@everywhere
def command(settings: Settings, as_json: bool) -> None:
    """Re-read every capture against its digest, every quotation against its place, and the store against itself."""
    from graph.upkeep.verify import verify

    with opened(settings, read_only=True) as store:
        report = verify(store)
    if as_json:
        print_json(report.as_json())
    else:
        click.echo(report.as_text())
    sys.exit(0 if report.ok else 1)
