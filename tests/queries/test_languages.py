"""Names in the languages of who asks: saved queries by every way in, and cards, with what is told where there is no name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from command import govgraph
from small import small_atlas
from starlette.testclient import TestClient

import queries
from api.app import application
from api.settings import read_settings
from graph.errors import UsageError
from graph.languages import fallbacks, tags

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED = ("see-also", {"concept": "separate-offices"})
WANTED = [
    ("de", "Gemeinsame Schalter"),
    ("de-AT,en", "Gemeinsame Schalter"),
    ("nb, de", "Gemeinsame Schalter"),
    ("en,de", "Shared counters"),
    ("nb", "Shared counters"),
    ("", "Shared counters"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("languages") / "store")
    small_atlas(folder).close()
    return folder


@pytest.fixture(scope="module")
def client(place: str) -> Iterator[TestClient]:
    with TestClient(application(read_settings({"store": place})), follow_redirects=False) as made:
        yield made


def names(rows: list[dict[str, Any]]) -> set[str]:
    return {cell["label"] for row in rows for cell in row.values() if isinstance(cell, dict) and cell["id"].endswith("/shared-counters")}


@pytest.mark.parametrize(("languages", "name"), WANTED)
def test_a_saved_query_calls_things_as_they_are_called(client: TestClient, languages: str, name: str) -> None:
    query, given = ASKED
    found = client.get(f"/queries/{query}.json", params={**given, "languages": languages}).json()
    assert names(found["rows"]) == {name}
    asked = 'query ($languages: [String!]) { savedQuery(name: "%s", parameters: {concept: "%s"}, languages: $languages) { rows } }'
    variables = {"languages": [tag.strip() for tag in languages.split(",") if tag.strip()]}
    told = client.post("/graphql", json={"query": asked % (query, given["concept"]), "variables": variables}).json()
    assert told["data"]["savedQuery"]["rows"] == found["rows"]


def test_pages_and_commands_take_languages(client: TestClient, place: str) -> None:
    query, given = ASKED
    words = ["query", query, "-p", f"concept={given['concept']}", "--languages", "de"]
    assert names(json.loads(govgraph(*words, "--json", "--store", place).stdout)["rows"]) == {"Gemeinsame Schalter"}
    assert names(json.loads(govgraph(*words, "--limit", "1", "--json", "--store", place).stdout)["rows"]) == {"Gemeinsame Schalter"}
    assert "Gemeinsame Schalter" in client.get(f"/queries/{query}.html?concept={given['concept']}&languages=de").text
    parameters = client.get("/openapi.json").json()["paths"][f"/queries/{query}"]["get"]["parameters"]
    assert "languages" in {one["name"] for one in parameters}


@pytest.mark.parametrize(("languages", "name"), WANTED)
def test_a_card_is_in_the_language_asked_for(client: TestClient, place: str, languages: str, name: str) -> None:
    card = client.get("/cards/shared-counters", params={"languages": languages}, headers={"Accept": "text/html"})
    assert f'<h2><a href="http://testserver/id/concept/shared-counters" target="_top">{name}</a>' in card.text
    assert f'<html lang="{"de" if name.startswith("Gem") else "en"}">' in card.text
    assert client.get("/cards/shared-counters.json", params={"languages": languages}).json()["label"] == name
    assert json.loads(govgraph("card", "shared-counters", "--languages", languages, "--json", "--store", place).stdout)["label"] == name


@pytest.mark.parametrize("languages", ["de,<b>", "x" * 50, "de fr", ",".join(["de"] * 21)])
def test_what_is_no_language_is_refused(client: TestClient, languages: str) -> None:
    for path in ("/queries/see-also.json?concept=separate-offices&languages=", "/cards/shared-counters.json?languages="):
        answer = client.get(path + languages)
        assert answer.status_code == 400
        assert "languages" in answer.text or "language tag" in answer.text


def test_tags_and_what_is_looked_for() -> None:
    assert tags(" nb , en,") == ("nb", "en")
    assert fallbacks(("zh-Hant-x-a", "nb")) == ("zh-hant-x-a", "zh-hant", "zh", "nb", "en", "")
    with pytest.raises(UsageError):
        tags("*")


def test_a_query_s_own_parameter_goes_before(tmp_path: Any) -> None:
    (tmp_path / "mine.rq").write_text(
        "#+ summary: Which?\n#+ parameters:\n#+   languages: {type: text}\n#+ columns:\n#+   word: text\n"
        "SELECT ?word { VALUES ?_languages { UNDEF } BIND(?_languages AS ?word) }\n",
        encoding="utf-8",
    )
    assert queries.run(small_atlas(), "mine", {"languages": "<b>"}, folder=tmp_path).rows == [("<b>",)]
