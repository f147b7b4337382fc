"""What people said of a claim, in words: who, when and why, wherever the same claim was found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.decisions.decided import decided_alike
from graph.decisions.judging import REPLACED_BY, words_said
from graph.store import CURATED, IRI, META
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.decisions.judging import Said
    from graph.rights import Readable
    from graph.store import Store

_DONE = {"accept": "accepted", "reject": "rejected", "change": "changed", "add": "added"}


def words_on(store: Readable, claim: str) -> list[Said]:
    """What readers said of a claim, of the same one in other captures, and of those that it was put in the place of; the last one last."""
    return words_on_each(store, [claim])[claim]


def words_on_each(store: Readable, claims: Sequence[str]) -> Mapping[str, list[Said]]:
    """The same for several claims, in as many questions to the store as for one."""
    meant: dict[str, set[str]] = {claim: {claim} for claim in claims}
    if not meant:
        return {}
    for claim, other in decided_alike(store, claims):
        meant[claim].add(other)
    listed = " ".join(str(IRI(claim)) for claim in claims)
    query = f"SELECT ?c WHERE {{ VALUES ?now {{ {listed} }} ?note {REPLACED_BY} ?now ; <{terms.RDF}subject> ?c }}"
    changed = {row[0].value for row in store.select(query, graph=CURATED) if row[0] is not None}
    by_claim: dict[str, list[Said]] = defaultdict(list)
    instead: dict[str, list[Said]] = defaultdict(list)
    for word in words_said(store, sorted(changed.union(*meant.values()))):
        by_claim[word.claim].append(word)
        instead[word.instead].append(word)
    return {
        claim: sorted(
            [*(word for other in sorted(several) for word in by_claim[other]), *instead[claim]], key=lambda word: (word.when, word.reader)
        )
        for claim, several in meant.items()
    }


def told(word: Said, claim: str = "") -> str:
    """A word as a sentence: `accepted by Eva Lind on 2026-11-26: as printed`. `claim` is the one told of, which a change may have made."""
    done = "put in another's place" if claim and word.instead == claim else _DONE[word.verdict]
    who, day = f" by {word.reader}" if word.reader else "", f" on {word.when[:10]}" if word.when else ""
    return f"{done}{who}{day}{f': {word.reason}' if word.reason else ''}"


def told_of(store: Store, claim: str) -> list[str]:
    """All that readers said of a claim, each as `told` has it."""
    return [told(word, claim) for word in words_on(store, claim)]


def told_of_statement(store: Store, statement: tuple[str, str, str]) -> list[str]:
    """Who wrote a statement into the curated graph, when and why."""
    s, p, o = statement
    query = f"""SELECT ?n ?by ?why WHERE {{ ?n <{terms.RDF}subject> {s} ; <{terms.RDF}predicate> {p} ; <{terms.RDF}object> {o}
      OPTIONAL {{ ?n <{terms.DCTERMS_CREATOR}> ?by }} OPTIONAL {{ ?n <{terms.DCTERMS}description> ?why }} }}"""
    found = []
    for node, by, why in store.select(query, graph=CURATED):
        at = f"SELECT (MAX(?at) AS ?last) WHERE {{ ?event <{terms.PROV_USED}> {node} ; <{terms.PROV_ENDED_AT_TIME}> ?at }}"
        days = [row[0].value[:10] for row in store.select(at, graph=META) if row[0] is not None]
        who, when = f" by {by.value}" if by is not None else "", f" on {days[0]}" if days else ""
        found.append(f"decided{who}{when}" + (f": {why.value}" if why is not None and why.value else ""))
    return found
