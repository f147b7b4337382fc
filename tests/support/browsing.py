"""What tests in a real browser share: Chromium without calls of its own, and the program serving a store meanwhile."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from engines import free_port

from api.app import application
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from graph.store import Store

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, open for the tests of one module."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # what a click leads to may take its time on a busy machine
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(QUIET))
        yield opened
        opened.close()


@contextmanager
def serving(store: Store, **settings: Any) -> Iterator[str]:
    """The address of a server over a store, without a slash in the end."""
    port = free_port()
    running = uvicorn.Server(uvicorn.Config(application(Settings(port=port, **settings), store), port=port, log_level="warning"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)
