"""What is done beforehand lets those pass who ask now, but not for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.server import beforehand
from api.server.beforehand import QUIET, Traffic

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.then: Callable[[float], None] = lambda _: None

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.then(self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(beforehand, "time", made)
    return made


def test_nobody_is_waited_for_when_it_is_quiet(clock: Clock) -> None:
    Traffic(last=clock.now - 2 * QUIET).let_pass(9)
    assert clock.now == 100.0


def test_who_is_being_answered_passes_and_who_may_follow(clock: Clock) -> None:
    told = Traffic(last=0.0)
    told.came()
    clock.then = lambda now: told.went() if now > 103 and told.answering else None
    told.let_pass(9)
    assert clock.now == pytest.approx(103 + QUIET, abs=0.1)


def test_the_wait_ends_where_there_is_always_somebody(clock: Clock) -> None:
    told = Traffic()
    told.came()
    told.came()
    told.went()
    told.let_pass(1)
    assert clock.now == pytest.approx(101, abs=0.1)
