"""A real browser opens the concept page, a foreign page with the card in it, one query and the IDE; pictures lie in `.pictures/`."""

from __future__ import annotations

import http.server
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from browsing import serving
from engines import free_port
from playwright.sync_api import expect
from shared import ROOT
from small import DEFINITION, FOR, small_atlas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PICTURES = ROOT / ".pictures"
FOREIGN = """<!doctype html><title>A foreign page</title>
<style>*{{color:red!important;font-size:40px!important;display:inline!important;letter-spacing:.4em!important;text-transform:uppercase!important;direction:rtl!important}}
article,h2,a{{background:lime!important}}</style>
<p>Somebody else's page, with a style sheet of its own.</p>
<concept-card{attributes} src="{host}cards/shared-counters"><a href="{host}id/concept/shared-counters">Shared counters</a></concept-card>
<script type="module" src="{host}embed.js"></script>"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = small_atlas(tmp_path_factory.mktemp("browser") / "store")
    with serving(store) as address:
        yield f"{address}/"
    store.close()


@contextmanager
def watched(browser: Browser, server: str, **options: Any) -> Iterator[Page]:
    """A page that fails the test when it asks another host, or its console reports an error."""
    page = browser.new_page(viewport={"width": 1180, "height": 800}, **options)
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    page.close()
    allowed = (server, "data:", "blob:", "http://127.0.0.1:")
    assert not [url for url in asked if not url.startswith(allowed)]
    assert not faults


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)


@contextmanager
def foreign_page(host: str, attributes: str = "", policy: str = "") -> Iterator[str]:
    """A web server of somebody else's, with a page that embeds a card, under a content security policy or none."""
    written = FOREIGN.format(host=host, attributes=attributes).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            if self.path == "/":
                self.wfile.write(written)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{web.server_port}/"
        web.shutdown()


def test_the_concept_page(browser: Browser, server: str) -> None:
    with watched(browser, server) as page:
        page.goto(server + "id/concept/shared-counters")
        assert page.locator("h1").inner_text() == "Shared counters"
        assert page.get_by_text(DEFINITION).is_visible()
        assert page.get_by_text(FOR).is_visible()
        picture(page, "concept")
        page.get_by_role("link", name="Counters and queues").click()
        expect(page.locator("h1")).to_have_text("Counters and queues")


