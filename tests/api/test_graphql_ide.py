"""A question asked in the browser's own page, which reaches no other host."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asked import filled
from browsing import serving
from engines import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with opened("memory", tmp_path_factory.mktemp("ide")) as store, serving(filled(store)) as made:
        yield made


def test_a_question_is_completed_checked_and_answered(address: str, browser: Browser) -> None:
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
    assert faults == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
