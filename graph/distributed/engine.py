"""Who runs the tasks of a stage: Dask's workers, or this process alone; a stage ends when all its tasks have."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graph.errors import StoreError, UsageError
from graph.extras import install

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
RETRIES = 3
"""How often a task that raised is tried again; one whose worker died is always given to another, as long as it kills no more than three."""

WAIT = 6
"""Seconds in which a scheduler must answer."""


class Engine(Protocol):
    """Runs the tasks of one stage."""

    def run(self, task: Callable[..., T], arguments: Sequence[tuple[Any, ...]]) -> list[T]:
        """The results, in the order of the arguments."""


class Alone:
    """One task after the other, in this process."""

    def run(self, task: Callable[..., T], arguments: Sequence[tuple[Any, ...]]) -> list[T]:
        """The results, in order."""
        return [task(*one) for one in arguments]


class Workers:
    """Tasks on a Dask cluster; results are small, since what is large lies in files."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def run(self, task: Callable[..., T], arguments: Sequence[tuple[Any, ...]]) -> list[T]:
        """The results, in order.

        Raises:
            StoreError: a task killed worker after worker.
        """
        from distributed.scheduler import KilledWorker

        futures = [self._client.submit(task, *one, pure=False, retries=RETRIES) for one in arguments]
        try:
            found: list[T] = self._client.gather(futures)
        except KilledWorker as killed:
            raise StoreError(f"a task ended several workers ({killed}); give them more memory, or make more shards") from killed
        return found


@contextmanager
def engine(scheduler: str = "", workers: int = 0) -> Iterator[Engine]:
    """The cluster at an address, a local one of so many processes, or nobody but this process.

    Raises:
        UsageError: Dask is not installed, or nobody answers at the address.
    """
    if not scheduler and not workers:
        yield Alone()
        return
    try:
        dask: Any = import_module("distributed")
    except ImportError as missing:
        raise UsageError(f"a cluster needs Dask: {install('scale')}") from missing
    if scheduler:
        try:
            client = dask.Client(scheduler, timeout=WAIT)
        except (OSError, ValueError) as failed:
            raise UsageError(f"{scheduler}: no Dask scheduler answers there ({failed}); start one with `dask scheduler`") from failed
        with client:
            yield Workers(client)
        return
    local = dask.LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None)
    with local as cluster, dask.Client(cluster) as client:
        yield Workers(client)
