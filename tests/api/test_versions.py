"""The graph as it was after an earlier load: by command, address, SPARQL and GraphQL, and gone where somebody hides a thing."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from command import govgraph
from starlette.testclient import TestClient

from api.app import application
from api.server import past
from api.settings import Settings, read_settings
from graph.loads.history import History

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORKS = "SELECT (COUNT(?w) AS ?n) WHERE { ?w a <https://w3id.org/govgraph/ns#Work> }"
TITLES = ("First steps", "Second thoughts", "Third time lucky")


def ris(title: str) -> str:
    return f"TY  - JOUR\nTI  - {title}\nAU  - Newman, Nora\nPY  - 2026\nT2  - Journal of Invented Reform\nER  - \n"


def load(folder: Path, number: int) -> None:
    file = folder / f"{number}.ris"
    file.write_text(ris(TITLES[number]), encoding="utf-8")
    assert govgraph("load", str(file), "--store", str(folder / "store")).returncode == 0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that three works were loaded into, one after the other."""
    folder = tmp_path_factory.mktemp("versions")
    for number in range(3):
        load(folder, number)
    return folder


@pytest.fixture(scope="module")
def marks(place: Path) -> list[str]:
    """The marks of the three versions, the oldest first."""
    told = json.loads(govgraph("versions", "--json", "--store", str(place / "store")).stdout)
    assert [one["sources"] for one in told] == [["2.ris"], ["1.ris"], ["0.ris"]]
    return [one["version"] for one in reversed(told)]


@pytest.fixture(scope="module")
def client(place: Path) -> Iterator[TestClient]:
    with TestClient(application(read_settings({"store": str(place / "store")})), follow_redirects=False) as made:
        yield made


def asked(place: Path, *words: str) -> str:
    done = govgraph(*words, "--store", str(place / "store"))
    assert done.returncode == 0, done.stderr
    return done.stdout


def graphql(client: TestClient, query: str, address: str = "/graphql", **variables: Any) -> Any:
    answer = client.post(address, json={"query": query, "variables": variables}).json()
    assert "errors" not in answer, answer
    return answer["data"]


def test_commands_tell_each_version(place: Path, marks: list[str]) -> None:
    for number, mark in enumerate(marks, 1):
        told = asked(place, "sparql", WORKS, "--as-of", mark[:8], "--json")
        assert json.loads(told)["results"]["bindings"][0]["n"]["value"] == str(number)
        assert asked(place, "search", TITLES[1], "--as-of", mark).count("Second thoughts") == (number > 1)
        listed = asked(place, "query", "works-without-author", "--as-of", mark, "--format", "csv")
        assert listed == asked(place, "query", "works-without-author", "--format", "csv")


def test_a_version_is_exported(place: Path, marks: list[str]) -> None:
    told = [asked(place, "export", "--format", "csl-json", "--as-of", mark).count('"title"') for mark in marks]
    assert told == [1, 2, 3]
    assert govgraph("export", "--format", "atlas", "--as-of", marks[0], "--store", str(place / "store")).returncode == 2


def test_a_diff_tells_what_loads_brought(place: Path, marks: list[str]) -> None:
    assert asked(place, "diff", marks[0], marks[1]).startswith("1 new work: Second thoughts")
    assert asked(place, "diff", marks[0]).startswith("2 new works")
    assert asked(place, "diff", marks[2]) == "nothing that the field would notice\n"


def test_a_version_that_is_not_kept_is_an_error_that_names_those_that_are(place: Path, marks: list[str]) -> None:
    for told in ("0000", "1999-01-01", "yesterday", "a"):
        done = govgraph("sparql", WORKS, "--as-of", told, "--store", str(place / "store"))
        assert done.returncode == 2
        assert told in done.stderr
        assert all(mark[:12] in done.stderr for mark in marks)
    done = govgraph("sparql", WORKS, "--as-of", "2026-01-01", "--store", "http://127.0.0.1:9/")
    assert done.returncode == 2
    assert "none is" in done.stderr


def test_a_time_names_the_newest_version_that_stood_then(place: Path, marks: list[str]) -> None:
    history = History(str(place / "store" / "versions"))
    kept = history.kept()
    assert history.find("2999-01-01").mark == marks[2]
    assert history.find(f"{kept[0].at:%Y-%m-%d}").mark == marks[2]
    assert history.find(kept[1].at.isoformat()).mark == marks[1]
    assert history.find(f"{kept[0].at:%Y-%m-%dT%H:%M:%S}").mark == marks[2]


