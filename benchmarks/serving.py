"""Requests a second: a card by one worker against the Oxigraph server's answer to the card's query, by two workers, and asked again.

Who asks shares the machine's cores with who answers, so wrk asks where it is installed, which takes little; the output says who asked.
One worker has its queries answered in processes of their own, so on two cores it fills both, and a second one has nothing left to take:
`two_over_one` tells that. What a further worker on a further core adds is told by `two_over_one_a_core`: one with all its processes held on
one core, two on two. Processor time a request is told beside, which says what a worker costs, whoever else is busy.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from benchmarks import _wrk
from benchmarks._asking import free_port, get, processor_seconds, wait_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

GOVGRAPH, OXIGRAPH = (str(Path(sys.executable).with_name(name)) for name in ("govgraph", "oxigraph"))
CONCEPT = "new-public-management"
CARD = f"/queries/concept-card.json?concept={CONCEPT}"
PAGE = f"/cards/{CONCEPT}.json"
FRESH = "application/json, text/{n}"
"""An Accept header that no other request has: what is kept is kept by it, too."""
OVER_ENGINE, TWO_OVER_ONE, HOT_OVER_FILE = 0.40, 1.8, 0.8
"""What is asked for, in requests a second."""
_FILES = """
import sys, uvicorn
from starlette.applications import Starlette
from starlette.staticfiles import StaticFiles
from starlette.routing import Mount
app = Starlette(routes=[Mount("/", StaticFiles(directory=sys.argv[1]))])
uvicorn.run(app, port=int(sys.argv[2]), http="h11", log_config=None, access_log=False)
"""


def starter(folder: str) -> None:
    """A store of the atlas that ships."""
    from api.settings import Settings
    from api.tasks.intake import load_paths
    from graph.opening import open_store
    from loaders import starter_folder

    store = open_store(folder)
    load_paths(store, [Path(starter_folder())], Settings(store=folder))
    store.flush()
    store.close()


@contextmanager
def running(*command: str, cores: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
    """A server, `{port}` in its command, on some of the cores or on all: its port and its process."""
    port, every = free_port(), os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores or every)  # who starts a process hands its cores on
    server = subprocess.Popen([part.replace("{port}", str(port)) for part in command], stderr=subprocess.DEVNULL)
    os.sched_setaffinity(0, every)
    try:
        wait_for(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(30)


def card_query(folder: str) -> str:
    """The address at which the Oxigraph server answers the card's query."""
    import queries
    from graph.opening import open_store
    from graph.store import RESOLVED
    from queries.binding import bind

    store = open_store(folder, read_only=True)
    text = bind(queries.saved("concept-card"), {"concept": CONCEPT}, store)
    store.close()
    return f"/query?{urlencode({'query': text, 'default-graph-uri': RESOLVED})}"


class _Turns:
    """Requests a second and processor milliseconds a request of several servers that take turns."""

    def __init__(self, seconds: int, connections: int) -> None:
        self._seconds, self._connections = seconds, connections
        self.a_second: dict[str, list[float]] = {}
        self.processor: dict[str, list[float]] = {}

    def ask(self, name: str, port: int, process: int, head: str) -> None:
        """One turn of one server."""
        before = processor_seconds(process)
        figures = _wrk.asked(port, self._seconds, self._connections, head)
        spent = processor_seconds(process) - before
        if figures.failed:
            raise RuntimeError(f"{name}: {figures.failed} of {figures.answers} requests failed")
        self.a_second.setdefault(name, []).append(figures.a_second)
        self.processor.setdefault(name, []).append(1000 * spent / figures.answers)

    def over(self, one: str, other: str) -> float:
        """How many times as many requests a second: the median of the turns, in each of which both ran side by side in time."""
        return median(a / b for a, b in zip(self.a_second[one], self.a_second[other], strict=True))


def run(seconds: int = 3, turns: int = 5, connections: int = 8) -> dict[str, float | bool | str]:
    """Ratios of requests a second, and processor milliseconds a request of each server."""
    taken = _Turns(seconds, connections)
    with tempfile.TemporaryDirectory(prefix="govgraph-bench-") as folder:
        stores = {name: f"{folder}/{name}" for name in ("one", "held", "two", "engine")}
        for place in stores.values():
            starter(place)
        Path(folder, "files").mkdir()
        serve, core = [GOVGRAPH, "serve", "--port", "{port}", "--store"], {min(os.sched_getaffinity(0))}
        engine = [OXIGRAPH, "serve-read-only", "--location", stores["engine"], "--bind", "127.0.0.1:{port}"]
        query = card_query(stores["engine"])
        with (
            running(*serve, stores["one"]) as one,
            running(*serve, stores["held"], cores=core) as held,
            running(*serve, stores["two"], "--workers", "2") as two,
            running(*engine) as oxigraph,
            running(sys.executable, "-c", _FILES, f"{folder}/files", "{port}") as files,
        ):
            Path(folder, "files", "card.json").write_bytes(_body(one[0], PAGE))
            for server in (one, held, two):
                _wrk.asked(server[0], 1, connections, get(CARD, FRESH))  # workers start at their first questions
            for _ in range(turns):
                taken.ask("engine", *oxigraph, get(query, "application/sparql-results+json"))
                taken.ask("one", *one, get(CARD, FRESH))
                taken.ask("one_held_on_a_core", *held, get(CARD, FRESH))
                taken.ask("two", *two, get(CARD, FRESH))
                taken.ask("page", *one, get(PAGE, FRESH))
                taken.ask("file", *files, get("/card.json"))
                taken.ask("hot", *one, get(PAGE))
    return _figures(taken)


def _figures(taken: _Turns) -> dict[str, float | bool | str]:
    ratios = {
        "card_over_engine": (taken.over("one", "engine"), OVER_ENGINE),
        "two_over_one_a_core": (taken.over("two", "one_held_on_a_core"), TWO_OVER_ONE),
        "hot_over_file": (taken.over("hot", "file"), HOT_OVER_FILE),
    }
    return {
        "asked_by": "wrk" if _wrk.WRK else "python",
        **{f"{name}_a_second": round(median(found)) for name, found in taken.a_second.items()},
        **{f"{name}_processor_ms": round(min(found), 3) for name, found in taken.processor.items()},
        **{name: round(found, 2) for name, (found, _) in ratios.items()},
        "two_over_one": round(taken.over("two", "one"), 2),
        "holds": all(found >= wanted for found, wanted in ratios.values()),
    }


def _body(port: int, path: str) -> bytes:
    from urllib.request import urlopen

    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        body: bytes = answer.read()
    return body
