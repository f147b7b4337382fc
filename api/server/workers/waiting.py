"""Who waits for one of few places: a thread, or a task, which its own event loop hands one over without being woken for it."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Thread(Generic[T]):
    """A thread that waits; `back` takes a place that came too late."""

    def __init__(self, back: Callable[[T], None]) -> None:
        self._back = back
        self._place: Future[T] = Future()

    def hand(self, place: T) -> bool:
        """Hand over a place; False = it waits no more."""
        waits = self._place.set_running_or_notify_cancel()
        if waits:
            self._place.set_result(place)
        return waits

    def got(self, seconds: float) -> T:
        """The place.

        Raises:
            TimeoutError: there was none within so many seconds.
        """
        try:
            return self._place.result(seconds)
        except TimeoutError:
            if not self._place.cancel():
                self._back(self._place.result())
            raise


class Task(Generic[T]):
    """A task that waits, made in its event loop; `back` as above."""

    def __init__(self, back: Callable[[T], None]) -> None:
        self._back = back
        self._loop, self._thread = asyncio.get_running_loop(), threading.get_ident()
        self._place: asyncio.Future[T] = self._loop.create_future()

    def hand(self, place: T) -> bool:
        """Hand over a place; False = it waits no more."""
        if threading.get_ident() == self._thread:
            return self._take(place)
        try:
            self._loop.call_soon_threadsafe(self._take_or_give_back, place)
        except RuntimeError:
            return False  # the loop has ended
        return True

    def _take(self, place: T) -> bool:
        if self._place.done():
            return False
        self._place.set_result(place)
        return True

    def _take_or_give_back(self, place: T) -> None:
        if not self._take(place):
            self._back(place)

    async def got(self, seconds: float) -> T:
        """The place.

        Raises:
            TimeoutError: there was none within so many seconds.
        """
        late = self._loop.call_later(seconds, self._give_up)
        try:
            return await self._place
        except asyncio.CancelledError:
            if not self._place.cancelled() and self._place.exception() is None:  # it was handed over in this very moment
                self._back(self._place.result())
            raise
        finally:
            late.cancel()

    def _give_up(self) -> None:
        if not self._place.done():
            self._place.set_exception(TimeoutError())
