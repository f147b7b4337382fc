"""Under a path of another site: every address that the server tells is under it, whether the proxy takes it off or passes it on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from browsing import serving
from click.testing import CliRunner
from crawling import crawl
from playwright.sync_api import expect
from proxying import proxied
from small import small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.cli import govgraph
from api.links import prefix_of
from api.settings import Settings
from graph.errors import UsageError
from graph.store import BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx2 import Response
    from playwright.sync_api import Browser, Page

    from graph.store import Store

PREFIX = "/atlas/of-ours"
HOST = "http://testserver"
CONCEPT = "id/concept/shared-counters"
BROWSER = {"accept": "text/html,*/*;q=0.8"}
OUTSIDE = re.compile(rf"{HOST}(?!{PREFIX}\b)[^\s\"<>]*")
PROGRAMS = (
    "openapi.json",
    "reconcile",
    "queries",
    "sparql",
    ".well-known/void",
    ".well-known/sparql-examples",
    f"oembed?url={HOST}{PREFIX}/{CONCEPT}",
    f"oembed?url={HOST}{PREFIX}/{CONCEPT}&format=xml",
    *(f"cards/shared-counters.{suffix}" for suffix in ("json", "jsonld", "md", "txt")),
    "plan.md?c=shared-counters",
    "queries/all-claims.csv?limit=1",
    "queries/all-claims.csv-metadata.json",
)
"""What tells addresses of this server in another way than as a page."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = small_atlas(tmp_path_factory.mktemp("prefix") / "store")
    yield made
    made.close()


@pytest.fixture(params=["taken off", "passed on"])
def get(store: Store, request: pytest.FixtureRequest) -> Iterator[Callable[..., Response]]:
    """Ask for an address under the prefix, as a proxy of this kind hands it on."""
    with TestClient(application(Settings(prefix=f"{PREFIX}/"), store), follow_redirects=False) as client:

        def ask(address: str, **headers: str) -> Response:
            asked = address.removeprefix(f"{HOST}{PREFIX}") or "/" if request.param == "taken off" else address
            answer: Response = client.get(asked, headers=headers or BROWSER)
            answer.request.url = type(answer.request.url)(address)  # what its addresses are relative to
            return answer

        yield ask


def test_no_link_leads_out_or_nowhere(get: Callable[..., Response]) -> None:
    """From the front page on; of the plans, which lead to one another without end, only the first are opened."""
    reached = set()
    for asked, answer, told in crawl(get, f"{HOST}{PREFIX}/", lambda one: urlsplit(one).path != f"{PREFIX}/plan"):
        path = urlsplit(asked).path
        assert answer.status_code == (403 if path == f"{PREFIX}/review" else 200), asked
        assert not [one for one in told if not urlsplit(one).path.startswith(f"{PREFIX}/")], asked
        assert not OUTSIDE.findall(answer.text), asked
        reached.add(path.removeprefix(PREFIX).split("/")[1])
    pages = {"concepts", "cases", "works", "courses", "theories", "queries", "sparql", "graphql", "search", "review", "versions", "plan"}
    assert reached >= pages | {"", "id", "cards", "assets", "ns", "oembed", "explain", ".well-known"}


@pytest.mark.parametrize("path", PROGRAMS)
def test_what_programs_are_told_is_under_it(get: Callable[..., Response], path: str) -> None:
    answer = get(f"{HOST}{PREFIX}/{path}", accept="application/json, */*;q=0.1")
    assert answer.status_code == 200
    told = answer.text + answer.headers.get("link", "")
    assert f"{HOST}{PREFIX}/" in told
    assert not OUTSIDE.findall(told)


def test_things_are_found_at_their_address_and_keep_their_iri(get: Callable[..., Response]) -> None:
    thing = get(f"{HOST}{PREFIX}/{CONCEPT}.json").json()
    assert thing["id"] == BASE + CONCEPT
    found = get(f"{HOST}{PREFIX}/search.json?q=shared").json()[0]
    assert (found["id"], found["path"]) == (BASE + CONCEPT, f"{PREFIX}/{CONCEPT}")
    assert f"<{PREFIX}/{CONCEPT}.ttl>" in get(f"{HOST}{PREFIX}/{CONCEPT}").headers["link"]
    assert get(f"{HOST}{PREFIX}/oembed?url={HOST}/{CONCEPT}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("", "/"),
        ("/concepts/", "/concepts"),
        ("/id/work/10.5555/COUNTERS.ttl", "/id/work/10.5555%2Fcounters.ttl"),
        ("/reconcile/preview?id=concept/shared-counters", "/cards/concept/shared-counters"),
    ],
)
def test_who_is_led_elsewhere_stays_under_it(store: Store, asked: str, led: str) -> None:
    with TestClient(application(Settings(prefix=PREFIX), store), follow_redirects=False) as client:
        assert client.get(PREFIX + asked).headers["location"].removeprefix(HOST) == PREFIX + led


