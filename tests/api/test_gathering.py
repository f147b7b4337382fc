"""What is written in one turn goes out together; nothing is lost when the connection is closed, and nothing grows without end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from api.server.gathering import AT_ONCE, Gathered

if TYPE_CHECKING:
    from collections.abc import Callable


class Sent(asyncio.Transport):
    """Notes what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[bytes] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.steps.append(bytes(data))

    def close(self) -> None:
        self.steps.append(b"(closed)")

    def abort(self) -> None:
        self.steps.append(b"(aborted)")


def steps(*turns: Callable[[Gathered], None]) -> list[bytes]:
    async def taken() -> list[bytes]:
        onto = Sent()
        gathered = Gathered(onto, asyncio.get_running_loop())
        for turn in turns:
            turn(gathered)
            await asyncio.sleep(0)
        return onto.steps

    return asyncio.run(taken())


def written(*pieces: bytes) -> Callable[[Gathered], None]:
    def turn(gathered: Gathered) -> None:
        for piece in pieces:
            gathered.write(piece)

    return turn


def test_head_and_body_of_one_turn_are_sent_in_one_step() -> None:
    assert steps(written(b"head ", b"body", b""), written(b"next")) == [b"head body", b"next"]
    assert steps(written(b"")) == []


def test_what_was_written_is_sent_before_the_connection_is_closed() -> None:
    def last(gathered: Gathered) -> None:
        gathered.write(b"last")
        gathered.close()

    assert steps(last) == [b"last", b"(closed)"]


def test_an_aborted_connection_sends_nothing_more() -> None:
    def gone(gathered: Gathered) -> None:
        gathered.write(b"lost")
        gathered.abort()

    assert steps(gone) == [b"(aborted)"]


def test_a_long_answer_does_not_wait_for_the_end_of_the_turn() -> None:
    long = bytes(AT_ONCE)
    assert steps(written(b"head", long, b"tail")) == [b"head" + long, b"tail"]
