"""A question asked in the browser's own page, which reaches no other host."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import pytest
import uvicorn
from asked import filled
from engines import opened

from api.app import application
from api.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with opened("memory", tmp_path_factory.mktemp("ide")) as store, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        running = uvicorn.Server(uvicorn.Config(application(Settings(), filled(store)), log_level="warning"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [probe]}, daemon=True)
        thread.start()
        while not running.started:
            thread.join(0.05)
        yield f"http://127.0.0.1:{probe.getsockname()[1]}"
        running.should_exit = True
        thread.join(10)


def test_a_question_is_completed_checked_and_answered(address: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(QUIET))
        asked: list[str] = []
        faults: list[str] = []

        def opened_page(path: str) -> Page:
            page = browser.new_page(viewport={"width": 1180, "height": 800})  # with a memory of its own: the IDE keeps what was typed
            page.on("request", lambda request: asked.append(request.url))
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
            page.goto(f"{address}/graphql{path}")
            page.wait_for_selector(".graphiql-editor .view-line", timeout=30_000)
            return page

        wrong = opened_page("?query=%7B%20claims%20%7B%20totalCount%20nonsense%20%7D%20%7D")
        wrong.wait_for_selector(".squiggly-error", timeout=30_000)  # the worker knows the schema and marks the unknown field
        right = opened_page("?query=%7B%20claims%20%7B%20totalCount%20%7D%20%7D")
        right.click("button.graphiql-execute-button")
        right.locator(".result-window").get_by_text("totalCount").first.wait_for(timeout=30_000)
        browser.close()
    assert faults == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
