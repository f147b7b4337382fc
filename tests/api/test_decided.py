"""Who decided what, when and why can be seen: on a claim's page, where it no longer stands, in an explanation, and all together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from said import page as said_page
from small import AGAINST, small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from graph.decisions.judging import Word, say, words_said
from graph.decisions.queue import Queue
from graph.decisions.review import waiting
from graph.decisions.told import told_of
from graph.decisions.verdicts import Reader
from graph.errors import UsageError
from graph.explain import why
from graph.loading import load
from graph.opening import open_store
from graph.record import Claim
from graph.sources.capture import capture_of
from graph.store import IRI, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

HERE = "http://127.0.0.1:8000"
DAY = "2026-03-01T10:00:00+00:00"


@pytest.fixture
def local() -> Iterator[tuple[TestClient, Store]]:
    """A browser on this machine, and the store of the server before it."""
    store = small_atlas()
    with TestClient(application(Settings(), store), base_url=HERE, client=("127.0.0.1", 50_000), follow_redirects=False) as client:
        yield client, store
    store.close()


def place(claim: str) -> str:
    return f"/id/claim/{claim.rpartition('/')[2]}.html"


def test_a_claim_s_page_tells_who_confirmed_it_when_and_why(local: tuple[TestClient, Store]) -> None:
    client, store = local
    claim = waiting(store, Queue())[0]
    assert "decided" not in client.get(place(claim)).text
    say(store, [Word(claim, "accept", "it says so", "Eva Lind", DAY)])
    assert "accepted by Eva Lind on 2026-03-01: it says so" in client.get(place(claim)).text


def test_a_rejected_claim_is_gone_and_a_changed_one_tells_what_it_was(local: tuple[TestClient, Store]) -> None:
    client, store = local
    claim = waiting(store, Queue())[0]
    word = Reader(store).word(
        {"verdict": "change", "claim": claim, "to": {"stance": "qualifies"}, "reason": "in part", "reader": "Ben", "when": DAY}
    )
    say(store, [word])
    gone = client.get(place(claim))
    assert gone.status_code == 410
    assert "changed by Ben on 2026-03-01: in part" in gone.text
    assert word.added is not None
    assert "put in another&#39;s place by Ben on 2026-03-01: in part" in client.get(place(word.added.iri)).text
    assert client.get("/id/claim/0123456789abcdef").status_code == 404
    with pytest.raises(UsageError, match="the claim does not stand, changed by Ben on 2026-03-01: in part"):
        why(store, IRI(claim), IRI(terms.CLAIM_STATUS), Literal("EXTRACTED"))


def test_a_decision_that_holds_for_a_newer_capture_is_told_there() -> None:
    store = open_store("")
    capture, said = said_page(1)
    load(store, capture, said)
    (old,) = told_claims(store)
    say(store, [Word(old, "accept", "read", "Eva", DAY)])
    moved = "A line before.\n" + capture.text
    newer, said = capture_of(moved.encode(), "page-1.txt", retrieved_from=capture.retrieved_from), said_page(1)[1]
    shift = len(moved) - len(capture.text)
    for thing in said:
        for span in [getattr(thing, "span", None), *getattr(thing, "evidence", [])]:
            if span is not None:
                object.__setattr__(span, "start", span.start + shift)
                object.__setattr__(span, "end", span.end + shift)
    load(store, newer, said)
    (new,) = told_claims(store)
    assert new != old
    assert told_of(store, new) == ["accepted by Eva on 2026-03-01: read"]
    explained = why(store, IRI(new), IRI(terms.CLAIM_STATUS), Literal("CURATED"))
    assert explained.notes == ["accepted by Eva on 2026-03-01: read"]
    store.close()


def told_claims(store: Store) -> list[str]:
    rows = store.select(f"SELECT ?c WHERE {{ ?c a <{terms.CLAIM}> }}")
    return [row[0].value for row in rows if row[0] is not None]


def test_decisions_are_listed_the_newest_first_and_taken_back(local: tuple[TestClient, Store]) -> None:
    client, store = local
    first, second = waiting(store, Queue())[:2]
    say(store, [Word(first, "accept", "", "Eva", DAY), Word(second, "reject", "only background", "Ben", "2026-03-02T10:00:00+00:00")])
    listed = client.get("/review/decided").text
    assert listed.index("rejected by Ben on 2026-03-02: only background") < listed.index("accepted by Eva on 2026-03-01")
    assert AGAINST in listed
    mine = client.get("/review/decided", params={"reader": "Eva"}).text
    assert "1 decision," in mine
    assert "Ben" not in mine
    form = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', mine))
    done = client.post("/review", data={**form, "verdict": "undo"}, headers={"Origin": HERE})
    assert (done.status_code, done.headers["location"]) == (303, "/review/decided?reader=Eva")
    assert [word.reader for word in words_said(store)] == ["Ben"]
    assert first in waiting(store, Queue())


def test_many_decisions_come_in_pages(local: tuple[TestClient, Store]) -> None:
    client, store = local
    claim = waiting(store, Queue())[0]
    say(store, [Word(claim, "accept", "", f"Reader {n:02}", f"2026-03-01T10:00:{n:02}+00:00") for n in range(25)])
    newest, older = client.get("/review/decided").text, client.get("/review/decided", params={"at": "20"}).text
    assert [len(re.findall(r">Undo</button>", text)) for text in (newest, older)] == [20, 5]
    assert "Reader 24" in newest
    assert "Reader 04" in older
    assert client.get("/review/decided", params={"at": "-1"}).status_code == 200


def test_only_reviewers_see_the_list(local: tuple[TestClient, Store]) -> None:
    client, store = local
    claim = waiting(store, Queue())[0]
    say(store, [Word(claim, "reject", "between us", "Eva")])
    answer = client.get("/review/decided", headers={"X-Forwarded-For": "192.0.2.7"})
    assert answer.status_code == 403
    assert "between us" not in answer.text


def test_a_reader_is_told_what_was_decided_before_the_sentence_was_altered() -> None:
    store = open_store("")
    capture, said = said_page(1)
    load(store, capture, said)
    say(store, [Word(waiting(store, Queue())[0], "reject", "too sweeping", "Eva", DAY)])
    altered = [
        replace(one, evidence=[replace(span, exact=span.exact.replace("fail", "work")) for span in one.evidence])
        if isinstance(one, Claim)
        else one
        for one in said_page(1)[1]
    ]
    text = capture.text.replace("services fail", "services work")
    load(store, capture_of(text.encode(), "page-1.txt", retrieved_from=capture.retrieved_from), altered)
    with TestClient(application(Settings(), store), base_url=HERE, client=("127.0.0.1", 50_000)) as client:
        first, second = client.get("/review").text, client.get("/review", params={"second": "1", "reader": "Ben"}).text
    assert "before its sentence was altered</dt><dd>rejected by Eva on 2026-03-01: too sweeping" in first
    assert "too sweeping" not in second
    store.close()


def test_a_claim_that_waits_no_more_is_decided_anew(local: tuple[TestClient, Store]) -> None:
    client, store = local
    claim = waiting(store, Queue())[0]
    say(store, [Word(claim, "accept", "it says so", "Ben", DAY)])
    key = claim.rpartition("/")[2]
    assert f'href="/review?one={key}"' in client.get(place(claim)).text
    asked = client.get("/review", params={"one": key, "reader": "Eva"}).text
    assert "accepted by Ben on 2026-03-01: it says so" in asked
    form = re.search(r"<form[^>]*data-keys.*?</form>", asked, re.DOTALL)
    assert form is not None
    said = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0])) | {"reader": "Eva", "verdict": "reject"}
    refused = client.post("/review", data=said)
    assert refused.status_code == 400
    assert "takes a reason" in refused.text
    assert said["claim"] in refused.text
    done = client.post("/review", data={**said, "reason": "only background"})
    assert (done.status_code, done.headers["location"]) == (303, "/review/decided?reader=Eva")
    assert "rejected by Eva" in client.get(done.headers["location"]).text
    assert client.get("/review", params={"one": "0123456789abcdef"}).status_code == 400
    assert client.get("/review", params={"one": "<script>"}).status_code == 200


def test_how_far_readers_agree_is_a_page(local: tuple[TestClient, Store]) -> None:
    client, store = local
    assert "No two readers judged the same claim yet" in client.get("/review/agreement").text
    first, second = waiting(store, Queue())[:2]
    said = [(first, "accept", "Ben"), (first, "reject", "Eva"), (second, "accept", "Ben"), (second, "accept", "Eva")]
    say(store, [Word(claim, "accept" if verdict == "accept" else "reject", "as read", reader) for claim, verdict, reader in said])
    told = client.get("/review/agreement").text
    cells = re.findall(r'<th scope="row" class="stance (\w+)">\w+</th>' + r'<td class="number">([^<]*)</td>' * 4, told)
    assert cells == [("all", "2", "2", "0.50", "0.00"), ("challenges", "2", "2", "0.50", "0.00")]
    assert '<span class="stance challenges">challenges</span> (Ben) against <span class="stance none">none</span> (Eva)' in told
    assert f'href="/review?one={first.rpartition("/")[2]}"' in told
    assert client.get("/review/agreement", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
