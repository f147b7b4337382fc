"""`govgraph sparql`: an ad-hoc read query on the resolved graph."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

import click

from api.commands._shared import as_of_option, decoded, everywhere
from api.opening import opened
from graph.errors import UsageError

if TYPE_CHECKING:
    from api.settings import Settings

FORMATS = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
    "tsv": "text/tab-separated-values", "ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json",
}  # fmt: skip


@click.command(short_help="Run an ad-hoc SPARQL query.")
@click.argument("query", required=False)
@click.option("-f", "file", type=click.File("rb"), help="Read the query from a file, - for stdin.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="tsv unless said; ttl for CONSTRUCT.")
@click.option("--graph", metavar="IRI", help="Another default graph than the resolved one; FROM in the query does the same.")
@as_of_option
@everywhere
def command(
    settings: Settings, as_json: bool, query: str | None, file: IO[bytes] | None, form: str | None, graph: str | None, as_of: str
) -> None:
    """Run a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE) on the resolved graph."""
    from graph.engines.adhoc import forbidden
    from graph.engines.forms import default_graph, form_of
    from graph.store import RESOLVED, names_graphs

    text = query or (decoded(file.read(), file.name) if file else "")
    if not text.strip():
        raise UsageError("give a query, or -f FILE")
    refused = forbidden(text)
    if refused:
        raise UsageError(refused[1])
    graphs = form_of(text) in ("CONSTRUCT", "DESCRIBE")
    kind = form or ("ttl" if graphs else "tsv")
    if as_json:
        kind = "jsonld" if graphs else "json"
    default = graph or default_graph(text, RESOLVED)
    with opened(settings, read_only=True, as_of=as_of) as store:
        named = store.graphs() if default and names_graphs(text) else None
        sys.stdout.buffer.write(store.results(text, FORMATS[kind], graph=default, named=named))
    sys.stdout.write("\n")
