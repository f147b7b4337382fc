"""What readers say of claims: accept, reject, change, add, or take it back; kept in `graph/curated`, one note a reader and claim.

The last word counts: it is the claim's status. The notes stay, so that the words of two readers can be compared. A change rejects the
claim and adds one with another stance or theory on the same words. When a word was given stands in `graph/meta`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias

from graph.decisions.decided import alike
from graph.errors import UsageError
from graph.identify import digest, kind_of
from graph.linkage.identity import LEFT_OUT, batches
from graph.loads import journal
from graph.loads.version import version
from graph.resolution.update import People
from graph.resolve import active_graphs, amend, rebuild
from graph.search import is_indexed
from graph.store import CURATED, IDENTITY, IRI, META, RESOLVED
from graph.text import literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.decisions.addition import Addition
    from graph.rights import Readable
    from graph.store import Store

Verdict: TypeAlias = Literal["accept", "reject", "change", "add", "undo"]
VERDICTS: tuple[Verdict, ...] = ("accept", "reject", "change", "add", "undo")
STATUS = f"<{terms.CLAIM_STATUS}>"
REPLACED_BY = f"<{terms.DCTERMS_IS_REPLACED_BY}>"
_REASON, _BY, _KIND = f"<{terms.DCTERMS}description>", f"<{terms.DCTERMS_CREATOR}>", f"<{terms.DCTERMS}type>"


@dataclass(frozen=True, slots=True)
class Word:
    """What one reader says of one claim. `added` is the claim that stands from then on where none stood before."""

    claim: str
    verdict: Verdict
    reason: str = ""
    reader: str = ""
    when: str = ""
    added: Addition | None = None


@dataclass(slots=True)
class Said:
    """A word that was said before, as the graph keeps it. `instead` is the claim that replaces a changed one."""

    claim: str
    verdict: Verdict
    reader: str = ""
    reason: str = ""
    when: str = ""
    instead: str = ""


def say(store: Store, words: Sequence[Word]) -> None:
    """Write down what readers say, all of it or nothing, and bring the resolved graph up to date once.

    Raises:
        UsageError: a claim is unknown, a reason is missing, or there is nothing to take back.
    """
    for word in words:
        check(store, word)
    if not words:
        return
    before = version(store)
    journal.begin(store, rebuild)
    people = People.now(store)
    confirmed = [_write(store, word) for word in words]
    things = _confirm(store, {word.claim for word in words}) if all(confirmed) else amended(store, people)
    journal.end(store)
    if is_indexed(store):
        from graph.search.finding import follow

        follow(store, before, things)


def check(store: Store, word: Word) -> None:
    """Whether a word can be said.

    Raises:
        UsageError: a claim is unknown, a reason is missing, or there is nothing to take back.
    """
    if word.verdict not in VERDICTS:
        raise UsageError(f"no verdict '{word.verdict}'; there are {', '.join(VERDICTS)}")
    if word.verdict in ("reject", "change") and not word.reason.strip():
        raise UsageError(f"to {word.verdict} a claim takes a reason, for those who come later")
    if word.verdict in ("add", "change") and word.added is None:
        raise UsageError(f"to {word.verdict} takes the claim that stands from now on")
    if word.verdict == "add":
        return
    if kind_of(word.claim) != "claim":
        raise UsageError(f"{word.claim} is not a claim")
    if not store.ask(f"ASK {{ GRAPH ?g {{ <{word.claim}> ?p ?o }} }}", graph=None):
        raise UsageError(f"nothing in the store has the IRI {word.claim}")
    if word.verdict == "undo" and not store.ask(f"ASK {{ {note_of(word.claim, word.reader)} ?p ?o }}", graph=CURATED):
        raise UsageError(f"{word.reader or 'nobody'} said nothing of {word.claim}; there is nothing to take back")


def note_of(claim: str, reader: str) -> str:
    """The node of what a reader says of a claim."""
    return f"<{CURATED}#{digest(f'{claim} {STATUS} {reader}', 20)}>"


def _write(store: Store, word: Word) -> bool:
    """One word into the curated graph; whether it only confirms a claim that stands."""
    claim = word.added.iri if word.verdict == "add" and word.added is not None else word.claim
    node, s = note_of(claim, word.reader), f"<{claim}>"
    before = _status(store, claim)
    replaced = [one.instead for one in words_said(store, [claim]) if one.reader == word.reader and one.instead]
    _drop(store, f"{node} ?p ?o")
    _log(store, node, word)
    _drop(store, f"{s} {STATUS} ?o")
    for old in replaced:
        if word.added is None or old != word.added.iri:
            _withdraw(store, old)
    if word.verdict == "undo":
        last = words_said(store, [claim])
        if last:
            latest = max(last, key=lambda one: (one.when, one.reader))
            _insert(store, [f"{s} {STATUS} {literal(_status_of(latest.verdict))}"])
        else:
            _withdraw(store, claim)
        return False
    status = _status_of(word.verdict)
    lines = [f"{s} {STATUS} {literal(status)}"]
    for part, term in (("subject", s), ("predicate", STATUS), ("object", literal(status))):
        lines.append(f"{node} <{terms.RDF}{part}> {term}")
    lines += [f"{node} {_KIND} {literal(word.verdict)}", f"{node} {_REASON} {literal(word.reason)}"]
    lines += [f"{node} {_BY} {literal(word.reader)}"] if word.reader else []
    if word.added is not None:
        lines += [*word.added.lines, f"<{word.added.iri}> {STATUS} {literal('CURATED')}"]
        if word.verdict == "change":
            lines.append(f"{node} {REPLACED_BY} <{word.added.iri}>")
    _insert(store, lines)
    return word.verdict == "accept" and before != "REJECTED" and not replaced and word.added is None


def amended(store: Store, people: People) -> set[str] | None:
    """Bring the resolved graph up to date with what people say now and did not say before; what was changed, None = everything may be."""
    now = People.now(store)
    told = {one for one in people.rows.keys() | now.rows.keys() if set(people.rows.get(one, ())) != set(now.rows.get(one, ()))}
    records = told | (people.seeds ^ now.seeds)
    records |= _evidence(store, records)
    hidden = _unused(store, records, now.seeds) - now.kept
    shown = _left_out(store, records) - now.seeds - hidden
    if shown and any(kind_of(iri[1:]) != "claim" for iri in now.seeds):
        rebuild(store)  # what shows again may be hidden for another reason
        return None
    return amend(store, people, records, hidden, shown).things


def _evidence(store: Store, claims: set[str]) -> set[str]:
    """The evidence of claims in whichever graph."""
    found: set[str] = set()
    for some in batches(sorted(claims)):
        query = f"SELECT ?e WHERE {{ VALUES ?c {{ {some} }} GRAPH ?g {{ ?c <{terms.EVIDENCED_BY}> ?e }} FILTER(?g != <{RESOLVED}>) }}"
        found.update(str(row[0]) for row in store.select(query, graph=None))
    return found


def _unused(store: Store, places: set[str], gone: set[str]) -> set[str]:
    """The evidence in captures that bears out nothing but rejected claims."""
    users: dict[str, set[str]] = defaultdict(set)
    active = active_graphs(store)
    for some in batches(sorted(places)):
        query = f"SELECT ?g ?c ?e WHERE {{ VALUES ?e {{ {some} }} GRAPH ?g {{ ?c <{terms.EVIDENCED_BY}> ?e }} }}"
        for graph, claim, place in store.select(query, graph=None):
            if graph is not None and graph.value in active:
                users[str(place)].add(str(claim))
    return {place for place, by in users.items() if by <= gone}


def _left_out(store: Store, records: set[str]) -> set[str]:
    """The records that the resolved graph leaves out so far."""
    found: set[str] = set()
    for some in batches(sorted(records)):
        rows = store.select(f"SELECT ?s WHERE {{ VALUES ?s {{ {some} }} ?s {LEFT_OUT} true }}", graph=IDENTITY)
        found.update(str(row[0]) for row in rows)
    return found


def _withdraw(store: Store, claim: str) -> None:
    """Take a claim that a person added out again, once nobody stands by it; its evidence too, where no other added claim rests on it."""
    s = f"<{claim}>"
    stands = f"ASK {{ {{ ?note {REPLACED_BY} {s} }} UNION {{ ?note <{terms.RDF}predicate> {STATUS} ; <{terms.RDF}subject> {s} }} }}"
    if store.ask(stands, graph=CURATED):
        return
    places = [row[0] for row in store.select(f"SELECT ?e WHERE {{ {s} <{terms.EVIDENCED_BY}> ?e }}", graph=CURATED)]
    _drop(store, f"{s} ?p ?o")
    for place in places:
        if not store.ask(f"ASK {{ ?other <{terms.EVIDENCED_BY}> {place} }}", graph=CURATED):
            _drop(store, f"{place} ?p ?o")


def _status_of(verdict: Verdict) -> str:
    return "CURATED" if verdict in ("accept", "add") else "REJECTED"


def _status(store: Store, claim: str) -> str:
    rows = store.select(f"SELECT ?o WHERE {{ <{claim}> {STATUS} ?o }}", graph=CURATED)
    return next((row[0].value for row in rows if row[0] is not None), "")


def _confirm(store: Store, claims: set[str]) -> set[str]:
    """Put the new status of claims that stand into the resolved graph, from which nothing else follows; what was changed."""
    confirmed = claims | {claim for claim, status in alike(store).items() if status == "CURATED"}
    for claim in sorted(confirmed):
        s = f"<{claim}>"
        store.update(
            f"WITH <{RESOLVED}> DELETE {{ {s} {STATUS} ?old }} INSERT {{ {s} {STATUS} {literal('CURATED')} }} WHERE {{ {s} {STATUS} ?old }}"
        )
    return confirmed


def words_said(store: Readable, claims: Iterable[str] = ()) -> list[Said]:
    """What readers said, of some claims or of all, with its time; by claim and reader."""
    listed = " ".join(str(IRI(claim)) for claim in claims)
    within = f"VALUES ?claim {{ {listed} }}" if listed else ""
    query = f"""SELECT ?node ?claim ?status ?verdict ?reader ?reason ?instead WHERE {{ {within} ?node <{terms.RDF}predicate> {STATUS} ;
      <{terms.RDF}subject> ?claim ; <{terms.RDF}object> ?status . OPTIONAL {{ ?node {_KIND} ?verdict }} OPTIONAL {{ ?node {_BY} ?reader }}
      OPTIONAL {{ ?node {_REASON} ?reason }} OPTIONAL {{ ?node {REPLACED_BY} ?instead }} }}"""
    rows = list(store.select(query, graph=CURATED))
    if not rows:
        return []
    times = _times(store, [str(row[0]) for row in rows] if listed else [])
    found = []
    for node, claim, status, verdict, reader, reason, instead in rows:
        if node is None or claim is None or status is None:
            continue
        told = next((one for one in VERDICTS if verdict is not None and one == verdict.value), None)
        told = told or ("accept" if status.value == "CURATED" else "reject")
        texts = [term.value if term is not None else "" for term in (reader, reason, instead)]
        found.append(Said(claim.value, told, texts[0], texts[1], times.get(node.value, ""), texts[2]))
    return sorted(found, key=lambda one: (one.claim, one.reader))


def _times(store: Readable, nodes: Iterable[str]) -> dict[str, str]:
    """When each note was written last, of some or, where none are named, of all."""
    within = f"VALUES ?node {{ {listed} }}" if (listed := " ".join(nodes)) else ""
    told = f"?event <{terms.PROV_USED}> ?node ; <{terms.PROV_ENDED_AT_TIME}> ?at"
    query = f"SELECT ?node (MAX(?at) AS ?last) WHERE {{ {within} {told} }} GROUP BY ?node"
    rows = store.select(query, graph=META)
    return {node.value: at.value for node, at in rows if node is not None and at is not None}


def _insert(store: Store, lines: list[str]) -> None:
    store.update(f"INSERT DATA {{ GRAPH <{CURATED}> {{ {' . '.join(lines)} }} }}")


def _drop(store: Store, pattern: str) -> None:
    store.update(f"DELETE WHERE {{ GRAPH <{CURATED}> {{ {pattern} }} }}")


def _log(store: Store, node: str, word: Word) -> None:
    now = datetime.now(UTC)
    at = word.when or f"{now:%Y-%m-%dT%H:%M:%S.%fZ}"
    event = f"<{META}#decision-{digest(f'{node} {word.verdict} {word.reason} {at}', 20)}>"
    lines = [
        f"{event} <{terms.RDF_TYPE}> <{terms.PROV_ACTIVITY}>",
        f"{event} <{terms.PROV_USED}> {node}",
        f"{event} <{terms.RDFS_LABEL}> {literal(word.verdict)}",
        f"{event} {_REASON} {literal(word.reason)}",
        f'{event} <{terms.PROV_ENDED_AT_TIME}> "{at}"^^<{terms.XSD_DATE_TIME}>',
        *([f"{event} {_BY} {literal(word.reader)}"] if word.reader else []),
    ]
    store.update(f"INSERT DATA {{ GRAPH <{META}> {{ {' . '.join(lines)} }} }}")
