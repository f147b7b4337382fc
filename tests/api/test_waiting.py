"""Who waits for a place gets the one that is handed over, in time, or leaves it to the next."""

from __future__ import annotations

import asyncio
import threading

import pytest

from api.server.workers.waiting import Task, Thread


def test_a_thread_gets_what_is_handed_over_and_gives_up_in_time() -> None:
    back: list[int] = []
    first, late = Thread(back.append), Thread(back.append)
    threading.Timer(0.05, first.hand, (1,)).start()
    assert first.got(10) == 1
    with pytest.raises(TimeoutError):
        late.got(0.01)
    assert not late.hand(2)
    assert back == []


@pytest.mark.parametrize("from_afar", [False, True], ids=["by its own loop", "by another thread"])
def test_a_task_gets_what_is_handed_over(*, from_afar: bool) -> None:
    async def waited() -> int:
        one = Task[int](lambda _: None)
        if from_afar:
            threading.Timer(0.05, one.hand, (1,)).start()
        else:
            asyncio.get_running_loop().call_later(0.05, one.hand, 1)
        return await one.got(10)

    assert asyncio.run(waited()) == 1


def test_a_task_that_gave_up_takes_nothing() -> None:
    async def late() -> bool:
        one = Task[int](lambda _: None)
        with pytest.raises(TimeoutError):
            await one.got(0.01)
        return one.hand(1)

    assert not asyncio.run(late())


@pytest.mark.parametrize("from_afar", [False, True], ids=["by its own loop", "by another thread"])
def test_what_is_handed_to_a_task_that_goes_in_this_moment_is_given_back(*, from_afar: bool) -> None:
    async def left() -> list[int]:
        back: list[int] = []
        one = Task(back.append)
        waiting = asyncio.create_task(one.got(10))
        await asyncio.sleep(0)
        if from_afar:
            waiting.cancel()
            there = threading.Thread(target=one.hand, args=(1,))
            there.start()
            there.join()
        else:
            one.hand(1)
            waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.sleep(0)
        return back

    assert asyncio.run(left()) == [1]


def test_a_loop_that_has_ended_takes_nothing() -> None:
    async def made() -> Task[int]:
        return Task(lambda _: None)

    ended = asyncio.run(made())
    handed: list[bool] = []
    there = threading.Thread(target=lambda: handed.append(ended.hand(1)))
    there.start()
    there.join()
    assert handed == [False]
