"""`govgraph nanopub`: a claim as a nanopublication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import NewFile, everywhere, print_json
from api.opening import opened

if TYPE_CHECKING:
    from pathlib import Path

    from api.settings import Settings


@click.command(short_help="Write a claim as a nanopublication (TriG).")
@click.argument("claim")
@click.option("-o", "--output", type=NewFile(), help="A file; stdout unless said.")
@everywhere
def command(settings: Settings, as_json: bool, claim: str, output: Path | None) -> None:
    """Write CLAIM (an IRI or its key) with its assertion, provenance and publication info, ready for a nanopublication server."""
    from api.typed import term_of
    from graph.exports.nanopublication import nanopublication

    iri = term_of(claim if "/" in claim else f"claim/{claim}").value
    with opened(settings, read_only=True) as store:
        address, trig = nanopublication(store, iri)
    if output is not None:
        output.write_bytes(trig)
    if as_json:
        print_json({"claim": iri, "nanopublication": address} | ({"file": str(output)} if output else {"trig": trig.decode()}))
    elif output is None:
        click.echo(trig.decode(), nl=False)
