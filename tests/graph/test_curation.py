"""What people decide survives reloading and rebuilding, can be undone, and is on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small import small_atlas

import queries
from graph.decisions import curation
from graph.decisions.judging import Word, say
from graph.errors import UsageError
from graph.exports.export import digest
from graph.identify import key_of
from graph.loading import load
from graph.opening import open_store
from graph.record import Contributor, Source, Work
from graph.resolve import rebuild
from graph.sources.capture import capture_of
from graph.store import BASE, META
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store

COUNTERS = f"{BASE}id/concept/shared-counters"


def two_records() -> tuple[Store, str, str]:
    """Two works that no rule joins."""
    store = open_store("")
    one = Work(kind="article", title="On counters", year=2010, authors=[Contributor("Lind", "Eva")])
    other = Work(kind="article", title="Counters, a working paper", year=2009, authors=[Contributor("Lind", "Eva")])
    load(store, capture_of(b"one", "a.txt"), [Source(label="a"), one])
    load(store, capture_of(b"two", "b.txt"), [Source(label="b"), other])
    rows = store.select(f"SELECT ?w {{ ?w a <{terms.ARTICLE}> }} ORDER BY ?w")
    first, second = (row[0].value for row in rows if row[0] is not None)
    return store, first, second


def articles(store: Store) -> int:
    return sum(1 for _ in store.select(f"SELECT ?w {{ ?w a <{terms.ARTICLE}> }}"))


def test_accept_reject_undo() -> None:
    store, first, second = two_records()
    before = digest(store, "resolved")
    assert articles(store) == 2
    curation.accept(store, first, second, reason="the paper became the article", by="Eva Lind")
    assert articles(store) == 1
    rebuild(store)
    assert articles(store) == 1
    curation.reject(store, first, second, reason="no, they differ")
    assert articles(store) == 2
    curation.undo(store, first, second, reason="let the rules decide")
    assert digest(store, "resolved") == before
    told = f"SELECT ?why {{ ?n <{terms.DCTERMS}description> ?why }}"
    reasons = {row[0].value for row in store.select(told, graph=META) if row[0]}
    assert reasons >= {"the paper became the article", "no, they differ", "let the rules decide"}
    with pytest.raises(UsageError, match=r"nothing|no decision"):
        curation.undo(store, first, second, reason="again")
    store.close()


def test_a_rejected_claim_leaves_the_answers_and_a_curated_one_says_so() -> None:
    store = small_atlas()
    claims = [row[0].value for row in store.select(f'SELECT ?c {{ ?c <{terms.CLAIM_STATUS}> "EXTRACTED" }} ORDER BY ?c') if row[0]]
    say(store, [Word(claims[0], "accept", "read it"), Word(claims[1], "reject", "not what it says")])
    rows = queries.run(store, "claims-on-concept", {"concept": "shared-counters"})
    place = [column.name for column in rows.columns]
    status = {row[place.index("claim")].id: row[place.index("status")] for row in rows.rows}
    assert status[claims[0]] == "CURATED"
    assert claims[1] not in status
    store.close()


def test_what_is_hidden_stays_hidden_until_it_is_shown_again() -> None:
    store = small_atlas()
    before = digest(store, "resolved")
    curation.suppress(store, COUNTERS, reason="asked to")
    assert not store.ask(f"ASK {{ <{COUNTERS}> ?p ?o }}")
    assert not store.ask(f"ASK {{ ?s ?p <{COUNTERS}> }}")
    load(store, capture_of(b"later", "later.txt"), [Source(label="later"), Work(title="Later", year=2024)])
    assert not store.ask(f"ASK {{ <{COUNTERS}> ?p ?o }}")
    curation.unsuppress(store, COUNTERS, reason="agreed")
    assert store.ask(f"ASK {{ <{COUNTERS}> ?p ?o }}")
    assert before != digest(store, "resolved")
    with pytest.raises(UsageError, match="not hidden"):
        curation.unsuppress(store, COUNTERS, reason="again")
    store.close()


def test_what_a_source_said_is_told_without_what_is_hidden() -> None:
    store = small_atlas()
    work, *_ = (row[0].value for row in store.select(f"SELECT ?w {{ ?c <{terms.STATED_IN}> ?w ; <{terms.RESTS_ON_CASE}> ?k }}") if row[0])
    source, *_ = (row[0].value for row in store.select(f"SELECT ?s {{ <{work}> <{terms.DESCRIBED_IN}> ?s }}") if row[0])
    claims = {row[0].value for row in store.select(f"SELECT ?c {{ ?c <{terms.STATED_IN}> <{work}> }}") if row[0]}

    def told() -> str:
        return str(queries.run(store, "source-statements", {"source": source}).rows)

    before = told()
    assert all(iri in before for iri in (work, *claims))
    curation.suppress(store, work, reason="asked to")
    hidden = told()
    assert hidden != "[]"
    assert not [iri for iri in (f"'{work}'", f"'{work}#", f"/{key_of(work)}/", *claims) if iri in hidden]
    curation.unsuppress(store, work, reason="agreed")
    assert told() == before
    store.close()


def test_a_thing_that_nobody_knows_cannot_be_decided_of() -> None:
    store = small_atlas()
    with pytest.raises(UsageError, match="nothing in the store"):
        curation.suppress(store, f"{BASE}id/concept/nothing", reason="x")
    with pytest.raises(UsageError, match="not the IRI"):
        curation.suppress(store, "not an iri", reason="x")
    store.close()
