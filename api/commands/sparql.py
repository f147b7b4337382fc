"""`govgraph sparql`: an ad-hoc read query on the resolved graph."""

from __future__ import annotations

import re
import sys
from typing import IO, TYPE_CHECKING

import click

from api.commands._shared import as_of_option, decoded, everywhere, opened
from graph.errors import UsageError

if TYPE_CHECKING:
    from api.settings import Settings

FORMATS = {
    "json": "application/sparql-results+json", "xml": "application/sparql-results+xml", "csv": "text/csv",
    "tsv": "text/tab-separated-values", "ttl": "text/turtle", "nt": "application/n-triples", "jsonld": "application/ld+json",
}  # fmt: skip


_ASIDE = re.compile(r"<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|#[^\n]*")
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


@click.command(short_help="Run an ad-hoc SPARQL query.")
@click.argument("query", required=False)
@click.option("-f", "file", type=click.File("rb"), help="Read the query from a file, - for stdin.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), help="tsv unless said; ttl for CONSTRUCT.")
@click.option("--graph", metavar="IRI", help="Another default graph than the resolved one.")
@as_of_option
@everywhere
def command(
    settings: Settings, as_json: bool, query: str | None, file: IO[bytes] | None, form: str | None, graph: str | None, as_of: str
) -> None:
    """Run a SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE) on the resolved graph."""
    from graph.engines.adhoc import forbidden
    from graph.store import RESOLVED

    text = query or (decoded(file.read(), file.name) if file else "")
    if not text.strip():
        raise UsageError("give a query, or -f FILE")
    refused = forbidden(text)
    if refused:
        raise UsageError(refused[1])
    graphs = _gives_graph(text)
    kind = form or ("ttl" if graphs else "tsv")
    if as_json:
        kind = "jsonld" if graphs else "json"
    with opened(settings, read_only=True, as_of=as_of) as store:
        sys.stdout.buffer.write(store.results(text, FORMATS[kind], graph=graph or RESOLVED))
    sys.stdout.write("\n")


def _gives_graph(text: str) -> bool:
    """Whether the answer is a graph: the first form word outside IRIs, texts and comments decides."""
    found = _FORM.search(_ASIDE.sub(" ", text))
    return found is not None and found[1].upper() in ("CONSTRUCT", "DESCRIBE")
