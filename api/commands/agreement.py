"""`govgraph agreement`: how far readers agree, and how often the program's proposals held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, opened, print_json

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.decisions.agreement import Calibration, Pair


@click.command(short_help="Tell how far readers agree on claims, and how often the program's proposals held.")
@click.option("--calibration", "calibrate", is_flag=True, help="The share of proposals that held, by the program's confidence.")
@click.option(
    "--target", type=click.FloatRange(0, 1), default=0.8, show_default=True, help="The share that is to hold above the proposed threshold."
)
@everywhere
def command(settings: Settings, as_json: bool, calibrate: bool, target: float) -> None:
    """Compare every two readers who judged the same claims: Cohen's kappa a stance, and the claims on which they differ."""
    from graph.decisions import agreement

    with opened(settings, read_only=True) as store:
        if calibrate:
            found = agreement.calibration(store, target)
            if as_json:
                print_json(found.as_json())
            else:
                _bands(found)
            return
        pairs = agreement.agreement(store)
    if as_json:
        print_json([pair.as_json() for pair in pairs])
        return
    for pair in pairs:
        _pair(pair)
    if not pairs:
        click.echo(
            "no two readers judged the same claim yet; `govgraph review --second --reviewer NAME` gives a second reader the same ones"
        )


def _pair(pair: Pair) -> None:
    click.echo(f"{pair.first or '[no name]'} and {pair.second or '[no name]'}")
    click.echo(f"  {'stance':12} {'claims':>6} {'seen':>5} {'alike':>6} {'kappa':>6}")
    for one in pair.figures:
        click.echo(f"  {one.stance:12} {one.claims:6} {one.seen:5} {one.alike:6.2f} {'-' if one.kappa is None else f'{one.kappa:.2f}':>6}")
    for claim, first, second in pair.disagreements:
        click.echo(f"  {claim}: {first} against {second}")


def _bands(found: Calibration) -> None:
    click.echo(f"{'confidence':12} {'judged':>6} {'held':>5} {'share':>6}  {'95 %':11} {'calibrated':>10}")
    for band in found.bands:
        limits = f"{band.least:.2f}–{band.most:.2f}"
        click.echo(
            f"{band.low:.1f}–{band.high:.1f}      {band.judged:6} {band.held:5} {band.share:6.2f}  {limits:11} {band.calibrated:10.2f}"
        )
    if found.threshold is not None:
        click.echo(f"from {found.threshold:.1f} on at least {found.target:.0%} held")
    else:
        click.echo(f"{found.judged} proposals were judged: no threshold for {found.target:.0%} follows from them")
