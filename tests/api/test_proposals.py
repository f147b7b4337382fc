"""`govgraph load --endpoint`: what a language model proposes, from the request to the page and to what readers decide."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from command import govgraph
from desk import DESKS, FERRIES, FINDING, NEW, SAME, TOLD, Desk, claim, record, saying
from models import stub
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from graph.opening import open_store
from loaders.connectors import endpoint

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("GOVGRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(endpoint, "BACKOFF", 0.0)
    return Desk(tmp_path)


def test_what_a_model_proposes_waits_and_counts_for_nothing_before(desk: Desk) -> None:
    with stub(saying(NEW, mentions=({"kind": "concept", "mention": "shared ledgers"},))) as (url, _):
        done = desk.load(url)
    assert done.returncode == 0, done.stderr
    assert "small at 127.0.0.1:" in done.stdout
    assert "1 text read, 1 claim and 1 mention proposed" in done.stdout
    one = desk.waiting()["shared-ledgers supports"]
    assert re.fullmatch(r"small at 127\.0\.0\.1:\d+, task [0-9a-f]{8}", *one["proposed_by"])
    assert (one["confidence"], one["model_confidence"]) == (None, 0.8)
    assert (one["theory"]["label"], one["work"]["label"]) == ("shared ledgers", "Open desks")
    (place,) = one["evidence"]
    assert desk.file.read_text()[place["start"] : place["end"]] == TOLD
    desk.verified()
    assert "shared-ledgers" not in {theory for theory, _ in desk.standing()}
    store = open_store(desk.store)
    with TestClient(application(Settings(), store), base_url="http://127.0.0.1", client=("127.0.0.1", 5000)) as client:
        for address in ("/concepts", "/theories", "/cases", "/search?q=ledgers", "/works"):
            page = client.get(address).text.replace("q=ledgers", "").replace('value="ledgers"', "").replace("“ledgers”", "")
            assert "shared-ledgers" not in page, address
        page = client.get("/review?order=doubt").text
    store.close()
    assert "small at 127.0.0.1" in page
    assert "the model says 0.80 of itself" in page
    assert "shared ledgers <small" in page, "what the graph does not hold has no page to lead to"
    assert "/concept/shared-ledgers" not in page


def test_a_query_tells_which_model_read_what_and_when(desk: Desk) -> None:
    with stub(saying(NEW)) as (url, _):
        desk.load(url, "small-instruct")
    (row,) = desk.rows(
        """SELECT DISTINCT ?status ?model ?host ?task ?when ?sure WHERE { GRAPH ?g { ?c gov:proposedBy ?a ; gov:claimStatus ?status ;
        gov:modelConfidence ?sure . ?a gov:modelName ?model ; gov:modelHost ?host ; gov:promptVersion ?task .
        ?s <http://www.w3.org/ns/prov#wasAttributedTo> ?a ; <http://www.w3.org/ns/prov#generatedAtTime> ?when ;
        <http://www.w3.org/ns/prov#wasDerivedFrom> ?read } GRAPH ?h { ?read gov:contentHash ?hash } FILTER(?h != ?g) }"""
    ) or [[]]
    assert row[:2] == ["EXTRACTED", "small-instruct"]
    assert row[2] in url
    assert re.fullmatch(r"[0-9a-f]{8}", row[3])
    assert re.match(r"\d{4}-\d\d-\d\dT", row[4])
    assert row[5] == "0.8"


def test_what_both_readers_propose_is_one_claim_with_two_proposers(desk: Desk) -> None:
    govgraph("--store", desk.store, "load", str(desk.file))
    (alone,) = desk.waiting().values()
    with stub(saying({**SAME, "evidence": ["findings challenge New Public Management"]})) as (url, _):
        done = desk.load(url)
    assert "1 claim (1 of them govgraph's own too)" in done.stdout
    (one,) = desk.waiting().values()
    assert one["claim"] == alone["claim"]
    assert one["proposed_by"][0] == "govgraph"
    assert one["proposed_by"][1].startswith("small at ")
    assert one["confidence"] == alone["confidence"], "what a model says of itself changes no confidence"
    assert one["model_confidence"] == 0.4
    desk.verified()


@pytest.mark.parametrize("case", ["nine towns", "NINE TOWNS IN NORWAY", "towns in Norway"])
def test_a_model_s_case_is_the_built_in_reader_s_where_it_speaks_of_that(desk: Desk, case: str) -> None:
    desk.file.write_text(DESKS.replace("Open desks", "Open desks in nine towns"), encoding="utf-8")
    with stub(saying({**NEW, "case": case}, claim("queues", "supports", TOLD, case="shared ledgers"))) as (url, _):
        desk.load(url)
    assert [one["label"] for one in desk.waiting()["shared-ledgers supports"]["cases"]] == ["Nine towns in Norway"]
    assert [one["label"] for one in desk.waiting()["queues supports"]["cases"]] == ["shared ledgers"]


def test_the_same_answers_again_change_nothing_and_are_not_asked_for_again(desk: Desk) -> None:
    with stub(saying(NEW, SAME)) as (url, asked):
        desk.load(url)
        before = desk.rows("SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }")
        again = json.loads(desk.load(url, "small", "--json").stdout)
    assert len(asked) == 1
    assert (again["changes"], again["model"]["kept"]) == (0, 1)
    assert [one["state"] for one in again["model"]["sources"]] == ["unchanged"]
    assert desk.rows("SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }") == before


def test_what_waits_is_narrowed_by_theory_and_place_and_read_by_a_second_reader(desk: Desk) -> None:
    desk.file.write_text(DESKS + FERRIES, encoding="utf-8")
    with stub(saying(NEW, claim("New Public Management", "qualifies", TOLD))) as (url, _):
        desk.load(url)

    def listed(*words: str) -> set[str]:
        told = json.loads(govgraph("--store", desk.store, "review", "--json", *words).stdout)["claims"]
        return {f"{one['theory']['id'].rpartition('/')[2]} {one['stance']}" for one in told}

    assert listed("--jurisdiction", "NO") == {"shared-ledgers supports", "new-public-management challenges"}
    assert listed("--theory", "new-public-management") == {"new-public-management challenges", "new-public-management qualifies"}
    assert listed("--jurisdiction", "CL") == {"new-public-management challenges"}
    desk.decide("reject", desk.waiting()["shared-ledgers supports"]["claim"], reason="a hope")
    assert listed("--second", "--reviewer", "Ola") == {"shared-ledgers supports"}


def test_verify_looks_at_the_words_of_what_waits_too(desk: Desk) -> None:
    with stub(saying(NEW)) as (url, _):
        desk.load(url)
    (text,) = [
        one for one in (desk.folder / "store" / "captures").rglob("*.txt") if TOLD in one.read_text() and "govgraph" not in one.read_text()
    ]
    text.write_text(text.read_text().replace("shared ledgers", "shared benches"))
    told = govgraph("--store", desk.store, "verify")
    assert told.returncode == 1
    assert "quotes 'Clerks told us that shared ledgers" in told.stdout


# decisions


def test_a_proposal_on_one_record_of_a_work_is_accepted_for_the_work(desk: Desk) -> None:
    with_doi = {"type": "article-journal", "title": "Open desks for all of the nine towns", "issued": {"date-parts": [[2024]]}}
    authors = [{"family": "Lind", "given": "Eva"}, {"family": "Moe", "given": "Ola"}]
    (desk.folder / "doi.json").write_text(json.dumps([{**with_doi, "author": authors, "DOI": "10.5555/desks"}]))
    govgraph("--store", desk.store, "load", str(desk.folder / "doi.json"))
    record_alone = DESKS.replace("Open desks", "Open desks for all of the nine towns").replace("DO  - 10.5555/desks\n", "")
    desk.file.write_text(record_alone.replace("PY  -", "AU  - Lind, Eva\nAU  - Moe, Ola\nPY  -"), encoding="utf-8")
    with stub(saying(NEW)) as (url, _):
        desk.load(url)
    one = desk.waiting()["shared-ledgers supports"]
    assert one["work"]["id"].endswith("/work/10.5555%2Fdesks")
    assert one["year"] == "2024"
    desk.decide("accept", one["claim"])
    stands = f"<{one['claim']}> gov:statedIn ?w ; gov:restsOnCase ?c"
    rows = desk.rows(f"SELECT ?w ?c WHERE {{ GRAPH <https://w3id.org/govgraph/graph/resolved> {{ {stands} }} }}")
    assert [work.rpartition("/")[2] for work, _ in rows] == ["10.5555%2Fdesks"]
    desk.verified()


def test_what_a_reader_accepts_stands_whatever_the_next_model_says(desk: Desk) -> None:
    with stub(saying(NEW)) as (url, _):
        desk.load(url)
        one = desk.waiting()["shared-ledgers supports"]
        desk.decide("accept", one["claim"])
        assert ("shared-ledgers", "CURATED") in desk.standing()
        assert "shared-ledgers supports" not in desk.waiting()
        desk.verified()
    with stub(saying(claim("Norway", "extends", TOLD))) as (url, _):
        desk.load(url, "other")
    assert ("shared-ledgers", "CURATED") in desk.standing()
    assert [name for name in desk.waiting() if "norway" in name] == ["norway extends"]
    resolved = "GRAPH <https://w3id.org/govgraph/graph/resolved>"
    model = desk.rows(
        f"SELECT DISTINCT ?m WHERE {{ {resolved} {{ <{one['claim']}> gov:proposedBy ?a }} GRAPH ?g {{ ?a gov:modelName ?m }} }}"
    )
    assert model == [["small"]], "who proposed it first is told of what stands, too"
    case = desk.rows(
        f"SELECT ?l WHERE {{ GRAPH <https://w3id.org/govgraph/graph/resolved> {{ <{one['claim']}> gov:restsOnCase/gov:studiedIn ?w ; "
        "gov:restsOnCase/<http://www.w3.org/2000/01/rdf-schema#label> ?l } }"
    )
    assert [label.casefold() for (label,) in case] == ["nine towns in norway"], "the case is the one that the built-in reader found"
    desk.verified()
    govgraph("--store", desk.store, "infer")
    assert ("shared-ledgers", "CURATED") in desk.standing()


def test_what_was_accepted_goes_with_a_theory_that_is_joined_with_another(desk: Desk) -> None:
    with stub(saying(NEW)) as (url, _):
        desk.load(url)
    desk.decide("accept", desk.waiting()["shared-ledgers supports"]["claim"])
    apart = desk.standing()
    pair = ("merge", "concept/shared-ledgers", "concept/new-public-management", "--by", "Eva Lind", "--reason", "one thing")
    for undo, expected in ((), {("new-public-management", status) for _, status in apart}), (("--undo",), apart):
        assert govgraph("--store", desk.store, *pair, *undo).returncode == 0
        assert desk.standing() == expected
        told = govgraph("--store", desk.store, "infer").stdout
        assert "(was" not in told, "what is brought up to date is what is computed anew"
        assert desk.standing() == expected
    assert {status for _, status in apart} == {"CURATED", "EXTRACTED"}


def test_what_was_accepted_can_be_taken_back_and_waits_again(desk: Desk) -> None:
    with stub(saying(NEW)) as (url, _):
        desk.load(url)
    before = desk.standing()
    key = desk.waiting()["shared-ledgers supports"]["claim"]
    desk.decide("accept", key)
    desk.decide("undo", key)
    assert desk.standing() == before
    assert desk.waiting()["shared-ledgers supports"]["claim"] == key


def test_what_a_reader_rejects_no_other_model_proposes_again(desk: Desk) -> None:
    with stub(saying(NEW)) as (url, _):
        desk.load(url)
    desk.decide("reject", desk.waiting()["shared-ledgers supports"]["claim"], reason="a hope")
    with stub(saying(NEW, SAME)) as (url, _):
        desk.load(url, "other")
    assert set(desk.waiting()) == {"new-public-management challenges"}
    assert "shared-ledgers" not in {theory for theory, _ in desk.standing()}


def test_a_reader_changes_a_proposal_to_another_stance(desk: Desk) -> None:
    with stub(saying(NEW)) as (url, _):
        desk.load(url)
    line = {"verdict": "change", "claim": desk.waiting()["shared-ledgers supports"]["claim"], "to": {"stance": "qualifies"}}
    (desk.folder / "said.jsonl").write_text(json.dumps({**line, "reason": "in part", "reader": "Eva"}) + "\n")
    assert govgraph("--store", desk.store, "judge", "--file", str(desk.folder / "said.jsonl")).returncode == 0
    assert ("shared-ledgers", "CURATED") in desk.standing()
    rows = desk.rows("SELECT ?t WHERE { GRAPH <https://w3id.org/govgraph/graph/resolved> { ?c gov:qualifiesTheory ?t } }")
    assert [theory.rpartition("/")[2] for (theory,) in rows] == ["shared-ledgers"]


def test_another_model_replaces_what_one_proposed_and_can_give_way_again(desk: Desk) -> None:
    other = claim("shared ledgers", "challenges", TOLD)
    with stub(saying(NEW)) as (first, _), stub(saying(other)) as (second, _):
        for url, model, stance in (
            (first, "a", "supports"),
            (second, "b", "challenges"),
            (first, "a", "supports"),
            (first, "a", "supports"),
        ):
            desk.load(url, model)
            assert {name for name in desk.waiting() if "ledgers" in name} == {f"shared-ledgers {stance}"}


def test_proposals_on_a_page_go_when_the_page_is_captured_again(desk: Desk) -> None:
    with stub(saying(NEW)) as (url, _):
        desk.load(url, "small", "--as", "https://example.org/desks")
    assert "shared-ledgers supports" in desk.waiting()
    desk.file.write_text(DESKS.replace("Norway", "Sweden"), encoding="utf-8")
    govgraph("--store", desk.store, "load", str(desk.file), "--as", "https://example.org/desks")
    assert "shared-ledgers supports" not in desk.waiting()


def test_proposals_on_what_is_hidden_do_not_wait(desk: Desk) -> None:
    with stub(saying(NEW)) as (url, _):
        desk.load(url)
    assert govgraph("--store", desk.store, "suppress", "work/10.5555%2Fdesks", "--reason", "asked to").returncode == 0
    assert desk.waiting() == {}


def test_with_a_confidence_that_is_enough_proposals_count_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVGRAPH_LLM_CONFIDENCE", "0.75")
    with stub(saying(NEW, {**SAME, "stance": "extends"})) as (url, _):
        done = desk.load(url)
    assert "1 claim: not sure enough" in done.stdout
    assert ("shared-ledgers", "EXTRACTED") in desk.standing()
    (one,) = [one for name, one in desk.waiting().items() if "ledgers" in name]
    assert one["confidence"] is None
    desk.verified()
    monkeypatch.setenv("GOVGRAPH_LLM_CONFIDENCE", "")
    with stub(saying(NEW)) as (url, _):
        desk.load(url, "another")
    assert "shared-ledgers" not in {theory for theory, _ in desk.standing()}
    assert "shared-ledgers supports" in desk.waiting()
    before = desk.standing()
    govgraph("--store", desk.store, "infer")
    assert desk.standing() == before


def test_a_model_is_calibrated_by_what_readers_decided_of_its_proposals_alone(desk: Desk) -> None:
    records = [record(f"Desks {n}", f"{FINDING} {TOLD}", f"10.5555/{n}") for n in range(24)]
    desk.file.write_text("".join(records), encoding="utf-8")

    def answer(body: dict[str, Any]) -> tuple[int, bytes]:
        number = int(re.search(r"Desks (\d+)", body["messages"][-1]["content"])[1])
        return saying({**NEW, "confidence": 0.9 if number % 4 else 0.3})(body)

    with stub(answer) as (url, _):
        desk.load(url)
    lines = []
    for one in desk.all_waiting():
        if "ledgers" in one["theory"]["id"]:
            held = one["model_confidence"] > 0.5
            lines.append({"verdict": "accept" if held else "reject", "claim": one["claim"], "reason": "read", "reader": "Eva"})
    (desk.folder / "said.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert govgraph("--store", desk.store, "judge", "--file", str(desk.folder / "said.jsonl")).returncode == 0
    own = json.loads(govgraph("--store", desk.store, "agreement", "--calibration", "--json").stdout)
    assert own["judged"] == 0, "what a model says of itself is no confidence of the program's"
    asked = ("agreement", "--calibration", "--model", "small", "--target", "0.7")
    found = json.loads(govgraph("--store", desk.store, *asked, "--json").stdout)
    assert (found["judged"], [(band["low"], band["judged"], band["held"]) for band in found["bands"]]) == (24, [(0.3, 6, 0), (0.9, 18, 18)])
    assert 'llm_confidence = "0.3"' in govgraph("--store", desk.store, *asked).stdout
