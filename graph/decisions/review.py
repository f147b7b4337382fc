"""The claims that wait for a reader, in the order asked for, each with its sentence in as much context as its source's rule allows."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from graph.decisions.altered import decided_before
from graph.decisions.context import around
from graph.decisions.judging import words_said
from graph.decisions.proposed import confidences, labelled, proposers, waiting_proposals
from graph.decisions.verdicts import claim_as_said
from graph.errors import StoreError
from graph.provenance import source_iri
from graph.rights import CLAIM_CHARACTERS, SOURCE_SHARE, Shown
from graph.store import IRI, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.decisions.addition import Addition
    from graph.decisions.altered import Earlier
    from graph.decisions.queue import Order, Queue
    from graph.record import Span
    from graph.store import Store

PARTED = 4
"""Characters between two places of one sentence."""
ESCAPED = ('"', "/", "\\")
"""What a JSON file has a backslash before."""
AROUND = 400
"""Characters of context on either side, where the source's rule allows them."""
LEAST = 24
"""Characters of context that are worth showing."""


@dataclass(slots=True)
class Named:
    """A thing with its label."""

    id: str
    label: str


@dataclass(slots=True)
class Placed:
    """A case with its label and the places that it lies in."""

    id: str
    label: str
    places: list[Named] = field(default_factory=list)


@dataclass(slots=True)
class Words:
    """One evidence: the words with what stands around them; empty where the source lets only the place be told.

    `cut` tells that the source's rule lets only a part of the words be shown.
    """

    source: Named
    start: int
    end: int
    before: str = ""
    exact: str = ""
    after: str = ""
    page: str = ""
    credit: str = ""
    cut: bool = False


@dataclass(slots=True)
class Waiting:
    """A claim as a reader sees it. `new` are its theory and cases that the graph does not hold unless it is accepted."""

    claim: str
    stance: str
    theory: Named
    work: Named
    year: str = ""
    cases: list[Placed] = field(default_factory=list)
    confidence: float | None = None
    model_confidence: float | None = None
    proposed_by: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    basis: str = ""
    voice: str = ""
    evidence: list[Words] = field(default_factory=list)
    earlier: list[Earlier] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """One JSON object."""
        return asdict(self)


@dataclass(slots=True)
class Sentence:
    """Places of one source that nothing parts but a blank, or an escape of the file that holds them: the first, the last and the words."""

    first: Words
    last: Words
    text: str
    cut: bool

    def add(self, words: Words) -> None:
        """Go on with the next place."""
        escaped = words.exact[:1] in ESCAPED  # its backslash stands in between
        blank = words.start - self.last.end > escaped
        self.text += (" " if blank and self.text and words.exact else "") + words.exact
        self.last, self.cut = words, self.cut or words.cut or not words.exact


def sentences(evidence: Iterable[Words]) -> list[Sentence]:
    """Evidence by sentence, in the order of the text."""
    found: list[Sentence] = []
    for words in sorted(evidence, key=lambda one: (one.source.id, one.start)):
        last = found[-1].last if found else None
        if last is not None and last.source == words.source and 0 <= words.start - last.end <= PARTED:
            found[-1].add(words)
        else:
            found.append(Sentence(words, words, words.exact, words.cut))
    return found


def waiting(store: Store, queue: Queue) -> list[str]:
    """The IRIs of the claims that wait, in order."""
    listed = _second(store, queue.reader) if queue.second else None
    rows = _rows(store, queue, listed)
    if listed is None:  # what models say of themselves is no confidence: their claims stand behind all that have one
        rows += [(one.claim, one.sure - 1, one.theory, one.place) for one in waiting_proposals(store, _narrowed(queue))]
    return [claim for claim, *_ in sorted(rows, key=_KEYS[queue.order])]


def _second(store: Store, reader: str) -> set[str]:
    """Claims that others judged and this reader did not."""
    words = words_said(store)
    mine = {word.claim for word in words if word.reader == reader}
    return {word.claim for word in words if word.reader != reader and word.verdict != "add"} - mine


