"""The engines that tests run on: embedded in memory, embedded in a folder, the real Oxigraph server over HTTP, and Virtuoso.

A test that takes the fixture `store` runs on every engine, on Virtuoso only under the mark `engines` (`make engines`);
`remote_server()` starts a server of one's own.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

VIRTUOSO = pytest.param("virtuoso", marks=pytest.mark.engines)
ENGINES = ("memory", "folder", "remote", VIRTUOSO)
VIRTUOSO_DIFFERS = {
    "test_without_a_dataset_every_named_graph_is_at_hand_and_no_other[virtuoso]": "it shows graphs of its own where no dataset is named",
    "test_both_engines_give_the_same_pages[virtuoso-works-cited-by-several]": "its compiler fails on the second page (error SQ156)",
}
"""Tests in which Virtuoso 7.2.5 is known to do otherwise, and why; docs/how-to/another-engine.md tells what follows from it."""
OXIGRAPH = str(Path(sys.executable).with_name("oxigraph"))


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def remote_server(*options: str, folder: str = "", binary: str = OXIGRAPH) -> Iterator[str]:
    """The address of an Oxigraph server that runs for as long as the block; in memory unless a folder is given."""
    port = free_port()
    where = ["--location", folder] if folder else []
    command = [binary, "serve", "--bind", f"127.0.0.1:{port}", *where, *options]
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.kill()
            server.wait()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the Oxigraph server ended at once with {server.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/query?query=ASK%7B%7D", timeout=5):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("the Oxigraph server did not answer within 20 s")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """One server for the whole run (one a worker under xdist); `store` empties it before each test."""
    with remote_server() as address:
        yield address


@pytest.fixture(scope="module")
def virtuoso() -> Iterator[str]:
    """One Virtuoso for a module: the plans that it chooses depend on all that it ever held."""
    from virtuoso import virtuoso_server

    with virtuoso_server() as address:
        yield address


def running(engine: str, request: pytest.FixtureRequest) -> str:
    """The address of a running server of an engine; "" of an embedded one."""
    fixture = {"remote": "server", "virtuoso": "virtuoso"}.get(engine)
    return str(request.getfixturevalue(fixture)) if fixture else ""


@contextmanager
def elsewhere(atlas: Store, folder: Path) -> Iterator[Store]:
    """The statements of a store in Oxigraph's server; the folder keeps captures."""
    with remote_server() as address:
        made = open_store(address, settings={"captures": str(folder)})
        made.load(f"{quad} .\n".encode() for graph in atlas.graphs() for quad in atlas.quads(graph))
        yield made


@contextmanager
def opened(engine: str, folder: Path, address: str = "") -> Iterator[Store]:
    """An empty store of one engine; `folder` is a free one of the test's own, `address` a running server's."""
    if address:
        from virtuoso import settings

        named = settings(address) if engine == "virtuoso" else {}
        store = open_store(address, settings={"captures": str(folder / "captures"), **named})
        for graph in store.graphs():  # DROP ALL does nothing in Virtuoso
            store.clear(graph)
    else:
        store = open_store("" if engine == "memory" else str(folder / "store"))
    try:
        yield store
    finally:
        store.close()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the engine that this run of the test is on."""
    return str(request.param)


@pytest.fixture
def store(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store, once on each engine."""
    with opened(engine, tmp_path, running(engine, request)) as made:
        yield made
