"""A real browser reviews by keys, by buttons and without JavaScript, and looks at the pages of theories and of cases side by side."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from browsing import serving
from playwright.sync_api import expect
from shared import ROOT
from small import small_atlas

from graph.decisions.judging import Word, say, words_said
from graph.decisions.queue import Queue
from graph.decisions.review import waiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from graph.store import Store

pytestmark = pytest.mark.browser
PICTURES = ROOT / ".pictures"
CONTRAST = """() => {
  const number = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = number(getComputedStyle(node).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), weak = [];
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || node.closest("button.default,datalist,script,details:not([open])") || !node.checkVisibility()) continue;
    const [a, b] = [light(number(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) weak.push(`${node.tagName} ${text.slice(0, 40)} ${(a + 0.05) / (b + 0.05)}`);
  }
  return weak;
}"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Store]]:
    store = small_atlas(tmp_path / "store")
    with serving(store) as address:
        yield address, store
    store.close()


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that nobody writes to; two readers judged one claim, and differed."""
    store = small_atlas(tmp_path_factory.mktemp("still") / "store")
    claim = waiting(store, Queue())[0]
    say(store, [Word(claim, "reject", "background, not what the study finds", "Eva Lind"), Word(claim, "accept", "", "Ben Okafor")])
    with serving(store) as address:
        yield address
    store.close()


@contextmanager
def watched(browser: Browser, host: str, **options: Any) -> Iterator[Page]:
    """A page that fails the test when it asks another host, or its console reports an error."""
    page = browser.new_page(**{"viewport": {"width": 1180, "height": 800}, **options})
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    assert not [url for url in asked if not url.startswith((host, "data:"))]
    assert not faults


def left(page: Page) -> str:
    found = re.search(r"\d+ of (\d+) that wait|Nothing waits", page.inner_text("main"))
    assert found is not None
    return found[1] or "0"


def test_a_reader_works_with_keys_alone(browser: Browser, served: tuple[str, Store]) -> None:
    host, store = served
    with watched(browser, host) as page:
        page.goto(f"{host}/review?reader=Eva")
        assert left(page) == "3"
        page.keyboard.press("s")
        page.wait_for_url("**at=1*")
        page.keyboard.press("b")
        page.wait_for_url(lambda url: "at=" not in url)
        page.keyboard.press("a")
        page.wait_for_url("**did=accept*")
        assert left(page) == "2"
        page.keyboard.press("r")
        page.keyboard.type("ar, only background")
        page.keyboard.press("Enter")
        page.wait_for_url("**did=reject*")
        assert left(page) == "1"
        page.keyboard.press("c")
        page.keyboard.type("qual")
        page.keyboard.press("Enter")
        page.keyboard.type("only in part")
        page.keyboard.press("Enter")
        page.wait_for_url("**did=change*")
        assert left(page) == "0"
        page.get_by_role("button", name="Undo").click()
        page.wait_for_url("**did=undo*")
        assert left(page) == "1"
    assert sorted((word.verdict, word.reason) for word in words_said(store)) == [("accept", ""), ("reject", "ar, only background")]


def test_keys_do_nothing_while_a_reader_types_and_enter_never_accepts(browser: Browser, served: tuple[str, Store]) -> None:
    host, store = served
    with watched(browser, host) as page:
        page.goto(f"{host}/review")
        page.get_by_label("Your name").press_sequentially("a r c s b")
        page.get_by_label("Why").press("Enter")
        page.keyboard.press("Control+a")
        page.get_by_label("Why").press("Escape")
        assert page.url == f"{host}/review"
    assert words_said(store) == []


def test_skip_and_undo_can_be_seen_and_undone_by_key(browser: Browser, served: tuple[str, Store]) -> None:
    host, store = served
    with watched(browser, host) as page:
        page.goto(f"{host}/review?reader=Eva")
        skip = page.get_by_role("link", name="Skip", exact=True).bounding_box()
        assert skip is not None
        assert skip["x"] >= 0
        page.keyboard.press("a")
        page.wait_for_url("**did=accept*")
        assert page.title().startswith("Accepted · 1 of 2")
        page.keyboard.press("u")
        page.wait_for_url("**did=undo*")
        assert left(page) == "3"
    assert words_said(store) == []


def test_after_a_fault_a_reader_goes_on_where_it_is(browser: Browser, served: tuple[str, Store]) -> None:
    host, store = served
    page = browser.new_page()
    page.goto(f"{host}/review?reader=Eva")
    page.keyboard.press("c")
    page.keyboard.press("Tab")
    page.keyboard.type("seperate offices")
    page.keyboard.press("Enter")
    page.keyboard.type("it speaks of offices")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("did you mean separate-offices?")
    expect(page.locator("[name=new_theory]")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("separate-offices")
    page.keyboard.press("Enter")
    page.wait_for_url("**did=change*")
    page.close()
    assert [word.reason for word in words_said(store)] == ["it speaks of offices"]


def test_it_works_without_javascript(browser: Browser, served: tuple[str, Store]) -> None:
    host, store = served
    with watched(browser, host, java_script_enabled=False) as page:
        page.goto(f"{host}/review")
        page.get_by_label("Your name").fill("Ben")
        page.get_by_role("button", name="Accept").click()
        page.wait_for_url("**did=accept*")
        assert left(page) == "2"
        page.get_by_label("Why").fill("only background")
        page.get_by_role("button", name="Reject").click()
        page.wait_for_url("**did=reject*")
        assert left(page) == "1"
        page.get_by_text("Narrow and order").click()
        page.get_by_label("Place").fill("DK")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**jurisdiction=DK*")
    assert sorted(word.verdict for word in words_said(store)) == ["accept", "reject"]


def test_enter_in_a_field_without_javascript_asks_what_is_meant(browser: Browser, served: tuple[str, Store]) -> None:
    host, store = served
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{host}/review?reader=Ben")
    page.get_by_label("Why").press("Enter")
    expect(page.locator("main")).to_contain_text("Choose: accept, change or reject")
    page.close()
    assert words_said(store) == []


PAGES = {
    "review": "/review",
    "decided": "/review/decided",
    "agreement": "/review/agreement",
    "theories": "/theories",
    "evidence": "/theories/shared-counters/evidence",
    "narrowed": "/theories/shared-counters/evidence?stance=challenges",
    "compare": "/cases/compare?case=Northmark&case=Southmark",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1180), ("dark", 375)])
def test_pages_can_be_read_on_every_screen(browser: Browser, still: str, name: str, scheme: Any, width: int) -> None:
    with watched(browser, still, viewport={"width": width, "height": 740}, color_scheme=scheme) as page:
        page.goto(still + PAGES[name])
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=str(PICTURES / f"{name}-{scheme}.png"), full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CONTRAST) == []


def test_every_number_opens_its_sentences(browser: Browser, still: str) -> None:
    with watched(browser, still) as page:
        page.goto(f"{still}/theories/shared-counters/evidence")
        links = page.eval_on_selector_all("td.number a", "all => all.map(a => [a.href, Number(a.innerText)])")
        assert len(links) >= 8
        for href, number in links:
            page.goto(href)
            claims = page.eval_on_selector_all("#sentences li .meta a[href*='/id/claim/']", "all => new Set(all.map(a => a.href)).size")
            assert claims == number, href
