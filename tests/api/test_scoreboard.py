"""Every number of the scoreboard opens the claims that it counts: on the front page, in tables, under every filter, in saved queries."""

from __future__ import annotations

import csv
import html
import io
import re
from itertools import combinations
from typing import TYPE_CHECKING, Literal

import pytest
from browsing import serving
from command import govgraph
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from graph.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from graph.store import Store

pytest_plugins = ["browsing"]
CLAIMS = """\
work_doi,work_title,work_year,work_authors,case,jurisdiction,theory,stance,finding,status
10.5555/a,Counters,2011,"Hill, Ana",Northtown,CA-AB,new-public-management,challenges,Northtown kept its own staff.,STATED
10.5555/a,,,,Northtown,CA-AB,new-public-management,challenges,Northtown closed the market again.,CURATED
10.5555/a,,,,Northtown,CA-AB,new-public-management,qualifies,Northtown needed targets of its own.,STATED
10.5555/b,Desks,2015,"Osei, Kofi",Ottawa,CA,new-public-management,challenges,Ottawa took its desks back.,STATED
10.5555/b,,,,Two towns,CA-QC; NO,new-public-management,supports,Both towns saved by contracts.,STATED
10.5555/c,Queues,,"Lind, Eva",Oslo,NO,new-public-management,supports,Oslo pays by the visit.,CURATED
10.5555/c,,,,,,new-public-management,proposes,Markets may mend queues.,STATED
10.5555/c,,,,Somewhere,,post-npm,extends,Joined desks need joined budgets.,STATED
"""
NPM = "/theories/new-public-management/evidence"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("board")
    (folder / "claims.csv").write_text(CLAIMS)
    done = govgraph("load", str(folder / "claims.csv"), "--store", str(folder / "store"))
    assert done.returncode == 0, done.stdout + done.stderr
    opened = open_store(str(folder / "store"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[TestClient]:
    with TestClient(application(Settings(), store), follow_redirects=False) as made:
        yield made


def page(client: TestClient, address: str) -> str:
    answer = client.get(html.unescape(address).partition("#")[0], headers={"accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


def told(client: TestClient, address: str) -> set[str]:
    """The claims that a page of evidence tells."""
    text = page(client, address)
    assert 'rel="next"' not in text
    return set(re.findall(r"/id/claim/(\w+)", text))


def numbers(text: str) -> list[tuple[str, int]]:
    """(address, number) of every number on a page that opens sentences."""
    found = re.findall(r'<a [^>]*href="((?:/theories/[\w-]+/evidence)?\?[^"]*|/theories/[\w-]+/evidence)"[^>]*>(?:[a-z]+ )?(\d+)</a>', text)
    return [(html.unescape(address), int(number)) for address, number in found]


@pytest.mark.parametrize(
    ("address", "least"),
    [
        ("/", 5),
        ("/theories", 5),
        ("/queries/theory-scoreboard", 6),
        ("/queries/contested-theories", 2),
        (NPM, 20),
        (f"{NPM}?jurisdiction=CA", 10),
    ],
)
def test_every_number_opens_the_claims_that_it_counts(client: TestClient, address: str, least: int) -> None:
    found = numbers(page(client, address))
    assert len(found) >= least
    for opened, number in found:
        assert len(told(client, opened if opened.startswith("/") else f"{NPM}{opened}")) == number, opened


def test_the_numbers_of_works_open_claims_of_as_many_works(client: TestClient) -> None:
    found = numbers(page(client, "/queries/theory-evidence-balance"))
    assert found
    for opened, number in found:
        assert len(set(re.findall(r'/id/work/[^"]+', page(client, opened)))) == number


FILTERS = {
    "stance": ["challenges", "supports", "proposes"],
    "jurisdiction": ["CA", "CA-AB", "CA-QC", "NO"],
    "year": ["2011", "2015", "1999"],
    "status": ["STATED", "CURATED", "EXTRACTED"],
}
PAIRS = [
    {one: a, other: b} for one, other in combinations(FILTERS, 2) for a in FILTERS[one] for b in FILTERS[other]
]  # fmt: skip


@pytest.mark.parametrize("asked", [{}, *PAIRS], ids=lambda asked: "-".join(asked.values()) or "all")
def test_page_csv_and_scoreboard_say_the_same_under_every_filter(client: TestClient, asked: dict[str, str]) -> None:
    shown = told(client, f"{NPM}?{'&'.join(f'{name}={value}' for name, value in asked.items())}")
    table = client.get("/queries/claims-on-concept.csv", params={"concept": "new-public-management"} | asked).text
    assert {row["claim"].rpartition("/")[2] for row in csv.DictReader(io.StringIO(table))} == shown
    rows = client.get("/queries/theory-scoreboard.json", params={"theory": "new-public-management"} | asked).json()["rows"]
    by_stance = {row["stance"]: 0 for row in rows}
    for stance in by_stance:
        opened = told(client, f"{NPM}?{'&'.join(f'{name}={value}' for name, value in (asked | {'stance': stance}).items())}")
        places = [row["jurisdiction"] for row in rows if row["stance"] == stance]
        assert max(row["claims"] for row in rows if row["stance"] == stance) <= len(opened)
        assert sum(row["claims"] for row in rows if row["stance"] == stance) >= len(opened) > 0, places
    assert bool(by_stance) is bool(shown)


def test_a_country_counts_what_lies_within_it(client: TestClient) -> None:
    text = page(client, NPM)
    heads = re.search(r"stance and place.*?<thead>(.*?)</thead>", text, re.DOTALL)
    assert heads
    assert re.findall(r"<th[^>]*>([^<]+)</th>", heads[1]) == ["stance", "Alberta", "Canada", "Norway", "Quebec", "no place", "all"]
    assert len(told(client, f"{NPM}?jurisdiction=CA")) == 5
    assert len(told(client, f"{NPM}?place=CA")) == 1


def test_what_a_page_leads_to_is_as_narrow_as_the_page(client: TestClient) -> None:
    text = page(client, f"{NPM}?stance=challenges&jurisdiction=CA")
    links = [html.unescape(link) for link in re.findall(r'href="(/queries/claims-on-concept\.csv[^"]*)"', text)]
    assert links == ["/queries/claims-on-concept.csv?concept=new-public-management&stance=challenges&jurisdiction=CA"]
    assert len(client.get(links[0]).text.splitlines()) == 4
    assert ">CSV</a>" in text
    assert ">CSV of all claims</a>" in page(client, f"{NPM}?jurisdiction=unknown"), "no question asks for what has no place"


def test_a_stance_between_cases_compared_opens_the_sentences_of_that_case(client: TestClient) -> None:
    text = page(client, "/cases/compare?case=Northtown&case=Two%20towns")
    links = [html.unescape(link) for link in re.findall(r'href="(/theories/[^"]+)"', text)]
    assert [len(told(client, link)) for link in links] == [1, 2, 1]
    assert "Northtown kept its own staff." in page(client, links[1])
    assert "Ottawa" not in page(client, links[1])
    assert ">CSV of all claims</a>" in page(client, links[1]), "no question asks for a case and a theory"


def test_cases_are_chosen_and_shown_by_their_labels(client: TestClient) -> None:
    text = page(client, "/cases/compare?case=10.5555%252Fa/northtown")
    assert re.findall(r'name="case" value="([^"]*)"', text) == ["Northtown", "", "", ""]
    assert re.findall(r'<option value="([^"]*)"', text) == ["Northtown", "Oslo", "Ottawa", "Somewhere", "Two towns"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_table_of_evidence_moves_sideways_on_a_phone(store: Store, browser: Browser, scheme: Literal["light", "dark"]) -> None:
    with serving(store) as address:
        seen = browser.new_page(viewport={"width": 375, "height": 800}, color_scheme=scheme)
        questions = [f"/queries/{name}" for name in ("theory-scoreboard", "contested-theories", "claims-on-concept?concept=post-npm")]
        for path in ("/theories", NPM, "/", "/cases/compare?case=Northtown&case=Two%20towns&case=Oslo", *questions):
            seen.goto(f"{address}{path}")
            moving = "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
            assert seen.evaluate(moving) == 0, path
            assert seen.evaluate("document.documentElement.scrollWidth") <= 375
        seen.goto(f"{address}{NPM}")
        assert seen.locator("[data-of=Alberta]:not(:empty)").first.is_visible()
        seen.close()