def test_addresses_answer_as_of_a_version(client: TestClient, marks: list[str]) -> None:
    now, then = (client.get(f"/works{asked}") for asked in ("", f"?asOf={marks[0]}"))
    assert "Third time lucky" in now.text
    assert "memento-datetime" not in now.headers
    assert "First steps" in then.text
    assert "Third time lucky" not in then.text
    assert "The graph as it was after the load of" in then.text
    assert then.headers["graph-version"] == marks[0]
    assert now.headers["graph-version"] == marks[2]
    counted = client.get("/sparql", params={"query": WORKS, "asOf": marks[1]}, headers={"Accept": "text/csv"})
    assert counted.text.split() == ["n", "2"]
    posted = client.post(f"/sparql?asOf={marks[0]}", data={"query": WORKS}, headers={"Accept": "text/csv"})
    assert posted.text.split() == ["n", "1"]
    assert client.get(f"/search.json?q=third&asOf={marks[1]}").json() != client.get("/search.json?q=third").json()


def test_saved_queries_and_cards_take_a_version(client: TestClient, marks: list[str]) -> None:
    assert client.get(f"/queries/works-without-author.json?asOf={marks[0]}").status_code == 200
    work = next(one["id"] for one in client.get("/search.json?q=third%20time").json())
    path = work.removeprefix("https://w3id.org/govgraph/")
    assert client.get(f"/{path}.json").status_code == 200
    assert client.get(f"/{path}.json?asOf={marks[2]}").status_code == 200
    assert "The graph as it was after the load of" in client.get(f"/{path}.html?asOf={marks[2]}").text
    assert client.get(f"/{path}.json?asOf={marks[1]}").status_code == 404
    assert client.get(f"/cards/{path.removeprefix('id/')}.json?asOf={marks[1]}").status_code == 404


def test_it_speaks_memento(client: TestClient, marks: list[str]) -> None:
    far = {"Accept-Datetime": "Thu, 01 Jan 2998 00:00:00 GMT"}
    found = client.get("/works?first=2", headers=far)
    assert found.status_code == 200
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", found.headers["memento-datetime"])
    assert found.headers["content-location"] == f"/works?first=2&asOf={marks[2]}"
    assert 'rel="original timegate"' in found.headers["link"]
    assert "accept-datetime" in found.headers["vary"].lower()
    listed = client.get("/timemap/works?first=2")
    assert listed.headers["content-type"].startswith("application/link-format")
    assert [mark in listed.text for mark in marks] == [True, True, True]
    assert "</works?first=2>" in listed.text
    assert client.get("/works", headers={"Accept-Datetime": "Thu, 01 Jan 1998 00:00:00 GMT"}).status_code == 404
    assert client.get("/works", headers={"Accept-Datetime": "once upon a time"}).status_code == 404
    assert [one["version"] for one in client.get("/versions").json()] == list(reversed(marks))
    page = client.get("/versions", headers={"Accept": "text/html"})
    assert all(f"/works?asOf={mark[:12]}" in page.text for mark in marks)
    assert "None is kept" not in page.text


@pytest.mark.parametrize(("method", "path"), [("POST", "/review"), ("GET", "/review"), ("POST", "/-/load"), ("GET", "/healthz")])
def test_only_reading_is_done_as_of_a_version(client: TestClient, marks: list[str], method: str, path: str) -> None:
    answer = client.request(method, f"{path}?asOf={marks[0]}", headers={"Authorization": "Bearer "})
    assert answer.status_code == 404
    assert "as of now" in answer.text


def test_graphql_compares_versions_in_one_question(client: TestClient, marks: list[str]) -> None:
    query = """query ($old: String!) {
      now: works { totalCount }
      then: asOf(version: $old) { __typename works { totalCount edges { node { title } } } node(id: "x:y") { id } }
      versions { version at sources __typename } }"""
    told = graphql(client, query, old=marks[0])
    assert told["now"] == {"totalCount": 3}
    assert told["then"] == {
        "__typename": "Query",
        "works": {"totalCount": 1, "edges": [{"node": {"title": "First steps"}}]},
        "node": None,
    }
    assert [one["version"] for one in told["versions"]] == list(reversed(marks))
    assert graphql(client, "{ works { totalCount } }", f"/graphql?asOf={marks[1]}")["works"]["totalCount"] == 2
    assert graphql(client, "{ works { totalCount } }")["works"]["totalCount"] == 3


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ('{ asOf(version: "0000") { works { totalCount } } }', "is kept"),
        ('{ asOf(version: "MARK") { asOf(version: "MARK") { works { totalCount } } } }', "within asOf"),
        ('{ asOf(version: "MARK") { __schema { types { name } } } }', "outside of asOf"),
        ('{ asOf(version: "MARK") { savedQuery(name: "no-such") { name } } }', "no saved query"),
    ],
)
def test_graphql_says_what_cannot_be_asked_of_a_version(client: TestClient, marks: list[str], query: str, told: str) -> None:
    answer = client.post("/graphql", json={"query": query.replace("MARK", marks[0])}).json()
    assert told in answer["errors"][0]["message"]
    assert "data" not in answer or answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT"}
    assert not any((answer.get("data") or {}).values())