_Row: TypeAlias = tuple[str, float, str, str]
_KEYS: dict[Order, Any] = {
    "confidence": lambda row: (-row[1], row[0]),
    "doubt": lambda row: (row[1], row[0]),
    "theory": lambda row: (row[2].casefold(), -row[1], row[0]),
    "jurisdiction": lambda row: (row[3] == "", row[3].casefold(), -row[1], row[0]),
}


def _rows(store: Store, queue: Queue, listed: set[str] | None) -> list[_Row]:
    """(claim, confidence, theory, place) of what the filters let through; listed ones as captures have them."""
    if listed is not None and not listed:
        return []
    if listed is None:
        stands = f'GRAPH <{RESOLVED}> {{ ?c <{terms.CLAIM_STATUS}> "EXTRACTED" }} FILTER(?g = <{RESOLVED}>)'
    else:
        stands = f"VALUES ?c {{ {' '.join(str(IRI(claim)) for claim in sorted(listed))} }} FILTER(?g != <{RESOLVED}>)"
    stances = " ".join(f"<{iri}>" for iri in terms.STANCE_PROPERTIES.values())
    query = f"""SELECT ?c (MAX(?score) AS ?confidence) (MIN(?name) AS ?theory) (MIN(?where) AS ?place) WHERE {{ {stands}
      VALUES ?p {{ {stances} }}
      GRAPH ?g {{ ?c ?p ?t OPTIONAL {{ ?c <{terms.CONFIDENCE}> ?score }} }}
      OPTIONAL {{ GRAPH ?g {{ ?c <{terms.RESTS_ON_CASE}> ?case }}
        OPTIONAL {{ GRAPH <{RESOLVED}> {{ ?case <{terms.CASE_IN}>/<{terms.RDFS_LABEL}> ?where }} }} }}
      {_narrowed(queue)}
      OPTIONAL {{ GRAPH <{RESOLVED}> {{ ?t <{terms.RDFS_LABEL}> ?name }} }} }} GROUP BY ?c"""
    return [
        (c.value, float(score.value) if score else 0.0, name.value if name else "", where.value if where else "")
        for c, score, name, where in store.select(query, graph=None)
        if c is not None
    ]


def _narrowed(queue: Queue) -> str:
    """The filters on theory, propositions of it included, and on place, those within it included."""
    filters = ""
    if queue.theory:
        theory = IRI(queue.theory)
        filters += f"FILTER(?t = {theory} || EXISTS {{ GRAPH <{RESOLVED}> {{ ?t <{terms.PROPOSITION_OF}> {theory} }} }}) "
    if queue.jurisdiction:
        place = IRI(queue.jurisdiction)
        filters += f"FILTER(BOUND(?case) && EXISTS {{ GRAPH <{RESOLVED}> {{ ?case <{terms.SITUATED_IN}> {place} }} }})"
    return filters


def shown(store: Store, claims: Iterable[str], budget: Shown | None = None, *, earlier: bool = False) -> list[Waiting]:
    """The claims as a reader sees them; those that no source makes any more are left out.

    With `earlier` each has what was decided of it before its sentence was altered.
    """
    budget = budget or Shown(store)
    found = [(claim, said) for claim in claims if (said := claim_as_said(store, claim)) is not None]
    things = {thing for _, said in found for thing in _things(said)}
    labels, places, scores = _labels(store, things), _places(store, found), _scores(store, found)
    unknown = labelled(store, things - labels.keys())
    years = _years(store, {unknown[said.work][0] if said.work in unknown else said.work for _, said in found})
    by, sure = proposers(store, [claim for claim, _ in found]), confidences(store, [claim for claim, _ in found])

    def named(thing: str) -> Named:
        return Named(*unknown[thing][:2]) if thing in unknown else Named(thing, labels.get(thing, ""))

    seen = []
    for claim, said in found:
        assert isinstance(said.theory, str)
        cases = [case for case in said.cases if isinstance(case, str)]
        one = Waiting(claim, said.stance, named(said.theory), named(said.work))
        one.year, one.confidence, one.basis = years.get(one.work.id, ""), scores.get(claim), said.basis
        one.model_confidence, one.proposed_by = sure.get(claim), by.get(claim, [])
        one.new = [thing for thing in _things(said) if thing in unknown and unknown[thing][2]]
        one.cases = [Placed(case, named(case).label, places.get(case, [])) for case in cases]
        one.voice = labels.get(said.voice, "")
        one.evidence = _evidence(store, claim, said.evidence, budget)
        seen.append(one)
    if earlier:
        before = decided_before(store, [one.claim for one in seen], budget)
        for one in seen:
            one.earlier = before.get(one.claim, [])
    return seen


