"""Agreement of two readers is Cohen's kappa."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import small_atlas

from graph.decisions.agreement import agreement, compared, kappa, limits
from graph.decisions.calibration import calibration
from graph.decisions.judging import Word, say
from graph.decisions.queue import Queue
from graph.decisions.review import waiting
from graph.decisions.verdicts import Reader

CATEGORIES = st.sampled_from(["supports", "challenges", "none"])
PAIRS = st.lists(st.tuples(CATEGORIES, CATEGORIES), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}, 0.4),  # the textbook's table
        ({("yes", "yes"): 45, ("yes", "no"): 15, ("no", "yes"): 25, ("no", "no"): 15}, 0.1304),
        ({("yes", "yes"): 25, ("yes", "no"): 35, ("no", "yes"): 5, ("no", "no"): 35}, 0.2593),
        ({("yes", "no"): 10, ("no", "yes"): 10}, -1.0),
        ({("yes", "yes"): 3, ("no", "no"): 4}, 1.0),
    ],
)
def test_kappa_of_known_tables(table: dict[tuple[str, str], int], expected: float) -> None:
    pairs = [pair for pair, times in table.items() for _ in range(times)]
    found = kappa(pairs)
    assert found is not None
    assert math.isclose(found, expected, abs_tol=5e-5)


def test_the_limits_of_kappa_are_those_of_the_share_alike() -> None:
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15  # 0.7 alike, 0.5 by chance, kappa 0.4
    assert limits(pairs) == pytest.approx((0.1249, 0.6180), abs=0.001)  # Wilson's limits of 35 of 50 are 0.5625 and 0.8090
    more = limits(pairs * 10)
    assert more == pytest.approx((0.3178, 0.4768), abs=0.001)
    few = limits([("yes", "yes"), ("no", "no")])
    assert few is not None
    assert few[0] < 0 < few[1] == 1, "two claims alike say little"
    assert limits([]) is limits([("yes", "yes")] * 5) is None


def test_kappa_is_not_defined_where_chance_explains_all() -> None:
    assert kappa([]) is None
    assert kappa([("yes", "yes")] * 5) is None


@given(PAIRS)
def test_kappa_is_symmetric_bounded_and_one_only_in_full_agreement(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    turned = kappa([(b, a) for a, b in pairs])
    assert (found is None) == (turned is None)
    if found is not None and turned is not None:
        assert math.isclose(found, turned, abs_tol=1e-12)
        assert -1 - 1e-12 <= found <= 1
        assert math.isclose(found, 1) == all(a == b for a, b in pairs)


@given(PAIRS)
def test_kappa_is_the_formula_over_the_whole_table(pairs: list[tuple[str, str]]) -> None:
    """The definition from the matrix of counts, written otherwise."""
    names = sorted({name for pair in pairs for name in pair})
    matrix = [[sum(pair == (a, b) for pair in pairs) for b in names] for a in names]
    total = len(pairs)
    seen = sum(matrix[n][n] for n in range(len(names))) * total
    chance = sum(sum(matrix[n]) * sum(row[n] for row in matrix) for n in range(len(names)))
    found = kappa(pairs)
    if chance == total * total:
        assert found is None
    else:
        assert found is not None
        assert math.isclose(found, (seen - chance) / (total * total - chance), abs_tol=1e-12)


@given(PAIRS)
def test_figures_by_stance_count_the_same_claims(pairs: list[tuple[str, str]]) -> None:
    one, other = ({str(n): pair[side] for n, pair in enumerate(pairs)} for side in (0, 1))
    found = compared("a", one, "b", other)
    assert {figure.claims for figure in found.figures} == {len(pairs)}
    assert len(found.disagreements) == sum(a != b for a, b in pairs)


def test_two_readers_of_a_store() -> None:
    store = small_atlas()
    claims = waiting(store, Queue())
    say(store, [Word(claim, "accept", "read", "Eva") for claim in claims])
    assert agreement(store) == []
    ben = Reader(store, reader="Ben")
    words = [
        ben.word({"claim": claims[0], "verdict": "accept"}),
        ben.word({"claim": claims[1], "verdict": "reject", "reason": "background"}),
        ben.word({"claim": claims[2], "verdict": "change", "to": {"stance": "qualifies"}, "reason": "in part"}),
    ]
    say(store, words)
    (pair,) = agreement(store)
    assert (pair.first, pair.second) == ("Ben", "Eva")
    assert [(one.stance, one.claims, one.seen) for one in pair.figures] == [("all", 3, 3), ("challenges", 3, 3), ("qualifies", 3, 1)]
    assert sorted(pair.disagreements) == sorted([(claims[1], "none", "challenges"), (claims[2], "qualifies", "challenges")])
    measured = calibration(store)
    assert (measured.judged, sum(band.found.held for band in measured.bands), measured.missing) == (3, 1, 17)
    assert measured.proposal is None
    store.close()