def test_the_oldest_version_goes_when_there_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVGRAPH_VERSIONS", "2")
    for number in range(3):
        load(tmp_path, number)
    assert [one.sources for one in History(str(tmp_path / "store" / "versions")).kept()] == [("2.ris",), ("1.ris",)]
    monkeypatch.setenv("GOVGRAPH_VERSIONS", "0")
    file = tmp_path / "more.ris"
    file.write_text(ris("Another one"), encoding="utf-8")
    assert govgraph("load", str(file), "--store", str(tmp_path / "store")).returncode == 0
    assert len(History(str(tmp_path / "store" / "versions")).kept()) == 2


def test_the_mark_of_now_is_answered_though_no_load_left_it(tmp_path: Path) -> None:
    load(tmp_path, 0)
    store = str(tmp_path / "store")
    work = json.loads(govgraph("search", TITLES[0], "--json", "--store", store).stdout)[0]["id"]
    assert govgraph("suppress", work, "--reason", "asked for", "--store", store).returncode == 0
    with TestClient(application(read_settings({"store": store}))) as client:
        mark = client.get("/works").headers["graph-version"]
        told = client.get("/sparql", params={"query": WORKS, "asOf": mark[:10]}, headers={"Accept": "text/csv"})
        assert told.status_code == 200
        assert told.headers["graph-version"] == mark
        assert "memento-datetime" not in told.headers
        assert graphql(client, f'{{ asOf(version: "{mark}") {{ works {{ totalCount }} }} }}')["asOf"]["works"]["totalCount"] == 0
    assert govgraph("sparql", WORKS, "--as-of", mark, "--store", store).returncode == 0
    assert govgraph("sparql", WORKS, "--as-of", "0" * 32, "--store", store).returncode == 2


def test_what_is_hidden_for_good_is_hidden_in_every_version(tmp_path: Path) -> None:
    load(tmp_path, 0)
    load(tmp_path, 1)
    store = str(tmp_path / "store")
    work = json.loads(govgraph("search", TITLES[0], "--json", "--store", store).stdout)[0]["id"]
    assert govgraph("suppress", work, "--reason", "asked for", "--store", store).returncode == 0
    assert json.loads(govgraph("versions", "--json", "--store", store).stdout) == []
    load(tmp_path, 2)
    mark = json.loads(govgraph("versions", "--json", "--store", store).stdout)[0]["version"]
    assert TITLES[0] not in govgraph("search", TITLES[0], "--as-of", mark, "--store", store).stdout


def test_few_versions_are_open_at_once(place: Path, marks: list[str]) -> None:
    settings = read_settings({"store": str(place / "store")})
    held = past.past_of(settings)
    opened = [held.generation(mark)[1] for mark in marks]
    assert held.generation(marks[2])[1] is opened[2]
    assert held.generation(marks[0])[1] is not opened[0]
    assert [one.version for one in opened] == marks
    held.close()
    assert past.past_of(Settings(store=":memory:")).history.kept() == []


def test_under_a_prefix_a_version_its_original_and_its_timemap_are_too(tmp_path: Path) -> None:
    load(tmp_path, 0)
    with TestClient(application(read_settings({"store": str(tmp_path / "store"), "prefix": "/atlas"}))) as behind:
        mark = behind.get("/atlas/versions").json()[0]["version"]
        then = behind.get("/atlas/works", params={"q": "First", "asOf": mark[:8]})
        assert then.headers["content-location"] == f"/atlas/works?q=First&asOf={mark}"
        original, timemap = '</atlas/works?q=First>; rel="original timegate"', "</atlas/timemap/works?q=First>"
        assert f'{original}, {timemap}; rel="timemap"' in then.headers["link"]
        for asked in ("/atlas/timemap/works", "/timemap/works"):  # passed on, and taken off
            lines = behind.get(asked, params={"q": "First"}).text.splitlines()
            assert [line.partition("; ")[0] for line in lines[1:]] == [timemap, f"</atlas/works?q=First&asOf={mark}>"]
            assert lines[0] == f"{original},"


def test_a_page_of_an_earlier_version_leads_to_the_same_as_it_is_now(client: TestClient, marks: list[str]) -> None:
    page = client.get("/works", params={"q": "steps", "asOf": marks[0][:8]}, headers={"accept": "text/html"}).text
    assert '<a href="/works?q=steps">As it is now</a>' in page
