"""`govgraph review`: the claims that wait for a reader, one after the other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened
from graph.decisions.queue import ORDERS, Queue
from queries import STANCES

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.decisions.queue import Order
    from graph.decisions.review import Waiting

AT_ONCE = 25
VERDICTS = {"a": "accept", "c": "change", "r": "reject"}
KEYS = "a accept · c change · r reject · s skip · b back · u undo · q quit"
LETTERS = {*VERDICTS, "s", "b", "u", "q"}


@click.command(short_help="Read the claims that a program found, one by one, and accept, change or reject each.")
@click.option("--reviewer", "--by", "reviewer", default="", help="Who reads.")
@click.option("--theory", help="Only claims on this theory: a slug, IRI or label.")
@click.option("--jurisdiction", help="Only claims on cases in this place, or in one within it: a code or label.")
@click.option("--order", type=click.Choice(ORDERS), default="confidence", show_default=True, help="The surest first, the least sure, …")
@click.option("--second", is_flag=True, help="What other readers judged and this one did not, without saying what they said.")
@click.option("--decided", is_flag=True, help="What was decided so far, as the lines of a curation file.")
@click.option("--first", type=click.IntRange(1), help="With --json: how many.")
@everywhere
def command(
    settings: Settings,
    as_json: bool,
    reviewer: str,
    theory: str | None,
    jurisdiction: str | None,
    order: Order,
    second: bool,
    decided: bool,
    first: int | None,
) -> None:
    """Show each undecided claim with its sentence in context and ask what is to be done; --json lists them and asks nothing."""
    from graph.decisions.review import shown, waiting
    from graph.errors import UsageError
    from graph.search.naming import named_one

    if decided:
        _decided(settings)
        return
    with opened(settings, read_only=True) as store:
        about, place = (
            named_one(store, kind, name) if name else "" for kind, name in (("concept", theory), ("jurisdiction", jurisdiction))
        )
        queue = Queue(reviewer, second, about, place, order)
        claims = waiting(store, queue)
        if as_json:
            print_json({"waiting": len(claims), "claims": [one.as_json() for one in shown(store, claims[:first], earlier=not second)]})
            return
    if not reviewer:
        raise UsageError("say who reads: --reviewer NAME; or list what waits with --json")
    _ask(settings, queue, claims)


def _ask(settings: Settings, queue: Queue, claims: list[str]) -> None:
    """Each claim in turn; a decision is written before the next one is shown."""
    seen: dict[str, Waiting | None] = {}
    decided: list[str] = []
    place = 0
    while place < len(claims):
        one = None if claims[place] in decided else _read(settings, queue, claims, place, seen)
        if one is None:
            place += 1
            continue
        click.echo(f"\n{place + 1} of {len(claims)}\n{_told(one)}")
        try:
            answer = _answer(settings, one, queue.reader)
        except click.Abort:  # the end of the input, or Ctrl-C, while a question waits
            click.echo()
            answer = "q"
        if answer == "q":
            click.echo(f"{len(decided)} decided; the others wait")
            return
        if answer == "u":
            place = claims.index(decided[-1]) if _undone(settings, queue.reader, decided) else place
            decided = [claim for claim in decided if claim != claims[place]]
        elif answer == "b":
            place = _before(claims, place, decided)
        else:
            decided += [] if answer == "s" else [one.claim]
            place += 1
    skipped = len(claims) - len(decided)
    left = f"{skipped} skipped, still waiting" if skipped else "nothing else waits" if claims else "nothing waits"
    click.echo(f"{len(decided)} decided; {left}")


def _read(settings: Settings, queue: Queue, claims: list[str], place: int, seen: dict[str, Waiting | None]) -> Waiting | None:
    """A claim as a reader sees it, read with those that follow; None where no source makes it any more."""
    from graph.decisions.review import shown

    if claims[place] not in seen:
        with opened(settings, read_only=True) as store:
            for claim in claims[place : place + AT_ONCE]:
                seen[claim] = next(iter(shown(store, [claim], earlier=not queue.second)), None)
    return seen[claims[place]]


def _before(claims: list[str], place: int, decided: list[str]) -> int:
    """Where the claim before this one stands that is not decided."""
    earlier = [at for at in range(place) if claims[at] not in decided]
    if not earlier:
        click.echo("no claim before this one waits", err=True)
    return earlier[-1] if earlier else place


def _told(one: Waiting) -> str:
    from graph.decisions.review import sentences

    sure = f" · confidence {one.confidence:.2f}" if one.confidence is not None else ""
    lines = [f"{click.style(one.stance, bold=True)} {one.theory.label or one.theory.id}{_new(one, one.theory.id)}{sure}"]
    for said in sentences(one.evidence):
        text = (
            f"{said.first.before}{click.style(said.text, bold=True, underline=True)}{said.last.after}" if said.text else "[only its place]"
        )
        where = f"  — {said.first.credit or said.first.source.id}, characters {said.first.start}–{said.last.end}"
        lines += [f"  {' '.join(text.split())}", where]
    for case in one.cases:
        where = ", ".join(place.label or place.id for place in case.places)
        lines.append(f"  case: {case.label or case.id}{f' ({where})' if where else ''}{_new(one, case.id)}")
    lines.append(f"  work: {one.work.label or '[untitled]'}{f', {one.year}' if one.year else ''}")
    lines += [f"  voiced by {one.voice}"] if one.voice else []
    says = f" (it says {one.model_confidence:.2f} of itself, uncalibrated)" if one.model_confidence is not None else ""
    lines += [f"  proposed by {'; '.join(one.proposed_by)}{says}"] if one.proposed_by else []
    for word in one.earlier:
        lines.append(f"  before its sentence was altered: {word.told}" + (f"; it read “{word.words}”" if word.words else ""))
    return "\n".join([*lines, f"  {one.claim}"])


def _new(one: Waiting, thing: str) -> str:
    return " (new to the graph)" if thing in one.new else ""


def _answer(settings: Settings, one: Waiting, reviewer: str) -> str:
    """What was answered; a fault is told and asked about again, and so is a verdict without its reason."""
    from api.tasks.decisions import judge

    while True:
        key = _letter()
        if key not in VERDICTS:
            return key
        said: dict[str, Any] = {"claim": one.claim, "verdict": VERDICTS[key]}
        if key == "c":
            stance = click.prompt("stance", type=click.Choice(STANCES), default=one.stance)
            theory = click.prompt("theory", default=one.theory.id.rpartition("/")[2])
            said["to"] = {"stance": stance} | ({"theory": theory} if theory != one.theory.id.rpartition("/")[2] else {})
        if key != "a":
            said["reason"] = str(click.prompt("why (nothing: back to the letters)", default="", show_default=False)).strip()
            if not said["reason"]:
                click.echo(f"nothing was decided: to {VERDICTS[key]} a claim takes a reason", err=True)
                continue
        told = judge(settings, [said], by=reviewer)
        if not told["faults"]:
            return key
        click.echo(told["faults"][0]["reason"], err=True)


def _undone(settings: Settings, reviewer: str, decided: list[str]) -> bool:
    """Take back the last decision of this sitting; whether there was one that could be."""
    from api.tasks.decisions import judge

    if not decided:
        click.echo("nothing was decided yet that could be taken back", err=True)
        return False
    told = judge(settings, [{"claim": decided[-1], "verdict": "undo"}], by=reviewer)
    if told["faults"]:
        click.echo(told["faults"][0]["reason"], err=True)
        return False
    status = told["done"][0]["status"]
    now = {"EXTRACTED": "waits again", "STATED": "is STATED", "": "stands no longer"}.get(status, f"is {status}, as others said")
    click.echo(f"taken back: the claim {now}")
    return True


def _letter() -> str:
    """One of the letters; to anything else it is said which there are."""
    while True:
        text = str(click.prompt(KEYS, default="", show_default=False)).strip()
        if text in LETTERS:
            return text
        click.echo(f"type one of the letters: {KEYS}", err=True)


def _decided(settings: Settings) -> None:
    """The decisions as a curation file, by what the claims say, so that they hold in another store too."""
    from graph.decisions.decided_lines import lines_of

    with opened(settings, read_only=True) as store:
        for line in lines_of(store):
            click.echo(json.dumps(line, ensure_ascii=False))
