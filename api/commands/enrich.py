"""`govgraph enrich`: ask Crossref, OpenAlex and ORCID for what works of the store lack."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened
from graph.plural import counted

if TYPE_CHECKING:
    from api.settings import Settings
    from api.tasks.enrichment import Tally

SHOWN = 10


@click.command(short_help="Ask Crossref, OpenAlex and ORCID for missing DOIs, authors and ORCID iDs.")
@click.option("--only", multiple=True, type=click.Choice(["crossref", "openalex", "orcid"]), help="Ask only this service (repeatable).")
@click.option("--limit", type=click.IntRange(min=1), help="Ask for at most so many works, in the order of their IRIs.")
@click.option("--dry-run", is_flag=True, help="Ask, and tell what would change; write nothing.")
@click.option("--fresh", is_flag=True, help="Ask again also what is kept from an earlier run.")
@everywhere
def command(settings: Settings, as_json: bool, only: tuple[str, ...], limit: int | None, dry_run: bool, fresh: bool) -> None:
    """Look up the works that lack a DOI, authors or ORCID iDs, and load the answers as captures of the services.

    A record found by its title is taken only where title, year and authors agree. What a page printed stays as it is. GOVGRAPH_CONTACT
    has to be set. Answers are kept: a run that was cut off asks only for the rest.
    """
    from itertools import islice

    from api.tasks.answered import load_answers
    from api.tasks.asking import client_of, shown
    from api.tasks.enrichment import SERVICES, Enrichment, lacking
    from graph.exports.works import works

    with client_of(settings, fresh=fresh) as client:
        with opened(settings, read_only=True) as store:
            wanted = list(islice((work for work in works(store) if lacking(work)), limit))
        run = Enrichment(client, settings, only or SERVICES)
        with shown(len(wanted), "asking") as told:
            loaded = load_answers(settings, run.answers(wanted, told), dry_run=dry_run)
        asked = client.asked
    if as_json:
        services = {name: tally.as_json() for name, tally in run.tallies.items()}
        print_json({"works": len(wanted), "requests": asked, "services": services, "load": loaded["report"]})
    else:
        click.echo(f"{counted(len(wanted), 'work')} without a DOI, authors or ORCID iDs; {counted(asked, 'request')}")
        for name, tally in run.tallies.items():
            _tell(name, tally)
        click.echo(loaded["text"])
    sys.exit(75 if any(tally.failed for tally in run.tallies.values()) else 0)


def _tell(name: str, tally: Tally) -> None:
    taken, failed = counted(tally.found, "record"), counted(len(tally.failed), "failure")
    click.echo(f"{name}: asked for {tally.asked}, {taken} taken, {len(tally.left)} left, {failed}")
    for work, reason in tally.left[:SHOWN]:
        click.echo(f"  left: {work}: {reason}")
    for work, reason in tally.failed[:SHOWN]:
        click.echo(f"  failed: {work}: {reason}", err=True)
    if tally.given_up:
        click.echo(f"  {name} was left alone after several failures in a row; run the command again later", err=True)
