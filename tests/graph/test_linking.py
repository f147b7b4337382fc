"""A person links a work to a concept that it names: the suggestion goes, reloading changes nothing, and it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from said import page

import queries
from graph.decisions.linking import ABOUT, link, unlink
from graph.errors import UsageError
from graph.explain import why
from graph.exports.export import digest
from graph.loading import load
from graph.opening import open_store
from graph.record import Claim
from graph.resolve import rebuild
from graph.search.finding import index_of
from graph.store import BASE, IRI
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Store

WORK = f"{BASE}id/work/10.5555%2Ftowns.1"
CONCEPT = f"{BASE}id/concept/shared-services"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A work whose text names a concept that it is not linked to."""
    opened = open_store(str(tmp_path / "store"))
    load_page(opened)
    index_of(opened)
    yield opened
    opened.close()


def load_page(store: Store) -> None:
    capture, said = page(1)
    load(store, capture, [one for one in said if not isinstance(one, Claim)])


def suggested(store: Store) -> int:
    return len(queries.run(store, "unlinked-mentions", {"work": WORK}).rows)


def test_a_link_that_was_made_is_suggested_no_more(store: Store) -> None:
    before = digest(store, "resolved")
    assert suggested(store) == 1
    link(store, WORK, CONCEPT, reason="it is on nothing else", by="Eva")
    assert suggested(store) == 0
    assert store.ask(f"ASK {{ <{WORK}> {ABOUT} <{CONCEPT}> }}")
    quick = digest(store, "resolved")
    rebuild(store)
    assert digest(store, "resolved") == quick, "as if all had been resolved anew"
    load_page(store)
    assert suggested(store) == 0
    unlink(store, WORK, CONCEPT, by="Ben")
    assert suggested(store) == 1
    assert digest(store, "resolved") == before


def test_it_is_told_who_linked_them_and_why(store: Store) -> None:
    link(store, WORK, CONCEPT, reason="it is on nothing else", by="Eva")
    (note,) = why(store, IRI(WORK), IRI(terms.ABOUT_CONCEPT), IRI(CONCEPT)).notes
    assert note.startswith("decided by Eva on 2")
    assert note.endswith(": it is on nothing else")


def test_what_cannot_be_linked_is_refused(store: Store) -> None:
    for work, concept in ((CONCEPT, CONCEPT), (WORK, WORK), (f"{WORK}9", CONCEPT)):
        with pytest.raises(UsageError, match=r"is no (work|concept) of the graph"):
            link(store, work, concept)
    with pytest.raises(UsageError, match="nothing to take back"):
        unlink(store, WORK, CONCEPT)
    link(store, WORK, CONCEPT)
    with pytest.raises(UsageError, match="already"):
        link(store, WORK, CONCEPT)
