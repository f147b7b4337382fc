"""`govgraph links`: concepts that a work or page names without being linked to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened
from graph.plural import counted

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Suggest links: concepts that are named here but not linked, with their places.")
@click.option("--work", help="Only this work or page: a key, DOI, IRI or slug.")
@click.option("--concept", help="Only this concept: a slug, IRI or key.")
@click.option("--first", type=click.IntRange(1), help="How many places.")
@everywhere
def command(settings: Settings, as_json: bool, work: str | None, concept: str | None, first: int | None) -> None:
    """List places where a work's own text names a concept that it is not linked to."""
    import orjson

    from api.server.bounded import apart
    from api.server.workers.questions import Saved

    with opened(settings, read_only=True) as store:
        given = {name: value for name, value in (("work", work), ("concept", concept)) if value}
        body, _ = apart(store, Saved("unlinked-mentions", given, "json"), settings)
    found = orjson.loads(body)["rows"]
    rows = found[:first]
    if as_json:
        print_json(rows)
        return
    last = None
    for row in rows:
        if row["work"] != last:
            last = row["work"]
            click.echo(_called(last))
        words = f"“{row['words']}”" if row["words"] else "[only its place may be told]"
        click.echo(f"  {row['start']}–{row['end']} {words} → {_called(row['concept'])}")
    if rows:
        click.echo("`govgraph link WORK CONCEPT` makes a link of these", err=True)
    count = counted(len(found), "place")
    click.echo(count + (f", {len(rows)} of them shown" if len(rows) < len(found) else ""), err=True)


def _called(thing: dict[str, str | None] | None) -> str:
    """Its label, and in brackets the key that `govgraph link` takes."""
    from urllib.parse import unquote

    key = unquote((thing or {}).get("id") or "").rpartition("/id/")[2].partition("/")[2]
    label = (thing or {}).get("label")
    return f"{label} ({key})" if label else key or "[unknown]"
