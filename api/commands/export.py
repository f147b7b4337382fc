"""`govgraph export`: the graph in canonical order, with its digest; works for reference managers; the atlas folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from api.commands._shared import as_of_option, decoded, everywhere, parameters_of, print_json
from api.opening import opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.settings import Settings
    from graph.store import Store

GRAPH_FORMATS = ("nq", "trig", "ttl", "jsonld")
RECORD_FORMATS = ("bibtex", "ris", "csl-json")
ATLAS = "atlas"


@click.command(short_help="Write the graph, works for reference managers, or the atlas folder.")
@click.option(
    "--view", type=click.Choice(["resolved", "all"]), default="resolved", show_default=True, help="The resolved graph, or all graphs."
)
@click.option(
    "--format", "form", type=click.Choice([*GRAPH_FORMATS, ATLAS, *RECORD_FORMATS]), help="nq unless said; jsonld with --json alone."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; stdout unless said. For atlas a folder.")
@click.option("--query", "query", metavar="NAME", help="Of works, those in this saved query's answer.")
@click.option("-p", "given", metavar="NAME=VALUE", multiple=True, help="A parameter of that query; repeatable.")
@click.option("--ids", metavar="FILE|ID", multiple=True, help="Of works, these: an IRI, DOI or key, or a file with one a line; repeatable.")
@as_of_option
@everywhere
def command(
    settings: Settings,
    as_json: bool,
    view: Literal["resolved", "all"],
    form: str | None,
    output: Path | None,
    query: str | None,
    given: tuple[str, ...],
    ids: tuple[str, ...],
    as_of: str,
) -> None:
    """Write the graph. The digest goes to stderr; with --json and -o to stdout, with --json alone the graph itself is the JSON.

    For example: govgraph export --format ris --query works-on-theory-since -p theory=post-npm -p year=2015
    """
    from graph.errors import UsageError
    from graph.exports.export import digest, export

    alone = as_json and output is None
    form = form or ("jsonld" if alone else "nq")
    if (query or ids) and form not in RECORD_FORMATS:
        raise UsageError(f"--query and --ids choose works: take --format {', '.join(RECORD_FORMATS)}")
    if given and not query:
        raise UsageError("-p is a parameter of --query; name the query too")
    if form == ATLAS and as_of:
        raise UsageError("an atlas is written as of now: take another --format with --as-of")
    if form == ATLAS:
        _atlas(settings, output, as_json=as_json)
        return
    if output is not None and output.is_dir():
        raise UsageError(f"{output} is a folder; name a file")
    if output is not None and not output.absolute().parent.is_dir():
        raise UsageError(f"{output}: there is no folder {output.absolute().parent}; make it first")
    if alone and form not in ("jsonld", "csl-json"):
        raise UsageError(f"{form} is no JSON: with --json take jsonld or csl-json, or name a file for the graph with -o")
    left_out: list[str] = []
    with opened(settings, read_only=True, as_of=as_of) as store:
        if form in RECORD_FORMATS:
            from api.tasks.records import export_records, missing

            chosen = _selection(store, query, given, ids)
            chunks = export_records(store, form, chosen, left_out)
            unknown = missing(store, chosen) if chosen else []
        else:
            chunks, unknown = export(store, view, form), []
        _write(chunks, output)
        found = digest(store, view)
    if as_json and not alone:
        print_json({"digest": found, "view": view, "format": form, "file": str(output), "leftOut": left_out})
    else:
        click.echo(f"digest {found}", err=True)
    _tell(left_out, unknown)
    sys.exit(3 if unknown else 0)


def _tell(left_out: list[str], unknown: list[str]) -> None:
    """Which of the works asked for were not written."""
    if left_out:
        click.echo(f"left out: {_counted(len(left_out), 'works')} without title, identifier or place in a journal", err=True)
    for iri in unknown:
        click.echo(f"the graph holds no work {iri}", err=True)


def _atlas(settings: Settings, output: Path | None, *, as_json: bool) -> None:
    from api.atlas.export import export_atlas
    from graph.errors import UsageError

    if output is None:
        raise UsageError("an atlas is a folder of files: name it with -o FOLDER")
    with opened(settings, read_only=True) as store:
        report = export_atlas(store, output)
    if as_json:
        print_json(report.told())
        return
    for how, count in sorted(report.files.items()):
        click.echo(_counted(count, f"files {how}"), err=True)
    for what, count in sorted((+report.left_out).items()):
        click.echo(f"left out: {_counted(count, what)}", err=True)


def _counted(count: int, what: str) -> str:
    first, space, rest = what.partition(" ")
    return f"{count} {first.removesuffix('s') if count == 1 else first}{space}{rest}"


def _selection(store: Store, query: str | None, given: tuple[str, ...], ids: tuple[str, ...]) -> list[str] | None:
    """The works asked for, or None for all."""
    from api.tasks.records import answered, named

    parameters = parameters_of(given)
    if not query and not ids:
        return None
    chosen = answered(store, query, parameters) if query else []
    listed = [line for one in ids for line in (decoded(Path(one).read_bytes(), one).splitlines() if Path(one).is_file() else [one])]
    return list(dict.fromkeys([*chosen, *named(listed)]))


def _write(pieces: Iterable[bytes], output: Path | None) -> None:
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.flush()
        return
    partial = output.with_name(output.name + ".partial")
    try:
        with partial.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
