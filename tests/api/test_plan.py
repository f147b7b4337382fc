"""Courses as outlines and class plans: over HTTP, and dragged in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from browsing import serving
from hypothesis import given
from hypothesis import strategies as st
from small import DEFINITION, FOR, concepts, small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from graph.loading import load_many
from graph.opening import open_store
from graph.record import Contributor, Course, Mention, Span, Subject, Topic, Venue, Work
from graph.sources.capture import capture_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from graph.store import Store

PLAN = [("title", "Counters, autumn"), ("week", "Week 1"), ("c", "shared-counters"), ("week", "Week 2"), ("c", "separate-offices")]


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = small_atlas(tmp_path_factory.mktemp("plan") / "store")
    yield made
    made.close()


@pytest.fixture(scope="module")
def client(atlas: Store) -> Iterator[TestClient]:
    with TestClient(application(Settings(), atlas), follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def readings() -> Iterator[TestClient]:
    """A concept with readings of which the graph knows much, something else, and nothing."""
    four = [Contributor(family, "A") for family in ("One", "Two", "Three", "Four")]
    told = [
        Work("article", title="Shared counters revisited", authors=[Contributor("Counter", "Ada"), Contributor("Desk", "Bo")], year=2011,
             doi="10.9999/c1", venue=Venue("Journal of Counters"), volume="4", issue="2", pages="1–19"),
        Work("chapter", title="Four on counters", authors=four, year=2009, pages="3–9", part_of=Work("book", title="A book of counters")),
        Work(title="Nobody knows more of shared counters"),
    ]  # fmt: skip
    source = capture_of(b"Readings of ours on shared counters", "readings.txt")
    named = [Mention(work, concepts()[0], Span(20, 35, "shared counters")) for work in told]
    store = open_store("")
    load_many(store, [(source, [concepts()[0], *told, *named])])
    with TestClient(application(Settings(), store), follow_redirects=False) as made:
        yield made
    store.close()


def steps_of(address: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(address).query)


def test_a_course_is_shown_as_its_outline(client: TestClient) -> None:
    assert "Counters 101" in client.get("/courses").text
    page = client.get("/id/course/counters-101", headers={"accept": "text/html"}).text
    for told in ("Counters and queues", "Shared counters", "/plan?week=Counters+and+queues&amp;c=shared-counters"):
        assert told in page


def test_concepts_that_a_course_teaches_apart_from_its_topics_are_shown_on_both_pages() -> None:
    counters, offices = concepts()
    subject = Subject("Delivery", "delivery")
    counters.in_topics = [Topic("Counters and queues", "counters-and-queues", subject=subject)]
    both = Course("Counters 101", "counters-101", subjects=[subject], concepts=[counters, offices])
    alone = Course("Offices 1", "offices-1", concepts=[offices])
    store = open_store("")
    load_many(store, [(capture_of(b"Courses of ours", "courses.md"), [counters, offices, both, alone])])
    with TestClient(application(Settings(), store)) as client:

        def page(thing: str) -> str:
            return client.get(f"/id/{thing}", headers={"accept": "text/html"}).text

        assert page("course/counters-101").count(">Shared counters</a>") == 1
        for course, week in (("counters-101", "Counters+101"), ("offices-1", "Offices+1")):
            assert ">Separate offices</a>" in page(f"course/{course}")
            assert f"/plan?week={week}&amp;c=separate-offices" in page(f"course/{course}")
            assert "No source in the graph says" not in page(f"course/{course}")
            assert f"/id/course/{course}" in page("concept/separate-offices")
        assert "No course or topic holds it" not in page("concept/separate-offices")
        assert page("concept/shared-counters").count("/id/course/counters-101") == 1
    store.close()


def test_a_whole_course_is_planned_with_a_week_a_topic(client: TestClient) -> None:
    page = client.get("/id/course/counters-101", headers={"accept": "text/html"}).text
    whole = re.search(r'href="(/plan[^"]*)">Plan the whole course', page)
    assert whole
    assert steps_of(whole[1].replace("&amp;", "&")) == [
        ("title", "Counters 101"),
        ("week", "Counters and queues"),
        ("c", "shared-counters"),
    ]


def test_a_plan_tells_how_many_concepts_it_leaves_out(client: TestClient) -> None:
    page = client.get(f"/plan?{urlencode([('c', f'concept-{n}') for n in range(63)])}").text
    assert "A plan holds 60 concepts: the last 3 are left out." in page
    assert "left out" not in client.get(f"/plan?{urlencode(PLAN)}").text


def test_a_plan_holds_definition_sentence_and_readings_in_the_order_of_its_address(client: TestClient) -> None:
    page = client.get(f"/plan?{urlencode(PLAN)}").text
    for told in ("Counters, autumn", DEFINITION, FOR, "Northmark"):
        assert told in page
    places = [page.index(heading) for heading in ("<h2>Week 1", ">Shared counters</a>", "<h2>Week 2", ">Separate offices</a>")]
    assert places == sorted(places)


def test_a_plan_as_markdown(client: TestClient) -> None:
    answer = client.get(f"/plan.md?{urlencode(PLAN)}")
    assert answer.headers["content-type"].startswith("text/markdown")
    assert answer.text.startswith("# Counters, autumn\n")
    assert f"\n\n{DEFINITION}" in answer.text
    assert "\n- **supports** Northmark" in answer.text
    assert client.get("/plan.md").status_code == 400


def test_readings_are_named_by_authors_year_and_place_on_the_page_and_in_markdown(readings: TestClient) -> None:
    plan = {"c": "shared-counters"}
    page, markdown = readings.get("/plan", params=plan).text, readings.get("/plan.md", params=plan).text
    assert "Ada Counter and Bo Desk, 2011. Journal of Counters 4(2), 1–19</span>" in page
    assert (
        "- Reading: Shared counters revisited (Ada Counter and Bo Desk, 2011. Journal of Counters 4(2), 1–19) <https://doi.org/10.9999/c1>"
        in markdown
    )
    assert "- Reading: Four on counters (A One et al., 2009. In A book of counters, 3–9) <https://w3id.org/govgraph/id/work/" in markdown
    assert "- Reading: Nobody knows more of shared counters <https://w3id.org" in markdown


@pytest.mark.parametrize(("suffix", "first"), [("ris", "TY  - JOUR"), ("bib", "@article{")])
def test_the_readings_of_a_plan_are_records_for_reference_managers(readings: TestClient, suffix: str, first: str) -> None:
    plan = [("title", "Counters, autumn"), ("c", "shared-counters"), ("week", "Week 2"), ("c", "shared-counters")]
    answer = readings.get(f"/plan.{suffix}?{urlencode(plan)}")
    assert answer.text.startswith(first)
    assert answer.text.count("Shared counters revisited") == 1
    assert f'filename="counters-autumn.{suffix}"' in answer.headers["content-disposition"]
    assert readings.get(f"/plan.{suffix}").status_code == 400


def test_a_plan_goes_on_with_a_week_by_one_link(client: TestClient) -> None:
    page = client.get(f"/plan?{urlencode(PLAN)}").text
    assert f'href="/plan?{urlencode([*PLAN, ("week", "Week 3")]).replace("&", "&amp;")}">Add Week 3</a>' in page


def test_what_is_not_a_concept_is_told(client: TestClient) -> None:
    page = client.get("/plan", params={"c": "no such thing <b>"}).text
    assert "holds no such concept" in page
    assert "<b>" not in page


def test_a_concept_is_found_by_its_label(client: TestClient) -> None:
    assert DEFINITION in client.get("/plan", params={"c": "Shared counters"}).text


def test_an_empty_plan_says_how_to_begin(client: TestClient) -> None:
    assert "Name a concept to begin" in client.get("/plan").text


@given(st.lists(st.tuples(st.sampled_from(["week", "c", "title", "x"]), st.text(max_size=20)), max_size=150))
def test_any_address_is_a_page(client: TestClient, pairs: list[tuple[str, str]]) -> None:
    answer = client.get(f"/plan?{urlencode(pairs)}")
    assert answer.status_code == 200
    assert answer.text.count('class="planned"') <= 60


@pytest.mark.browser
def test_a_concept_is_dragged_to_another_week_and_put_in_from_its_page(atlas: Store, browser: Browser) -> None:
    with serving(atlas) as host:
        page = browser.new_page(viewport={"width": 1200, "height": 2000})
        page.goto(f"{host}/plan?week=Week+1&c=shared-counters&week=Week+2&c=separate-offices")
        page.drag_and_drop(".planned >> nth=0", ".week >> nth=1", source_position={"x": 5, "y": 5}, target_position={"x": 20, "y": 8})
        page.wait_for_url("**c=separate-offices&c=shared-counters#at-3")
        assert steps_of(page.url) == [("week", "Week 1"), ("week", "Week 2"), ("c", "separate-offices"), ("c", "shared-counters")]
        page.get_by_label("move Shared counters earlier").click()
        page.wait_for_url("**c=shared-counters&c=separate-offices#at-2")
        page.goto(f"{host}/id/concept/shared-counters")
        page.get_by_text("Put it into a class plan").click()
        page.wait_for_url("**/plan?week=**")
        assert steps_of(page.url)[-1] == ("c", "shared-counters")
        page.close()


@pytest.mark.browser
def test_the_weeks_of_a_plan_longer_than_the_screen_come_together_while_one_drags(atlas: Store, browser: Browser) -> None:
    steps = "&".join(f"week=Week+{week}&c=shared-counters" for week in range(1, 6))
    with serving(atlas) as host:
        page = browser.new_page(viewport={"width": 1200, "height": 700})
        page.goto(f"{host}/plan?{steps}&week=Week+6&c=separate-offices")
        page.locator(".planned >> nth=0").hover(position={"x": 5, "y": 5})
        page.mouse.down()
        page.mouse.move(100, 300, steps=3)
        page.wait_for_selector(".plan.dragging")
        place = page.locator(".week >> nth=5").locator("h2").bounding_box()
        assert place is not None
        assert 0 < place["y"] < 700
        page.mouse.move(place["x"] + 5, place["y"] + 5, steps=3)
        page.mouse.up()
        page.wait_for_url("**c=separate-offices&c=shared-counters#at-11")
        assert page.locator("#at-11").evaluate("one => one.getBoundingClientRect().top < innerHeight")
        page.close()
