"""What one statement entails by itself: rules of one premise, closed beforehand into a table.

The rules are `ontology.rules`, generated from the axioms. A type that the kind in a thing's own IRI implies is not written again, since
every described thing states its class.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from graph.identify import ID
from ontology import terms
from ontology.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.rules import Pattern

Triple: TypeAlias = tuple[str, str, str]
"""A statement as its three terms in N-Triples."""

TYPE = f"<{terms.RDF_TYPE}>"
ROOTS = {
    "work": terms.WORK,
    "person": terms.PERSON,
    "organisation": terms.ORGANISATION,
    "venue": terms.VENUE,
    "concept": terms.CONCEPT,
    "case": terms.CASE,
    "reform": terms.REFORM,
    "jurisdiction": terms.JURISDICTION,
    "claim": terms.CLAIM,
    "evidence": terms.EVIDENCE,
    "topic": terms.ATLAS_TOPIC,
    "subject": terms.ATLAS_SUBJECT,
    "course": terms.COURSE,
    "scheme": terms.CONCEPT_SCHEME,
    "source": terms.SOURCE,
    "contribution": terms.CONTRIBUTION,
    "disagreement": terms.DISAGREEMENT,
}
"""The class of all things of a kind; what describes a thing states this class or one below it."""

_THINGS = f"<{ID}"
_KIND = len(_THINGS)
_S, _O = "?s", "?o"


class Entailed(NamedTuple):
    """What follows from a statement (s, p, o): (s, q, o) for q in `same`, (o, q, s) for q in `turned`, facts of either end and others."""

    same: tuple[str, ...]
    turned: tuple[str, ...]
    subject: tuple[tuple[str, str], ...]
    object: tuple[tuple[str, str], ...]
    fixed: tuple[Triple, ...]


def kind(term: str) -> str:
    """The kind of thing that a term in brackets stands for, by its address; "" for literals and foreign things."""
    if not term.startswith(_THINGS):
        return ""
    if "#" in term:
        fragment = term.rpartition("#")[2]
        return "contribution" if fragment.startswith("author-") else "disagreement" if fragment.startswith("disagreement-") else ""
    return term[_KIND:].partition("/")[0]


def _ntriples(pattern: Pattern) -> Triple:
    s, p, o = (part if part.startswith("?") else f"<{part}>" for part in pattern)
    return s, p, o


@cache
def _linear() -> dict[str, list[tuple[Triple, Triple]]]:
    """Rules of one premise as (body, head), by the predicate of the body."""
    found: dict[str, list[tuple[Triple, Triple]]] = defaultdict(list)
    for rule in rules():
        if rule.linear:
            body = _ntriples(rule.body[0])
            found[body[1]].append((body, _ntriples(rule.head)))
    return found


def closed(statements: Iterable[Triple]) -> set[Triple]:
    """Statements with all that follows from each alone; terms may be variables, which stand for themselves."""
    waiting = list(statements)
    reached = set(waiting)
    while waiting:
        s, p, o = waiting.pop()
        for body, head in _linear().get(p, ()):
            if body[2].startswith("?") or body[2] == o:
                bound = {body[0]: s, body[2]: o}
                new = (bound.get(head[0], head[0]), head[1], bound.get(head[2], head[2]))
                if new not in reached:
                    reached.add(new)
                    waiting.append(new)
    return reached


@cache
def supers(class_: str) -> frozenset[str]:
    """The classes above a class, itself included, all in brackets."""
    return frozenset(o for s, p, o in closed([(_S, TYPE, f"<{class_}>")]) if p == TYPE)


@cache
def _own_class() -> tuple[tuple[str, frozenset[str], frozenset[str], str], ...]:
    """Rules such as `?x a Person ; authorOf ?y . ?y a Work → ?x a Author`, as (predicate, kinds of x, kinds of y, class).

    Two premises are types that the kinds of the two IRIs tell, so that the statement alone decides.
    """
    found = []
    for rule in rules():
        if not rule.linear and rule.head[1] == terms.RDF_TYPE:
            x = rule.head[0]
            link = next(part for part in rule.body if part[0] == x and part[1] != terms.RDF_TYPE)
            classes = {part[0]: f"<{part[2]}>" for part in rule.body if part[1] == terms.RDF_TYPE}
            ends = [
                frozenset(name for name, root in ROOTS.items() if end not in classes or classes[end] in supers(root))
                for end in (x, link[2])
            ]
            found.append((f"<{link[1]}>", ends[0], ends[1], f"<{rule.head[2]}>"))
    return tuple(found)


@cache
def _entailed(predicate: str, constant: str, subject_kind: str, object_kind: str, is_literal: bool) -> Entailed | None:
    known = closed([(_S, predicate, constant or _O)])
    kinds = {_S: subject_kind, _O: object_kind}
    for p, left, right, class_ in _own_class():
        for s, q, o in list(known):
            if q == p and kinds.get(s, "") in left and kinds.get(o, "") in right:
                known |= closed([(s, TYPE, class_)])
    implied = {end: supers(ROOTS[name]) if name in ROOTS else frozenset() for end, name in kinds.items()}
    facts: dict[str, list[tuple[str, str]]] = {_S: [], _O: []}
    same, turned, fixed = [], [], []
    for s, p, o in sorted(known - {(_S, predicate, constant or _O)}):
        if s not in facts:
            fixed.append((s, p, o))
        elif o not in facts:
            own_type = predicate == TYPE and s == _S  # a class statement tells its classes; all others leave them to it
            if own_type or p != TYPE or o not in implied[s]:
                facts[s].append((p, o))
        elif s == _S:
            same.append(p)
        else:
            turned.append(p)
    if is_literal:
        turned, facts[_O] = [], []
    if not (same or turned or facts[_S] or facts[_O] or fixed):
        return None
    return Entailed(tuple(same), tuple(turned), tuple(facts[_S]), tuple(facts[_O]), tuple(fixed))


@cache
def constants() -> frozenset[str]:
    """Predicates of which some value has consequences of its own, such as a class or a stance."""
    return frozenset(body[1] for bodies in _linear().values() for body, _ in bodies if not body[2].startswith("?"))


def entailed(s_kind: str, p: str, o: str) -> Entailed | None:
    """What follows from a statement about a thing of this kind, or None where nothing does."""
    constant = o if p in constants() else ""
    return _entailed(p, constant, s_kind, kind(o), o[0] == '"')


def consequences(statement: Triple) -> list[Triple]:
    """The statement and all that follows from it alone."""
    s, p, o = statement
    follows = entailed(kind(s), p, o)
    if follows is None:
        return [statement]
    return [
        statement,
        *((s, q, o) for q in follows.same),
        *((o, q, s) for q in follows.turned),
        *((s, q, value) for q, value in follows.subject),
        *((o, q, value) for q, value in follows.object),
        *follows.fixed,
    ]
