"""`govgraph judge`: a person's word on a claim that a program found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Accept or reject a claim that a program found.")
@click.argument("claim")
@click.argument("verdict", type=click.Choice(["accept", "reject"]))
@click.option("--reason", required=True, help="Why, for those who come later.")
@click.option("--by", "who", default="", help="Who decides.")
@everywhere
def command(settings: Settings, as_json: bool, claim: str, verdict: str, reason: str, who: str) -> None:
    """Set CLAIM (an IRI or claim/KEY) to CURATED or REJECTED; the decision survives reloading the source."""
    from api.decisions import decide
    from api.terms import term_of

    iri = term_of(claim if "/" in claim else f"claim/{claim}").value
    status = "CURATED" if verdict == "accept" else "REJECTED"
    decide(settings, "judge", iri, status=status, reason=reason, by=who)
    if as_json:
        print_json({"claim": iri, "status": status})
    else:
        click.echo(f"{iri} is {status}")
