"""`govgraph judge`: a person's word on claims, one at a time or a whole curation file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.commands._shared import everywhere, print_json, rejects_option

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Accept, change or reject a claim that a program found; or load a curation file.")
@click.argument("claim", required=False)
@click.argument("verdict", required=False, type=click.Choice(["accept", "reject", "change", "undo"]))
@click.option("--reason", default="", help="Why, for those who come later; rejecting and changing need it.")
@click.option("--by", "--reviewer", "who", default="", help="Who decides.")
@click.option("--stance", help="The stance that a changed claim has from now on.")
@click.option("--theory", help="The theory that a changed claim bears on from now on: a slug, IRI or label.")
@click.option("--file", "file", type=click.Path(path_type=Path, dir_okay=False), help="Verdicts as JSON lines, or as a YAML or JSON list.")
@rejects_option("could not be done")
@everywhere
def command(
    settings: Settings,
    as_json: bool,
    claim: str | None,
    verdict: str | None,
    reason: str,
    who: str,
    stance: str | None,
    theory: str | None,
    file: Path | None,
    rejects: Path | None,
) -> None:
    """Judge CLAIM (an IRI or its key), or all that --file says; what is decided survives reloading the source.

    For example: govgraph judge 0f1e2d3c4b5a6978 change --stance qualifies --reason "only where outsourcing came first" --by "Eva Lind"
    """
    from graph.errors import UsageError

    if file is not None:
        if claim or verdict:
            raise UsageError("give a claim and a verdict, or --file, not both")
        _file(settings, file, who, rejects, as_json=as_json)
        return
    if not claim or not verdict:
        raise UsageError("name a claim and a verdict: accept, reject, change or undo; or a curation file with --file")
    said: dict[str, Any] = {"claim": claim, "verdict": verdict, "reason": reason}
    if verdict == "change":
        said["to"] = {name: value for name, value in (("stance", stance), ("theory", theory)) if value}
    if not who.strip():
        raise UsageError("say who decides: --by NAME")
    told = _judge(settings, said, who)
    if as_json:
        print_json({"claim": told["claim"], "status": told["status"]} | ({"instead": told["instead"]} if "instead" in told else {}))
    else:
        status = f"is {told['status']}" if told["status"] else "stands no longer"
        click.echo(f"{told['claim']} {status}" + (f"; {told['instead']} stands in its place" if "instead" in told else ""))


def _judge(settings: Settings, said: dict[str, Any], who: str) -> dict[str, Any]:
    from api.tasks.decisions import judge
    from graph.errors import UsageError

    told = judge(settings, [said], by=who)
    if told["faults"]:
        raise UsageError(told["faults"][0]["reason"])
    found: dict[str, Any] = told["done"][0]
    return found


def _file(settings: Settings, file: Path, who: str, rejects: Path | None, *, as_json: bool) -> None:
    from api.tasks.curation_file import read
    from api.tasks.decisions import judge

    sound, faults = read(file)
    told = judge(settings, [verdict for _, verdict in sound], by=who)
    faults += [(sound[one["number"]][0], one["reason"]) for one in told["faults"]]
    rows = [_row(str(file), where, reason) for where, reason in faults]
    if rejects is not None:
        rejects.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    counts: dict[str, int] = {}
    for one in told["done"]:
        counts[one["verdict"]] = counts.get(one["verdict"], 0) + 1
    if as_json:
        done = [{name: value for name, value in one.items() if name != "number"} for one in told["done"]]
        print_json({"done": done, "counts": counts, "rejects": rows})
    else:
        for where, reason in faults:
            click.echo(f"{file}: {where}: {reason}", err=True)
        click.echo(", ".join(f"{count} {verdict}" for verdict, count in counts.items()) or "nothing was decided")
        nobodys = sum(not (who or verdict.get("reader")) for _, verdict in sound)
        if nobodys:
            click.echo(f"{nobodys} of them name nobody who decided: give --by NAME, or `reader` in the line", err=True)
        if faults:
            click.echo(f"{len(faults)} of {len(sound) + len(rows) - len(told['faults'])} could not be done", err=True)
    sys.exit(3 if faults else 0)


def _row(file: str, where: str, reason: str) -> dict[str, Any]:
    kind, _, number = where.partition(" ")
    return {"file": file, ("line" if kind == "line" else "record"): int(number), "reason": reason}
