"""Saved queries over HTTP: pages, column types, forms that work without scripts, and lines to copy that do what they say."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import urllib.parse
from html import unescape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import small_atlas
from starlette.testclient import TestClient

import queries
from api.about.snippets import snippets
from api.app import application
from api.pages import forms
from api.settings import Settings
from graph.opening import open_store
from graph.store import RESOLVED

if TYPE_CHECKING:
    from collections.abc import Iterator

BALANCE = "/queries/theory-evidence-balance"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = small_atlas(tmp_path_factory.mktemp("pages") / "store")
    with TestClient(application(Settings(), store), follow_redirects=False) as made:
        yield made
    store.close()


def test_links_lead_through_the_pages(client: TestClient) -> None:
    whole = client.get(f"{BALANCE}.csv").text.splitlines()[1:]
    assert len(whole) > 1
    address, seen = f"{BALANCE}.csv?limit=1", []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.text
        seen += answer.text.splitlines()[1:]
        links = dict(re.findall(r'<([^>]+)>; rel="(next|describedby)"', answer.headers["link"])[::-1])
        address = next((url for url, rel in links.items() if rel == "next"), "")
    assert sorted(seen) == sorted(whole)
    assert client.get(f"{BALANCE}.json?limit=1").json()["next"]
    assert "next" not in client.get(f"{BALANCE}.json").json()


def test_the_page_leads_on_too(client: TestClient) -> None:
    page = client.get(f"{BALANCE}?limit=1", headers={"accept": "text/html"}).text
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    assert client.get(unescape(following[1]), headers={"accept": "text/html"}).status_code == 200


@pytest.mark.parametrize("asked", ["limit=0", "limit=x", "limit=1&limit=2", "after=%00", "after=WyJ4Il0", "limit=3&after=eyJ9"])
def test_a_wrong_page_is_a_fault_of_the_client(client: TestClient, asked: str) -> None:
    assert client.get(f"{BALANCE}.json?{asked}").status_code == 400


@pytest.mark.parametrize("name", queries.names())
def test_the_metadata_tells_the_columns_of_the_csv(client: TestClient, name: str) -> None:
    told = client.get(f"/queries/{name}.csv-metadata.json")
    assert told.headers["content-type"].startswith("application/csvm+json")
    columns = [column["titles"] for column in told.json()["tableSchema"]["columns"]]
    required = any(p.required for p in queries.saved(name).parameters)
    if not required:
        assert next(csv.reader(io.StringIO(client.get(f"/queries/{name}.csv").text))) == columns
    assert told.json()["url"].endswith(f"/queries/{name}.csv")


def test_a_form_has_typed_fields(client: TestClient) -> None:
    page = client.get("/queries/theory-scoreboard", headers={"accept": "text/html"}).text
    assert 'data-searched="Concept"' in page
    assert '<option value="shared-counters">Shared counters</option>' in page
    assert re.search(r'<select name="stance"><option value=""></option><option value="supports">', page)
    assert re.search(r'<select name="jurisdiction">.*Canada, with 1 place within.*\u2003Nova Scotia', page)
    chosen = client.get("/queries/theory-scoreboard?stance=challenges", headers={"accept": "text/html"}).text
    assert '<option value="challenges" selected>' in chosen
    assert "supports</td>" not in chosen


def test_a_stance_is_one_of_seven(client: TestClient) -> None:
    assert client.get("/queries/theory-scoreboard.json?stance=Challenges").status_code == 200
    assert client.get("/queries/theory-scoreboard.json?stance=dislikes").status_code == 400


def test_places_stand_in_their_tree() -> None:
    store = open_store("")
    gov, label = "https://w3id.org/govgraph/ns#", "http://www.w3.org/2000/01/rdf-schema#label"
    within = {"CA": [], "CA-AB": ["CA"], "edmonton": ["CA-AB", "CA"], "AU": [], "CA-ON": ["CA"]}
    names = {"CA": "Canada", "CA-AB": "Alberta", "edmonton": "Edmonton", "AU": "Australia", "CA-ON": "Ontario"}
    lines = [
        f'<urn:{code}> a <{gov}Jurisdiction> ; <{label}> "{names[code]}"' + "".join(f" ; <{gov}within> <urn:{up}>" for up in containers)
        for code, containers in within.items()
    ]
    codes = " . ".join(f'<urn:{code}> <{gov}isoCode> "{code}"' for code in within)
    store.update(f"INSERT DATA {{ GRAPH <{RESOLVED}> {{ {' . '.join(lines)} . {codes} }} }}")
    told = [(code, text.replace("\u2003", "-")) for code, text in forms.tree(store)]
    assert told == [
        ("AU", "Australia"),
        ("CA", "Canada, with 3 places within"),
        ("CA-AB", "-Alberta, with 1 place within"),
        ("edmonton", "--Edmonton"),
        ("CA-ON", "-Ontario"),
    ]


HOST = "http://127.0.0.1:8000/"
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(theory=TEXT)
def test_no_value_ends_the_string_that_it_stands_in(theory: str) -> None:
    written = dict(snippets(queries.saved("cases-challenging-theory"), {"theory": theory}, HOST))
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(shlex.split(written["curl"])[1]).query, keep_blank_values=True)
    assert asked == {"theory": [theory]}
    assert shlex.split(written["Command line"])[-1] == f"theory={theory}"
    for language in ("Python", "R", "JavaScript"):
        address = re.search(r'"(http[^"]*)"', written[language])
        assert address
        assert urllib.parse.parse_qs(urllib.parse.urlsplit(address[1]).query, keep_blank_values=True) == {"theory": [theory]}
    compile(written["Python"], "snippet", "exec")


def test_the_page_shows_what_was_asked_to_copy(client: TestClient) -> None:
    page = unescape(client.get("/queries/cases-challenging-theory?theory=shared-counters", headers={"accept": "text/html"}).text)
    for told in (
        "pandas.read_csv",
        "read.csv(",
        "await fetch(",
        "curl ",
        "govgraph query cases-challenging-theory -p theory=shared-counters",
    ):
        assert told in page
    assert json.dumps("http://testserver/queries/cases-challenging-theory.csv?theory=shared-counters") in page
