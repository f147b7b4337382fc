"""What readers decided of a claim before its sentence was altered: it no longer holds, and is shown to whoever decides anew."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.decisions.decided import contents, of_works, statuses
from graph.decisions.judging import words_said
from graph.decisions.told import told
from graph.decisions.verdicts import claim_as_said
from graph.provenance import newest, source_iri
from graph.resolve import active_graphs
from graph.store import CURATED, IRI
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.rights import Shown
    from graph.store import Store


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was decided, in words, and how the sentence read then; empty where its source lets no words be shown."""

    told: str
    words: str


def decided_before(store: Store, claims: Iterable[str], shown: Shown) -> dict[str, list[Earlier]]:
    """Claim → what readers said of one of the same work, theory and stance that no capture makes any more."""
    decided = statuses(store).keys()
    known = contents(store, set(claims) - decided) if decided else {}
    near = {claim: (group & decided) - {claim} for claim, group in of_works(store, known).items()}
    gone = {other for group in near.values() for other in group}
    gone -= _standing(store, gone)
    found: dict[str, list[Earlier]] = defaultdict(list)
    if not gone:
        return found
    words = words_said(store, sorted(gone))
    for claim, group in near.items():
        for word in sorted(words, key=lambda one: one.when):
            if word.claim in group:
                found[claim].append(Earlier(told(word), _sentence(store, word.claim, shown)))
    return found


def _standing(store: Store, claims: set[str]) -> set[str]:
    """Those of the claims that a capture makes which counts, or that a person added."""
    counting = active_graphs(store) | {CURATED}
    listed = " ".join(str(IRI(claim)) for claim in sorted(claims))
    query = f"SELECT ?c ?g WHERE {{ VALUES ?c {{ {listed} }} GRAPH ?g {{ ?c <{terms.STATED_IN}> ?w }} }}"
    return {
        claim.value
        for claim, graph in store.select(query, graph=None)
        if claim is not None and graph is not None and graph.value in counting
    }


def _sentence(store: Store, claim: str, shown: Shown) -> str:
    """How it read, as far as the rule of the page's newest capture allows."""
    said = claim_as_said(store, claim)
    if said is None:
        return ""
    words = (shown.quote(source_iri(newest(store, span.capture)), span.exact, claim=claim) for span in said.evidence)
    return " … ".join(filter(None, words))