def test_the_figures_of_the_scoreboard_are_on_a_phones_screen(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(server + "theories")
    figures = page.locator(".board td a")
    assert figures.count() > 0
    for box in (figures.nth(n).bounding_box() for n in range(figures.count())):
        assert box is not None
        assert box["x"] + box["width"] <= 390
    picture(page, "theories-narrow")
    page.close()


def test_the_concept_page_without_script_and_on_a_phone(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(server + "id/concept/shared-counters")
    assert page.get_by_text(DEFINITION).is_visible()
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= 390
    put = page.get_by_role("link", name="Put it into a class plan").bounding_box()
    assert put is not None
    assert put["y"] < 800, "what one came to do is on the first screen"
    picture(page, "concept-phone")
    context.close()


def test_a_card_in_a_foreign_page(browser: Browser, server: str) -> None:
    with foreign_page(server) as address, watched(browser, server) as page:
        page.goto(address)
        page.wait_for_function("document.querySelector('concept-card').shadowRoot")
        card = page.locator("concept-card")
        assert card.get_by_text(DEFINITION).is_visible()
        colour = page.evaluate("getComputedStyle(document.querySelector('concept-card').shadowRoot.querySelector('p')).color")
        assert colour != "rgb(255, 0, 0)"
        parts = "[...document.querySelector('concept-card').shadowRoot.querySelectorAll('h2,p,.k')]"
        assert max(page.evaluate(f"{parts}.map(e => parseFloat(getComputedStyle(e).fontSize))")) < 20
        assert card_style(page, "p", "letterSpacing") == "normal"
        assert card_style(page, "p", "textTransform") == "none"
        assert card_style(page, "p", "direction") == "ltr"
        picture(page, "card-in-a-foreign-page")


def card_style(page: Page, part: str, name: str) -> str:
    """What the browser makes of a property of a part of the card."""
    told: str = page.evaluate(f"getComputedStyle(document.querySelector('concept-card').shadowRoot.querySelector('{part}')).{name}")
    return told


def test_a_card_in_a_page_whose_policy_allows_no_inline_style(browser: Browser, server: str) -> None:
    host = server.rstrip("/")
    with foreign_page(server, policy=f"default-src 'none'; script-src {host}; connect-src {host}") as address:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_function("document.querySelector('concept-card').shadowRoot")
        assert page.locator("concept-card").get_by_text(DEFINITION).is_visible()
        assert card_style(page, "article", "borderLeftWidth") == "4px"
        picture(page, "card-under-a-policy")
        page.close()


@pytest.mark.parametrize(("readers", "attributes", "ground"), [
    ("dark", "", "rgb(26, 32, 41)"), ("light", "", "rgb(255, 255, 255)"),
    ("dark", ' scheme="light"', "rgb(255, 255, 255)"), ("light", ' scheme="dark"', "rgb(26, 32, 41)"),
])  # fmt: skip
def test_a_card_is_light_or_dark_as_its_reader_or_its_page_says(
    browser: Browser, server: str, readers: Any, attributes: str, ground: str
) -> None:
    with foreign_page(server, attributes) as address, watched(browser, server, color_scheme=readers) as page:
        page.goto(address)
        page.wait_for_function("document.querySelector('concept-card').shadowRoot")
        assert card_style(page, "article", "backgroundColor") == ground


def test_a_card_shows_what_its_address_says_last(browser: Browser, server: str) -> None:
    """As frameworks change it: the answer that comes late is of a concept that the page has left."""
    with foreign_page(server) as address:
        page = browser.new_page()
        page.goto(address)
        card = page.locator("concept-card")
        expect(card.get_by_text(DEFINITION)).to_be_visible()
        late: list[Any] = []
        page.route("**/cards/one-stop-shop.json", lambda route: late.append(route))  # noqa: PLW0108 - the function is marked
        put = f"(end) => document.querySelector('concept-card').setAttribute('src', '{server}cards/' + end)"
        page.evaluate(put, "one-stop-shop")
        page.evaluate(put, "case/nowhere")
        expect(page.get_by_role("link", name="Shared counters")).to_have_attribute("href", f"{server}id/concept/shared-counters")
        expect(card.get_by_text(DEFINITION)).to_have_count(0)
        page.evaluate(put, "shared-counters")
        expect(card.get_by_text(DEFINITION)).to_be_visible()
        late[0].fulfill(json={"label": "Too late", "url": server, "definition": "What was asked before."})
        page.evaluate("fetch(document.querySelector('concept-card').getAttribute('src')+'.json').then(answer => answer.text())")
        expect(card.get_by_text(DEFINITION)).to_be_visible()
        expect(card.get_by_text("Too late")).to_have_count(0)
        page.close()


def test_the_card_keeps_its_link_when_the_server_is_away(browser: Browser) -> None:
    away = f"http://127.0.0.1:{free_port()}/"
    with foreign_page(away) as address:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_timeout(300)
        expect(page.get_by_role("link", name="Shared counters")).to_be_visible()
        page.close()


def test_the_script_free_card(browser: Browser, server: str) -> None:
    with watched(browser, server) as page:
        page.goto(server + "cards/shared-counters")
        assert page.get_by_text(DEFINITION).is_visible()
        picture(page, "card")


def test_one_query(browser: Browser, server: str) -> None:
    with watched(browser, server) as page:
        page.goto(server + "queries/cases-supporting-theory")
        page.get_by_label("theory").fill("shared-counters")
        page.get_by_label("jurisdiction").select_option("CA")
        page.get_by_role("button", name="Ask").click()
        page.get_by_role("cell", name="Northmark").first.wait_for()
        picture(page, "query")


def test_the_front_page_and_search(browser: Browser, server: str) -> None:
    with watched(browser, server) as page:
        page.goto(server)
        picture(page, "home")
        page.get_by_label("Search the graph").fill("sh")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Shared counters").first.click()
        expect(page.locator("h1")).to_have_text("Shared counters")


def test_a_key_goes_to_the_search_from_anywhere(browser: Browser, server: str) -> None:
    with watched(browser, server) as page:
        page.goto(f"{server}concepts")
        page.keyboard.press("Control+k")
        page.keyboard.type("sh")
        page.locator("#found li").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/concept/shared-counters")


def test_the_ide_is_served_from_here(browser: Browser, server: str) -> None:
    with watched(browser, server) as page:
        page.goto(server + "graphql")
        page.wait_for_selector(".graphiql-container", timeout=20_000)
        picture(page, "graphql")


def test_two_keystrokes_find_a_concept(server: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(server)
    field = page.get_by_role("combobox", name="Search the graph")
    field.press_sequentially("sh", delay=20)
    page.wait_for_selector("#found li")
    first = page.locator("#found li").first
    expect(first).to_contain_text("Shared counters")
    page.screenshot(path=PICTURES / "two-keystrokes.png")
    field.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    page.wait_for_url("**/id/concept/shared-counters")
    expect(page.get_by_text(DEFINITION)).to_be_visible()
    page.close()


def test_the_keyboard_alone_skips_to_the_content(browser: Browser, server: str) -> None:
    with watched(browser, server) as page:
        page.goto(f"{server}concepts")
        assert page.locator("nav [aria-current=page]").inner_text() == "Concepts"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_on_paper_a_plan_is_what_it_teaches(browser: Browser, server: str) -> None:
    with watched(browser, server) as page:
        page.goto(f"{server}plan?week=Week 1&c=shared-counters&c=shared-counters")
        page.emulate_media(media="print")
        assert page.get_by_text(DEFINITION).first.is_visible()
        left = page.locator("nav, form, .moves, a.skip, [aria-label^=remove], [href^='/plan.md']")
        assert left.count() > 4
        assert not [one for one in left.all() if one.is_visible()]


def test_a_browser_that_keeps_nothing_still_plans(browser: Browser, server: str) -> None:
    with watched(browser, server) as page:
        page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})")
        page.goto(f"{server}id/concept/shared-counters")
        page.click("[data-put]")
        expect(page.locator(".planned")).to_have_count(1)


@pytest.mark.parametrize("width", [240, 320, 520])
def test_the_frame_that_oembed_gives_holds_the_whole_card(browser: Browser, server: str, width: int) -> None:
    with watched(browser, server) as page:
        said = page.request.get(f"{server}oembed?url={server}cards/shared-counters&maxwidth={width}").json()
        page.set_viewport_size({"width": said["width"], "height": 10})
        page.goto(f"{server}cards/shared-counters")
        needed = page.evaluate("document.documentElement.scrollHeight")
    assert said["width"] == width
    assert needed <= said["height"] <= needed + 120