def test_a_fault_is_told_on_a_page_whose_links_hold(get: Callable[..., Response]) -> None:
    lost = get(f"{HOST}{PREFIX}/nothing/here")
    assert lost.status_code == 404
    assert f'action="{PREFIX}/search"' in lost.text


@pytest.mark.parametrize(("given", "meant"), [("", ""), ("/", ""), ("/atlas", "/atlas"), ("/a/b-c.d/", "/a/b-c.d")])
def test_a_prefix_as_people_write_it(given: str, meant: str) -> None:
    assert prefix_of(given) == meant


@pytest.mark.parametrize("given", ["atlas", "/a b", "/a//b", "/../x", "/a?b", "//host", "/ä", "https://host/atlas"])
def test_what_is_no_path_is_refused(given: str) -> None:
    with pytest.raises(UsageError, match="begins with a slash"):
        prefix_of(given)


@pytest.mark.parametrize("given", ["/concepts", "/id/atlas"])
def test_a_path_of_our_own_is_no_prefix(given: str) -> None:
    with pytest.raises(UsageError, match="choose another"):
        application(Settings(prefix=given))


def test_the_option_is_the_setting(tmp_path: Path) -> None:
    refused = CliRunner().invoke(govgraph, ["serve", "--prefix", "atlas", "--port", "0", "--store", f"{tmp_path}/store"])
    assert isinstance(refused.exception, UsageError)
    assert "'prefix'" in str(refused.exception)


@pytest.mark.browser
@pytest.mark.parametrize("strips", [True, False], ids=["taken off", "passed on"])
def test_in_a_browser_behind_a_proxy(browser: Browser, tmp_path: Path, strips: bool) -> None:
    """What scripts ask for, and what forms and cookies lead to."""
    made = small_atlas(tmp_path / "store")
    answers: list[tuple[str, int]] = []
    with (
        serving(made, prefix=PREFIX, reviewing="let the readers in") as server,
        proxied(server, PREFIX, strips=strips) as outside,
        browser.new_page() as page,
    ):
        page.on("response", lambda answer: answers.append((answer.url, answer.status)))
        _find_by_two_letters(page, f"{outside}{PREFIX}")
        _plan_with_it(page)
        _run_a_query(page, f"{outside}{PREFIX}/sparql")
        _ask_in_the_ide(page, f"{outside}{PREFIX}/graphql")
        _review(page, f"{outside}{PREFIX}/review")
    made.close()
    assert not [url for url, _ in answers if not url.startswith((f"{outside}{PREFIX}", "data:", "blob:"))]
    assert {(urlsplit(url).path, status) for url, status in answers if status >= 400} == {(f"{PREFIX}/review", 401)}, "who enters no token"


def _find_by_two_letters(page: Page, front: str) -> None:
    page.goto(front)
    page.get_by_role("combobox", name="Search the graph").press_sequentially("sh", delay=20)
    page.locator("#found a", has_text="Shared counters").click()
    page.wait_for_url(f"{front}/{CONCEPT}")


def _plan_with_it(page: Page) -> None:
    page.click("[data-put]")
    page.get_by_label("Concept to add to Week 1").press_sequentially("separ", delay=20)
    page.locator("datalist option[value='separate-offices']").first.wait_for(state="attached")
    page.get_by_label("Concept to add to Week 1").fill("separate-offices")
    page.get_by_role("button", name="Add to Week 1").click()
    first, second = page.locator(".planned h3").all()
    page.set_viewport_size({"width": 1280, "height": 1600})  # both on the screen: it does not scroll while it drags
    page.drag_and_drop(".planned >> nth=1", ".planned >> nth=0", source_position={"x": 5, "y": 5}, target_position={"x": 5, "y": 5})
    page.wait_for_url("**c=separate-offices&c=shared-counters#at-1")
    assert [first.inner_text()[:8], second.inner_text()[:6]] == ["Separate", "Shared"]
    first.get_by_role("link", name="Separate offices").first.click()
    page.click("[data-put]")
    expect(page.locator(".planned")).to_have_count(3)


def _run_a_query(page: Page, editor: str) -> None:
    page.goto(editor)
    page.get_by_label("Query Ctrl").fill("SELECT ?c { ?c <http://www.w3.org/2004/02/skos/core#prefLabel> 'Shared counters'@en }")
    page.get_by_role("button", name="Run").click()
    page.locator("#result a").click()
    expect(page.locator("h1")).to_have_text("Shared counters")


def _ask_in_the_ide(page: Page, ide: str) -> None:
    page.goto(ide)
    page.wait_for_selector(".graphiql-container", timeout=20_000)
    with page.expect_response(lambda answer: answer.request.method == "POST") as asked:
        page.get_by_role("button", name="Execute query").click()
    assert "errors" not in asked.value.json()


def _review(page: Page, pages: str) -> None:
    page.goto(pages)
    page.get_by_label("Token").fill("let the readers in")
    page.get_by_role("button", name="Enter").click()
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url(f"{pages}?*did=accept*")
    assert page.get_by_role("status").inner_text().startswith("Accepted")