def _things(said: Addition) -> list[str]:
    return [thing for thing in (said.work, said.theory, said.voice, *said.cases) if isinstance(thing, str) and thing]


def _labels(store: Store, things: Iterable[str]) -> dict[str, str]:
    listed = " ".join(str(IRI(thing)) for thing in sorted(things))
    rows = store.select(f"SELECT ?s ?l WHERE {{ VALUES ?s {{ {listed} }} ?s <{terms.RDFS_LABEL}> ?l }}", graph=RESOLVED)
    return {s.value: label.value for s, label in rows if s is not None and label is not None}


def _years(store: Store, works: Iterable[str]) -> dict[str, str]:
    listed = " ".join(sorted(str(IRI(work)) for work in works))
    rows = store.select(f"SELECT ?w ?y WHERE {{ VALUES ?w {{ {listed} }} ?w <{terms.PUBLICATION_YEAR}> ?y }}", graph=RESOLVED)
    return {work.value: year.value for work, year in rows if work is not None and year is not None}


def _places(store: Store, found: list[tuple[str, Addition]]) -> dict[str, list[Named]]:
    listed = " ".join(sorted({str(IRI(case)) for _, said in found for case in said.cases if isinstance(case, str)}))
    named = f"OPTIONAL {{ ?j <{terms.RDFS_LABEL}> ?l }}"
    query = f"SELECT ?k ?j ?l WHERE {{ VALUES ?k {{ {listed} }} ?k <{terms.CASE_IN}> ?j {named} }} ORDER BY ?k ?l"
    places: dict[str, list[Named]] = {}
    for case, place, label in store.select(query, graph=RESOLVED):
        if case is not None and place is not None:
            places.setdefault(case.value, []).append(Named(place.value, label.value if label is not None else ""))
    return places


def _scores(store: Store, found: list[tuple[str, Addition]]) -> dict[str, float]:
    listed = " ".join(str(IRI(claim)) for claim, _ in found)
    query = f"SELECT ?c (MAX(?s) AS ?m) WHERE {{ VALUES ?c {{ {listed} }} GRAPH ?g {{ ?c <{terms.CONFIDENCE}> ?s }} }} GROUP BY ?c"
    return {claim.value: float(score.value) for claim, score in store.select(query, graph=None) if claim is not None and score is not None}


def _evidence(store: Store, claim: str, spans: Sequence[Span], budget: Shown) -> list[Words]:
    """The evidence of a claim within the rules of its sources: all its words first, context as far as they leave room for it."""
    told = [_words(claim, span, budget) for span in spans]
    left = CLAIM_CHARACTERS - sum(len(words.exact) for words in told)
    for words, span in zip(told, spans, strict=True):
        if words.exact == span.exact:
            _surround(store, claim, words, span, left // len(spans), budget)
    return told


def _words(claim: str, span: Span, budget: Shown) -> Words:
    source = source_iri(span.capture)
    made = Words(Named(source, budget.rule(source).label), span.start, span.end, page=span.page, credit=budget.attribution(source))
    made.exact = budget.quote(source, span.exact, claim=claim)
    made.cut = bool(made.exact) and made.exact != span.exact
    return made


def _surround(store: Store, claim: str, words: Words, span: Span, left: int, budget: Shown) -> None:
    """Put what stands around the words beside them."""
    rule = budget.rule(words.source.id)
    room = 2 * AROUND if rule.open else min(left, int(rule.length * SOURCE_SHARE) - len(span.exact))
    if room < LEAST or (not rule.open and rule.display != "quote"):
        return
    try:
        text = store.captures.text(span.capture) if span.capture in store.captures else ""
    except StoreError:
        return
    before, after = around(text, span.start, span.end, room // 2)
    source = words.source.id
    if rule.open or (budget.quote(source, before, claim=claim) == before and budget.quote(source, after, claim=claim) == after):
        words.before, words.after = before, after
