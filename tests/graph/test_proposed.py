"""A model's answers wait, count once a person accepts them, and give way to the next model's, on every engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from said import page

from graph.decisions.judging import say
from graph.decisions.proposed import BUILT_IN, confidences, proposers, waiting_proposals
from graph.decisions.queue import Queue
from graph.decisions.review import shown, waiting
from graph.decisions.verdicts import Reader
from graph.exports.export import digest
from graph.loading import load
from graph.record import Proposer
from graph.resolve import active_graphs, rebuild
from graph.sources.capture import capture_of
from graph.statements.describe_work import work_key
from graph.store import RESOLVED
from graph.upkeep.verify import verify
from loaders import proposals, read
from ontology import terms

if TYPE_CHECKING:
    from graph.record import Capture
    from graph.store import Store

SENTENCE = "The towns of region 1 show that shared services fail."


def answers(of: Capture, key: str, theory: str, *, model: str = "small", waits: bool = True) -> Capture:
    """A model's answers: that a work's sentence qualifies a theory that nobody knows."""
    start = of.text.index(SENTENCE)
    place = [start, start + len(SENTENCE), SENTENCE]
    told = {"theory": {"slug": theory, "label": theory, "kind": "theory"}, "stance": "qualifies", "evidence": [place], "confidence": 0.7}
    told |= {"cases": [{"label": "quays of region 1", "evidence": [place]}]}
    head = proposals.head(Proposer(model, "127.0.0.1:1", "a1b2", "2026-11-26T10:00:00Z", of.digest, waits=waits))
    data = f"{head}\n{json.dumps({'work': key, 'claims': [told]})}\n".encode()
    return capture_of(data, "answers", retrieved_from=proposals.address_of(of.digest))


def stands(store: Store, theory: str) -> bool:
    return store.ask(f"ASK {{ ?c <{terms.GOV}bearsOn> ?t . ?t <{terms.SLUG}> '{theory}' }}", graph=RESOLVED)


def test_answers_wait_count_when_accepted_and_give_way(store: Store) -> None:
    capture, said = page(1)
    things = list(said)
    load(store, capture, things)
    work = next(thing for thing in things if type(thing).__name__ == "Work")
    key = work_key(work, capture.retrieved_from)
    before = digest(store, "resolved")
    first = answers(capture, key, "first-idea")
    assert load(store, first, read(first, extract=False)).exit_code == 0
    assert digest(store, "resolved") == before, "what waits is not in the resolved graph"
    rebuild(store)
    assert digest(store, "resolved") == before
    (one,) = waiting_proposals(store)
    assert one.claim in waiting(store, Queue())
    (seen,) = shown(store, [one.claim])
    assert (seen.theory.label, seen.work.label != "", len(seen.new)) == ("first-idea", True, 2)
    assert confidences(store, [one.claim]) == {one.claim: 0.7}
    assert proposers(store, [one.claim])[one.claim] == ["small at 127.0.0.1:1, task a1b2"]
    assert verify(store).ok
    say(store, [Reader(store, reader="Eva").word({"verdict": "accept", "claim": one.claim})])
    assert stands(store, "first-idea")
    assert waiting_proposals(store) == []
    second = answers(capture, key, "second-idea", model="other")
    load(store, second, read(second, extract=False))
    assert [proposed.theory for proposed in waiting_proposals(store)] == ["second-idea"]
    assert stands(store, "first-idea")
    third = answers(capture, key, "third-idea", model="trusted", waits=False)
    load(store, third, read(third, extract=False))
    assert stands(store, "third-idea"), "what does not wait counts at once"
    assert not stands(store, "second-idea")
    assert waiting_proposals(store) == []
    fourth = answers(capture, key, "fourth-idea", model="another")
    load(store, fourth, read(fourth, extract=False))
    assert not stands(store, "third-idea"), "and no more when answers that wait take its place"
    assert len(active_graphs(store)) == 1
    now = digest(store, "resolved")
    rebuild(store)
    assert digest(store, "resolved") == now
    assert verify(store).ok


def test_the_built_in_reader_is_named_among_those_who_propose(store: Store) -> None:
    capture, said = page(1)
    load(store, capture, said)
    rows = store.select(f'SELECT ?c WHERE {{ ?c <{terms.CLAIM_STATUS}> "EXTRACTED" }}')
    claims = [row[0].value for row in rows if row[0] is not None]
    assert claims
    assert all(names == [BUILT_IN] for names in proposers(store, claims).values())
