"""`govgraph query`: ask a saved query."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

import click

import queries
from api.commands._shared import as_of_option, everywhere, parameters_of, print_json
from api.opening import opened
from api.settings import take_queries
from graph.errors import UsageError

if TYPE_CHECKING:
    from api.settings import Settings

FORMATS = ("table", "json", "csv", "tsv", "xml", "md", "ttl", "jsonld")


@click.command(short_help="Ask a saved query; --list shows them all.")
@click.argument("name", required=False)
@click.option("-p", "given", metavar="NAME=VALUE", multiple=True, help="A parameter: a slug, code, label, IRI, number or text; repeatable.")
@click.option("--limit", type=int, help="A page of so many rows at the most; where another page follows, its --after is told on stderr.")
@click.option("--after", help="Where the page begins, as the page before told.")
@click.option("--languages", metavar="TAGS", help="Language tags, the most wanted first, that things are called in: nb,en.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How the answer is written; a table unless said.")
@click.option("--cite", is_flag=True, help="Tell on stderr which version of the graph answered, and how to have the answer again.")
@click.option("--list", "listed", is_flag=True, help="List the saved queries with their parameters.")
@as_of_option
@everywhere
def command(
    settings: Settings,
    as_json: bool,
    name: str | None,
    given: tuple[str, ...],
    limit: int | None,
    after: str | None,
    languages: str | None,
    form: str | None,
    cite: bool,
    listed: bool,
    as_of: str,
) -> None:
    """Ask the saved query NAME.

    For example: govgraph query cases-challenging-theory -p theory=post-npm -p jurisdiction=CA
    """
    from api.server.bounded import apart
    from api.server.workers.questions import Saved
    from graph.loads.version import version

    take_queries(settings)
    if listed:
        _list(as_json)
        return
    if not name:
        raise UsageError("name a saved query, or see them with `govgraph query --list`")
    queries.saved(name)
    parameters = parameters_of(given)
    for key, page in (("limit", limit), ("after", after), ("languages", languages)):
        if page is not None:
            parameters.setdefault(key, []).append(str(page))
    with opened(settings, read_only=True, as_of=as_of) as store:
        body, following = apart(store, Saved(name, parameters, form or ("json" if as_json else "table")), settings)
        mark = version(store)
    sys.stdout.write(body.decode())
    if following:
        click.echo(f"more rows follow: --after {following}", err=True)
    if cite:
        pairs = [f"{key}={value}" for key, values in parameters.items() for value in values]
        _cite(settings, mark, ["govgraph", "query", name, *(word for pair in pairs for word in ("-p", pair))])


def _cite(settings: Settings, mark: str, words: list[str]) -> None:
    from api.about.citation import SHOWN, of_mark, told
    from api.server.past import past_of

    kept = of_mark(mark, past_of(settings).history.kept())
    again = [*words, "--as-of", mark[:SHOWN]] if kept else words
    click.echo(f"{told(mark, kept)}; asked by: {shlex.join(again)}", err=True)


def _list(as_json: bool) -> None:
    found = list(queries.every())
    if as_json:
        print_json(
            [
                {
                    "name": q.name,
                    "summary": q.summary,
                    "parameters": [{"name": p.name, "type": p.type, "required": p.required} for p in q.parameters],
                }
                for q in found
            ]
        )
        return
    wide = max(len(q.name) for q in found)
    for q in found:
        takes = " ".join(p.name if p.required else f"[{p.name}]" for p in q.parameters)
        click.echo(f"{q.name:{wide}}  {q.summary}" + (f"\n{'':{wide}}  -p {takes}" if takes else ""))
