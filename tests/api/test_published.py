"""What is published of a claim can be fetched by its trusty URI; what nobody has checked follows a person nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Dataset, URIRef
from rdflib.namespace import RDFS
from small import small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from graph.decisions.judging import Word, say
from graph.exports.nanopublication import nanopublication
from graph.store import BASE
from ontology import terms

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store import Store

PAIRS = f"""SELECT ?person ?claim ?concept WHERE {{
  ?claim <{terms.CLAIM_STATUS}> "EXTRACTED" ; <{terms.BEARS_ON}> ?concept ; <{terms.STATED_IN}> ?work . ?work <{terms.HAS_AUTHOR}> ?person
  FILTER NOT EXISTS {{
    ?stated <{terms.CLAIM_STATUS}> "STATED" ; <{terms.BEARS_ON}> ?concept ; <{terms.STATED_IN}>/<{terms.HAS_AUTHOR}> ?person }}
}} ORDER BY ?person"""


def first(store: Store, query: str) -> tuple[str, ...]:
    return tuple(term.value for term in next(iter(store.select(query))) if term is not None)


def test_a_trusty_uri_is_answered_and_after_a_decision_no_more(tmp_path: Path) -> None:
    store = small_atlas(tmp_path / "store")
    _, claim, _ = first(store, PAIRS)
    address, trig = nanopublication(store, claim)
    with TestClient(application(Settings(), store)) as client:
        here = address.removeprefix(BASE.rstrip("/"))
        for path in (here, f"{here}.trig"):
            answer = client.get(path)
            assert answer.headers["content-type"].startswith("application/trig")
            assert answer.content == trig
        other = client.get(here[:-3] + ("AAA" if here[-3:] != "AAA" else "BBB"))
        assert other.status_code == 404
        assert address in other.text
    say(store, [Word(claim, "accept", "read", "Reader")])
    with TestClient(application(Settings(), store)) as client:
        assert client.get(here).status_code == 404


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "json", "html"])
def test_a_person_engages_with_nothing_in_unchecked_claims_alone(tmp_path: Path, suffix: str) -> None:
    store = small_atlas(tmp_path / "store")
    person, claim, concept = first(store, PAIRS)
    assert store.ask(f"ASK {{ <{person}> <{terms.ENGAGES_WITH}> <{concept}> }}"), "the graph itself has it"
    for verdict in ("", "accept"):
        if verdict:
            say(store, [Word(claim, verdict, "read", "Reader")])
        with TestClient(application(Settings(), store)) as client:
            told = client.get(f"{person.removeprefix(BASE.rstrip('/'))}.{suffix}").text
        assert ("engagesWith" in told) is (bool(verdict) and suffix != "html")
        assert (concept in told) is (bool(verdict) and suffix != "html")


def test_what_a_respondent_says_is_attributed_to_the_respondent_and_not_to_the_authors(tmp_path: Path) -> None:
    store = small_atlas(tmp_path / "store")
    voiced = (
        f"SELECT ?claim ?voice ?author WHERE {{ ?claim <{terms.VOICED_BY}> ?voice ; <{terms.STATED_IN}>/<{terms.HAS_AUTHOR}> ?author }}"
    )
    claim, voice, author = first(store, voiced)
    for verdict in ("", "accept"):
        if verdict:
            say(store, [Word(claim, verdict, "read", "Reader")])
        with TestClient(application(Settings(), store)) as client:
            read = Dataset()
            read.parse(data=client.get(f"{claim.removeprefix(BASE.rstrip('/'))}.nanopub.trig").text, format="trig")
        said = {(p, o) for _, p, o, _ in read.quads((None, None, None, None))}
        for prop in (terms.VOICED_BY, f"{terms.PROV}wasAttributedTo"):
            assert ((URIRef(prop), URIRef(voice)) in said) is bool(verdict)
        assert not [p for p, o in said if str(o) == author]


def test_a_nanopublication_says_in_a_line_what_is_claimed(tmp_path: Path) -> None:
    store = small_atlas(tmp_path / "store")
    claim = first(store, f'SELECT ?claim WHERE {{ ?claim <{terms.CLAIM_STATUS}> "STATED" }}')[0]
    address, trig = nanopublication(store, claim)
    read = Dataset()
    read.parse(data=trig, format="trig")
    labels = [str(o) for _, _, o, _ in read.quads((URIRef(address), RDFS.label, None, None))]
    assert labels == ["Northmark supports Shared counters"]
