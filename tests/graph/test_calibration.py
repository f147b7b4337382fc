"""From which confidence on claims should be shown follows from what readers decided, and from nothing where they decided too little."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.decisions.calibration import FEWEST, NEVER, Judged, calibrated, held_out, interval, lowest_meeting, proposal, rising

STANCE = st.sampled_from(["supports", "challenges", "qualifies"])
CONFIDENCE = st.integers(0, 100).map(lambda hundredths: hundredths / 100)
JUDGED = st.lists(st.builds(Judged, CONFIDENCE, st.booleans(), STANCE, st.sampled_from("abcdefgh")), max_size=90)


def drawn(count: int, holds: float, stance: str = "supports", *, seed: int = 3, sure_from: float = 0.0) -> list[Judged]:
    """Proposals of as many works, of which the share `holds` held, and above `sure_from` all."""
    chance = random.Random(seed)
    confidences = [round(chance.uniform(0.2, 0.99), 2) for _ in range(count)]
    return [
        Judged(sure, (sure >= sure_from > 0) or chance.random() < holds, stance, f"{stance}{number}")
        for number, sure in enumerate(confidences)
    ]


@given(JUDGED)
def test_the_calibrated_share_never_falls_and_keeps_the_sum(judged: list[Judged]) -> None:
    bands = calibrated(judged).bands
    shares = [band.calibrated for band in bands]
    assert shares == sorted(shares)
    assert sum(band.found.judged for band in bands) == len(judged)
    assert sum(band.found.held for band in bands) == sum(one.held for one in judged)
    even = sum(band.calibrated * band.found.judged for band in bands)
    assert math.isclose(even, sum(one.held for one in judged), abs_tol=0.01 * len(judged) + 1e-9)


@given(JUDGED, st.sampled_from([0.5, 0.8]))
def test_a_threshold_meets_the_target_and_no_lower_one_does(judged: list[Judged], target: float) -> None:
    found = lowest_meeting(judged, target, FEWEST)
    meeting = []
    for least in {one.confidence for one in judged}:
        held = [one.held for one in judged if one.confidence >= least]
        if len(held) >= FEWEST and sum(held) >= target * len(held):
            meeting.append(least)
    assert (found.confidence if found else None) == min(meeting, default=None)
    assert found is None or found.found.judged == sum(one.confidence >= found.confidence for one in judged)


@given(JUDGED.map(lambda judged: judged[: FEWEST - 1]))
def test_too_few_decisions_propose_nothing_and_tell_how_many_are_missing(judged: list[Judged]) -> None:
    found = calibrated(judged)
    assert (found.proposal, found.missing) == (None, FEWEST - len(judged))


def test_where_no_threshold_meets_the_target_the_best_one_is_told() -> None:
    found = calibrated(drawn(100, 0.2, sure_from=0.95), 0.9)
    assert (found.proposal, found.missing) == (None, 0)
    assert found.best is not None
    assert found.best.found.judged >= FEWEST
    assert 0.2 < found.best.found.share < 0.9


@given(JUDGED, st.sampled_from([0.5, 0.8]))
def test_every_part_of_a_proposal_rests_on_enough_decisions(judged: list[Judged], target: float) -> None:
    found = proposal(judged, target)
    assert found is None or found.common.found.judged >= FEWEST
    for stance in found.stances if found else ():
        assert sum(one.stance == stance for one in judged) >= FEWEST


def test_a_stance_that_holds_less_often_gets_its_own_threshold_and_the_others_theirs() -> None:
    good, bad = drawn(200, 0.9), drawn(80, 0.3, "qualifies", sure_from=0.8)
    found = proposal([*good, *bad], 0.8)
    assert found is not None
    assert list(found.stances) == ["qualifies"]
    assert found.stances["qualifies"].confidence > found.common.confidence + 0.1
    assert found.common == lowest_meeting(good, 0.8, FEWEST)
    assert found.setting == f"{found.common.confidence:g}, qualifies={found.stances['qualifies'].confidence:g}"


def test_a_stance_that_never_holds_is_not_shown_and_one_with_few_decisions_is_as_the_others() -> None:
    found = proposal([*drawn(200, 0.95), *drawn(40, 0.0, "extends"), *drawn(FEWEST - 1, 0.0, "applies")], 0.8)
    assert found is not None
    assert {stance: one.confidence for stance, one in found.stances.items()} == {"extends": NEVER}
    assert found.shows(Judged(0.99, held=False, stance="applies"))
    assert not found.shows(Judged(1.0, held=False, stance="extends"))
    assert found.setting == f"{found.common.confidence:g}, extends=never"
    assert found.as_json()["stances"]["extends"]["confidence"] is None


def test_what_a_threshold_promises_is_measured_where_it_was_not_chosen() -> None:
    """Of decisions that follow no confidence a lucky threshold shows more than the target, and held-out works tell so."""
    drawings = [drawn(60, 0.6, seed=seed) for seed in range(5)]
    lucky = [(chance, found) for chance in drawings if (found := proposal(chance, 0.65)) is not None]
    assert lucky
    for chance, found in lucky:
        assert held_out(chance, 0.65)[0].share < found.common.found.share
    rising_with_confidence = drawn(200, 0.3, sure_from=0.6)
    elsewhere, kept = held_out(rising_with_confidence, 0.8)
    assert elsewhere.share == pytest.approx(0.8, abs=0.05)
    assert kept > 0.8
    assert held_out(rising_with_confidence, 0.8) == (elsewhere, kept)


def test_claims_of_one_work_are_never_on_both_sides() -> None:
    """All of one work: whichever half it is in, nothing is left to choose from for the other."""
    assert held_out([Judged(one.confidence, one.held, one.stance, "w") for one in drawn(50, 1.0)], 0.8)[0].judged == 0


@given(st.integers(0, 50), st.integers(1, 50))
def test_the_interval_holds_the_share(held: int, more: int) -> None:
    least, most = interval(held, held + more)
    assert 0 <= least <= held / (held + more) + 1e-12
    assert held / (held + more) - 1e-12 <= most <= 1


def test_rising_pools_neighbours() -> None:
    assert rising([(0.5, 2), (0.2, 1), (0.9, 1)]) == [pytest.approx(0.4), pytest.approx(0.4), 0.9]
    assert rising([]) == []
