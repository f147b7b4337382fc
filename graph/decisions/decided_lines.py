"""What was decided so far → the lines of a curation file, which say the same in another store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.decisions.judging import words_said
from graph.decisions.verdicts import claim_as_said
from graph.store import CURATED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.decisions.addition import Addition, NewCase, NewConcept
    from graph.store import Store

_KINDS = {terms.THEORY: "theory", terms.PARADIGM: "paradigm", terms.PRACTICE: "practice", terms.ISSUE: "issue"}


def lines_of(store: Store) -> Iterator[dict[str, Any]]:
    """A line a reader and claim, in the order in which they were said.

    Claims are named by their IRI and by what they say, which finds them in a store that read their source otherwise; added ones by all
    that they say.
    """
    for word in sorted(words_said(store), key=lambda one: (one.when, one.claim, one.reader)):
        line: dict[str, Any] = {"verdict": word.verdict}
        if word.verdict == "add":
            said = claim_as_said(store, word.claim)
            if said is None:
                continue
            line |= _whole(store, said)
        else:
            line |= {"claim": word.claim} | _content(store, word.claim)
        now = claim_as_said(store, word.instead) if word.verdict == "change" else None
        if now is not None:
            line["to"] = {"stance": now.stance, "theory": _thing(store, now.theory)}
        yield line | {name: value for name in ("reason", "reader", "when") if (value := getattr(word, name))}


def _content(store: Store, claim: str) -> dict[str, Any]:
    """What finds a claim by what it says; nothing where no source makes it any more."""
    said = claim_as_said(store, claim)
    if said is None:
        return {}
    return {"work": said.work, "theory": said.theory, "stance": said.stance, "quote": said.evidence[0].exact}


def _whole(store: Store, said: Addition) -> dict[str, Any]:
    evidence = [{"source": span.capture, "quote": span.exact, "start": span.start} for span in said.evidence]
    told = {"work": said.work, "theory": _thing(store, said.theory), "stance": said.stance}
    told |= {"cases": [_thing(store, case) for case in said.cases], "evidence": evidence}
    more = {"basis": said.basis, "voice": said.voice, "quoted_in": said.quoted_in, "page": said.page}
    return told | {name: value for name, value in more.items() if value}


def _thing(store: Store, thing: str | NewConcept | NewCase) -> object:
    """A thing by its IRI; one that only a person named by what that person said of it."""
    query = f"""SELECT ?label ?type ?place WHERE {{ <{thing}> <{terms.RDFS_LABEL}> ?label ; a ?type
      OPTIONAL {{ <{thing}> <{terms.CASE_IN}> ?place }} }} ORDER BY ?label ?place"""
    rows = list(store.select(query, graph=CURATED))
    if not rows or rows[0][0] is None or rows[0][1] is None:
        return thing
    told: dict[str, Any] = {"label": rows[0][0].value}
    if rows[0][1].value == terms.ANONYMISED_CASE:
        told["anonymised"] = True
    if rows[0][1].value in _KINDS:
        told["kind"] = _KINDS[rows[0][1].value]
    places = [row[2].value.rpartition("/")[2] for row in rows if row[2] is not None]
    return told | ({"places": places} if places else {})
