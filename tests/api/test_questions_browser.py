"""A real browser on the questions' pages and the SPARQL form: charts, names completed, the editor; light and dark, wide and narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import serving
from playwright.sync_api import expect
from small import small_atlas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = small_atlas(tmp_path_factory.mktemp("questions") / "store")
    with serving(store) as address:
        yield f"{address}/"
    store.close()


@pytest.fixture(params=[("light", 1180), ("dark", 375)], ids=["wide and light", "narrow and dark"])
def page(request: pytest.FixtureRequest, browser: Browser, server: str) -> Iterator[Page]:
    """A page that asks no other host and has no faults."""
    scheme, width = request.param
    made = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=server)
    asked: list[str] = []
    faults: list[str] = []
    made.on("request", lambda sent: asked.append(sent.url))
    made.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: faults.append(str(error)))
    yield made
    assert made.evaluate("document.documentElement.scrollWidth <= innerWidth")
    made.close()
    assert not [url for url in asked if not url.startswith((server, "data:"))]
    assert not faults


def test_a_chart_fits_and_stands_out(page: Page) -> None:
    page.goto("/queries/theory-evidence-balance")
    chart = page.get_by_role("img", name="How many cases and works")
    assert chart.is_visible()
    width = page.evaluate("innerWidth")
    for box in page.locator("figure.chart rect, figure.chart text").all():
        place = box.bounding_box()
        assert place is not None
        assert place["x"] + place["width"] <= width
    ink, paper = page.evaluate("(() => { const s = getComputedStyle(document.documentElement); return [s.color, s.backgroundColor] })()")
    assert page.locator("figure.chart text").first.evaluate("node => getComputedStyle(node).fill") == ink != paper
    assert page.locator("table").first.is_visible()


def test_names_are_completed(page: Page) -> None:
    page.goto("/queries/cases-challenging-theory")
    field = page.locator("input[name=theory]")
    with page.expect_response(lambda answer: "/search.json" in answer.url and answer.ok):
        field.press_sequentially("shraed counters")
    page.locator("datalist option[value='shared-counters']").first.wait_for(state="attached")
    field.fill("shared-counters")
    page.get_by_role("button", name="Ask").click()
    page.locator("#answer").wait_for()


def test_the_editor_runs_in_place(page: Page) -> None:
    page.goto("/sparql")
    page.locator("#query").press("Control+Enter")
    expect(page.locator("#result table td").first).not_to_be_empty()
    expect(page.locator(".editor .keyword").first).to_have_text("PREFIX")
    page.locator("#query").fill("ASK { ?s ?p ?o }")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#result")).to_have_text("Yes")


def test_without_scripts_the_forms_still_ask(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=server)
    page = context.new_page()
    page.goto("/queries/cases-challenging-theory")
    page.locator("input[name=theory]").fill("shared-counters")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**theory=shared-counters*")
    expect(page.locator("#answer")).to_be_visible()
    page.goto("/sparql")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("body")).to_contain_text('"bindings"')
    context.close()
