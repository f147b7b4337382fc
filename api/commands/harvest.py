"""`govgraph harvest`: load the records of an OAI-PMH repository, or those that a filter names at Crossref or OpenAlex."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, from_option, print_json, rejects_option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from api.settings import Settings
    from api.tasks.answered import Answered
    from graph.errors import GovgraphError
    from loaders.connectors.answers import Answer


@click.command(short_help="Load the records of a repository, or of a filter at Crossref or OpenAlex, page by page.")
@click.argument("address")
@click.option("--prefix", default="oai_dc", show_default=True, help="The metadata format asked of a repository.")
@click.option("--set", "within", default="", help="Only this set of a repository.")
@click.option("--since", default="", metavar="DAY", help="Only what changed since a day (YYYY-MM-DD).")
@click.option("--until", default="", metavar="DAY", help="Only what changed until a day.")
@click.option("--pages", type=click.IntRange(min=1), help="At most so many pages.")
@from_option
@click.option("--dry-run", is_flag=True, help="Ask, and tell what would change; write nothing.")
@click.option("--fresh", is_flag=True, help="Ask again also for pages that are kept from an earlier run.")
@rejects_option()
@everywhere
def command(
    settings: Settings,
    as_json: bool,
    address: str,
    prefix: str,
    within: str,
    since: str,
    until: str,
    pages: int | None,
    form: str | None,
    dry_run: bool,
    fresh: bool,
    rejects: Path | None,
) -> None:
    """Load all records at ADDRESS; each page of the list is a capture.

    ADDRESS is that of an OAI-PMH repository, or `crossref:FILTER` or `openalex:FILTER` with a filter of that service
    (`crossref:issn:1234-5678,from-pub-date:2015`). GOVGRAPH_CONTACT has to be set. Pages are kept: a harvest that was cut off goes on
    at the page it had come to.
    """
    from itertools import islice

    from api.tasks.answered import load_answers
    from api.tasks.asking import client_of, shown
    from loaders.connectors.crossref import Crossref
    from loaders.connectors.oai_pmh import Repository
    from loaders.connectors.openalex import OpenAlex

    register, _, filter_ = address.partition(":")
    failed: list[GovgraphError] = []
    with client_of(settings, fresh=fresh) as client, shown(pages, "pages") as told:
        if register == "crossref":
            answers = Crossref(client, settings.crossref).pages(filter_)
        elif register == "openalex":
            answers = OpenAlex(client, settings.openalex, settings.openalex_key).pages(filter_)
        else:
            register = ""
            answers = Repository(client, address).pages(prefix=prefix, within=within, since=since, until=until)
        loaded = load_answers(settings, _pages(islice(answers, pages), register, form, told, failed), dry_run=dry_run)
    if rejects is not None:
        rejects.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in loaded["rejects"]), encoding="utf-8")
    if as_json:
        print_json(loaded["report"])
    else:
        click.echo(loaded["text"])
    for wrong in failed:
        click.echo(f"the harvest is not whole: {wrong}", err=True)
    sys.exit(failed[0].exit_code if failed else loaded["exit"])


def _pages(
    answers: Iterable[Answer], register: str, form: str | None, told: Callable[[str], None], failed: list[GovgraphError]
) -> Iterator[Answered]:
    """Each page under the address of the list and its number: a later harvest's page replaces it, whatever its token is.

    What a register tells stands behind what pages print. A failure ends the list and is put into `failed`; the pages before it are loaded.
    """
    from api.tasks.answered import Answered
    from graph.errors import GovgraphError

    first = ""
    try:
        for number, answer in enumerate(answers, 1):
            first = first or answer.address
            address = first if number == 1 else f"{first}#page-{number}"
            yield Answered(f"page-{number}", answer.data, address, form or register or None, register)
            told(address)
    except GovgraphError as wrong:
        failed.append(wrong)
