"""`govgraph links`: concepts that a work or page names without being linked to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, opened, print_json, within

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Suggest links: concepts that are named here but not linked, with their places.")
@click.option("--work", help="Only this work or page: a key, DOI, IRI or slug.")
@click.option("--concept", help="Only this concept: a slug, IRI or key.")
@click.option("--first", type=click.IntRange(1), help="How many places.")
@everywhere
def command(settings: Settings, as_json: bool, work: str | None, concept: str | None, first: int | None) -> None:
    """List places where a work's own text names a concept that it is not linked to."""
    import queries
    from queries.result import Thing

    with opened(settings, read_only=True) as store:
        given = {name: value for name, value in (("work", work), ("concept", concept)) if value}
        found = within(settings, lambda: queries.run(store, "unlinked-mentions", given))
    names = [column.name for column in found.columns]
    rows = [dict(zip(names, row, strict=True)) for row in found.rows[:first]]
    if as_json:
        print_json([{n: {"id": v.id, "label": v.label} if isinstance(v, Thing) else v for n, v in row.items()} for row in rows])
        return
    last = None
    for row in rows:
        if row["work"] != last:
            last = row["work"]
            click.echo(f"{last.label or last.id}" if isinstance(last, Thing) else "[unknown work]")
        named = row["concept"]
        words = f"“{row['words']}”" if row["words"] else "[only its place may be told]"
        click.echo(f"  {row['start']}–{row['end']} {words} → {named.label or named.id if isinstance(named, Thing) else ''}")
    count = f"{len(found.rows)} place{'' if len(found.rows) == 1 else 's'}"
    click.echo(count + (f", {len(rows)} of them shown" if len(rows) < len(found.rows) else ""), err=True)
