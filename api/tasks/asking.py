"""The client of the live services and the line that tells how far a run is, for the commands that ask them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.settings import Settings
    from loaders.connectors.client import Client


def client_of(settings: Settings, *, fresh: bool = False) -> Client:
    """A polite client as the settings say; `fresh`: answers kept from before do not count.

    Raises:
        UsageError: no contact is set.
    """
    from loaders.connectors.answers import Answers
    from loaders.connectors.client import Client, Manners

    manners = Manners(
        settings.contact,
        interval=settings.service_interval,
        longest=settings.service_seconds,
        largest=settings.input_size << 20,
        tries=settings.service_tries,
    )
    return Client(manners, Answers(settings.cache, 0 if fresh else settings.cache_days))


@contextmanager
def shown(total: int | None, what: str) -> Iterator[Callable[[str], None]]:
    """A bar on the terminal with count, rate and remaining time; nothing where stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]:.1f} a second"))
    with Progress(*columns, TimeElapsedColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(what, total=total, rate=0.0)

        def told(_: str) -> None:
            bars.update(task, advance=1, rate=bars.tasks[0].speed or 0.0)

        yield told
