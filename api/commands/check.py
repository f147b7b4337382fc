"""`govgraph check`: consistency, shapes and hygiene."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Check consistency, SHACL shapes and hygiene; name the offender.")
@click.option("--explain", is_flag=True, help="Give the fewest facts that contradict each other.")
@everywhere
def command(settings: Settings, as_json: bool, explain: bool) -> None:
    """Run the contradiction rules, the shapes, the ontology's hygiene rules and, where Java is present, the HermiT reasoner."""
    from graph.upkeep.check import check

    with opened(settings, read_only=True) as store:
        report = check(store, explain=explain)
    if as_json:
        print_json(report.as_json())
    else:
        click.echo(report.as_text())
    sys.exit(0 if report.ok else 1)
