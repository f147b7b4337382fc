"""`govgraph agreement`: how far readers agree, and how often the program's proposals held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened
from graph.plural import counted

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.decisions.agreement import Pair
    from graph.decisions.calibration import Calibration, Proposal, Share
    from graph.decisions.review import Waiting


@click.command(short_help="Tell how far readers agree on claims, and how often the program's proposals held.")
@click.option(
    "--calibration",
    "calibrate",
    is_flag=True,
    help="How often proposals held, by confidence, and the least confidence to ask for.",
)
@click.option("--target", type=click.FloatRange(0, 1), default=0.8, show_default=True, help="The share that is to hold of what is shown.")
@click.option("--model", metavar="NAME", default="", help="With --calibration: of this language model, by what it says of itself.")
@everywhere
def command(settings: Settings, as_json: bool, calibrate: bool, target: float, model: str) -> None:
    """Compare every two readers who judged the same claims: Cohen's kappa a stance, and the claims on which they differ."""
    from graph.decisions import agreement, calibration
    from graph.decisions.review import shown

    with opened(settings, read_only=True) as store:
        if calibrate:
            found = calibration.calibration(store, target, model)
            if as_json:
                print_json(found.as_json())
            else:
                _bands(found)
                _proposed(found, "llm_confidence" if model else "least_confidence")
            return
        pairs = agreement.agreement(store)
        seen = {} if as_json else {one.claim: one for one in shown(store, {claim for pair in pairs for claim, _, _ in pair.disagreements})}
    if as_json:
        print_json([pair.as_json() for pair in pairs])
        return
    for pair in pairs:
        _pair(pair, seen)
    if not pairs:
        click.echo(
            "no two readers judged the same claim yet; `govgraph review --second --reviewer NAME` gives a second reader the same ones"
        )


def _pair(pair: Pair, seen: dict[str, Waiting]) -> None:
    click.echo(f"{pair.first or '[no name]'} and {pair.second or '[no name]'}")
    click.echo(f"  {'stance':12} {'claims':>6} {'seen':>5} {'alike':>6} {'kappa':>6}  95 %")
    for one in pair.figures:
        kappa = f"{'-':>6}" if one.kappa is None else f"{one.kappa:6.2f}  {one.least:.2f} to {one.most:.2f}"
        click.echo(f"  {one.stance:12} {one.claims:6} {one.seen:5} {one.alike:6.2f} {kappa}")
    if any(one.kappa is None for one in pair.figures):
        click.echo("  - both said one and the same of all: kappa is not defined there")
    for claim, first, second in pair.disagreements:
        click.echo(f"  {first} against {second}{_said(seen[claim]) if claim in seen else ''}\n    {claim}")


def _said(claim: Waiting) -> str:
    """What readers differ on."""
    words = next((words.exact for words in claim.evidence if words.exact), "")
    return f" of {claim.theory.label or claim.theory.id}" + (f": “{words}”" if words else "")


def _bands(found: Calibration) -> None:
    click.echo(f"{'confidence':12} {'judged':>6} {'held':>5} {'share':>6}  {'95 %':11} {'calibrated':>10}")
    for band in found.bands:
        one, (least, most) = band.found, band.found.limits
        held = f"{one.judged:6} {one.held:5} {one.share:6.2f}"
        click.echo(f"{band.low:.1f}–{band.high:.1f}      {held}  {least:.2f}–{most:.2f}   {band.calibrated:10.2f}")


def _proposed(found: Calibration, setting: str) -> None:
    if found.proposal is not None:
        _setting(found, found.proposal, setting)
    elif found.best is None:
        judged = f"{counted(found.judged, 'proposal')} {'was' if found.judged == 1 else 'were'} judged"
        needed = f"{counted(found.missing, 'more decision')} {'is' if found.missing == 1 else 'are'} needed"
        click.echo(f"{judged}: no threshold follows from so few; {needed}")
    else:
        click.echo(f"no threshold: {found.target:.0%} did not hold; at best, from {found.best.confidence:g} on, {_told(found.best.found)}")


def _setting(found: Calibration, proposed: Proposal, setting: str) -> None:
    from graph.decisions.calibration import NEVER

    click.echo(f'proposed: {setting} = "{proposed.setting}" (govgraph.toml, or GOVGRAPH_{setting.upper()}), for the loads to come')
    click.echo(f"  from {proposed.common.confidence:g} on: {_told(proposed.common.found)}")
    for stance, own in proposed.stances.items():
        told = "never shown" if own.confidence == NEVER else f"from {own} on"
        click.echo(f"  {stance} {told}: {_told(own.found)}")
    click.echo(f"  in works that had no say in it: {_told(proposed.elsewhere)}; {proposed.kept:.0%} of all that held was shown")
    if found.lowest == proposed.common.confidence:
        click.echo(f"  nothing below {found.lowest:g} was judged: decide on less sure ones too (`review --order doubt`) before you set it")


def _told(found: Share) -> str:
    least, most = found.limits
    return f"{found.held} of {found.judged} held ({found.share:.0%}, 95 % limits {least:.0%}–{most:.0%})"
