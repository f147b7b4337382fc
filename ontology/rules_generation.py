"""The rules and contradictions of `ontology.rules`, made from the axioms in the Turtle: one truth, two ways of reasoning.

What is translated is the part of OWL 2 RL that the ontology uses; an axiom of another shape is an error, never left out in silence.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection

from ontology.rules import Contradiction, Pattern, Rule
from ontology.terms_generation import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

TYPE = str(RDF.type)
NAMESPACE = NAMESPACES["GOV"]


def _name(term: Node) -> str:
    return str(term).removeprefix(NAMESPACE)


def _ours(term: Node) -> bool:
    return isinstance(term, URIRef) and str(term).startswith(NAMESPACE)


def _members(graph: Graph, head: Node) -> list[Node]:
    return list(Collection(graph, head))


def _condition(graph: Graph, expression: Node, subject: str, fresh: Iterator[int]) -> tuple[Pattern, ...]:
    """The patterns that make `subject` an instance of the class expression."""
    if isinstance(expression, URIRef):
        return () if expression == OWL.Thing else ((subject, TYPE, str(expression)),)
    parts = graph.value(expression, OWL.intersectionOf)
    if parts is not None:
        return tuple(pattern for part in _members(graph, parts) for pattern in _condition(graph, part, subject, fresh))
    link, value = graph.value(expression, OWL.onProperty), graph.value(expression, OWL.hasValue)
    if link is not None and value is not None:
        return ((subject, str(link), str(value)),)
    filler = graph.value(expression, OWL.someValuesFrom)
    if link is not None and filler is not None:
        other = f"?y{next(fresh)}"
        return ((subject, str(link), other), *_condition(graph, filler, other, fresh))
    raise ValueError(f"a class expression that no rule can test stands in the ontology: {graph.cbd(expression).serialize()}")


def _consequences(graph: Graph, expression: Node) -> list[Pattern]:
    """What follows of ?x when it is an instance of the class expression."""
    if isinstance(expression, URIRef):
        return [("?x", TYPE, str(expression))]
    parts = graph.value(expression, OWL.intersectionOf)
    if parts is not None:
        return [pattern for part in _members(graph, parts) for pattern in _consequences(graph, part)]
    link, value = graph.value(expression, OWL.onProperty), graph.value(expression, OWL.hasValue)
    if link is not None and value is not None:
        return [("?x", str(link), str(value))]
    raise ValueError(f"a class expression that no rule can conclude stands in the ontology: {graph.cbd(expression).serialize()}")


def _words(graph: Graph, expression: Node) -> str:
    if isinstance(expression, URIRef):
        return _name(expression)
    parts = graph.value(expression, OWL.intersectionOf)
    if parts is not None:
        return " and ".join(_words(graph, part) for part in _members(graph, parts))
    link = graph.value(expression, OWL.onProperty)
    value, filler = graph.value(expression, OWL.hasValue), graph.value(expression, OWL.someValuesFrom)
    named = _name(link or expression)
    return f"{named} {_name(value)}" if value is not None else f"{named} some {_name(filler or expression)}"


def _implications(graph: Graph) -> Iterator[tuple[Node, Node, str]]:
    """(part, whole, axiom in words) for each sub-class axiom and both ways of each equivalence."""
    for part, whole in graph.subject_objects(RDFS.subClassOf):
        yield part, whole, f"{_words(graph, part)} is a sub-class of {_words(graph, whole)}"
    for left, right in graph.subject_objects(OWL.equivalentClass):
        yield left, right, f"{_words(graph, left)} is equivalent to {_words(graph, right)}"
        yield right, left, f"{_words(graph, left)} is equivalent to {_words(graph, right)}"


def _class_rules(graph: Graph) -> Iterator[Rule]:
    for part, whole, axiom in _implications(graph):
        if not all(_ours(term) or isinstance(term, BNode) for term in (part, whole)):
            continue
        body = _condition(graph, part, "?x", count(1))
        for head in _consequences(graph, whole):
            name = f"class/{_words(graph, part)}/{_words(graph, whole)}".replace(" ", "-")
            yield Rule(name, axiom, body, head)


def _property_rules(graph: Graph) -> Iterator[Rule]:
    forward = ("?x", "?y")
    for part, whole in graph.subject_objects(RDFS.subPropertyOf):
        if _ours(part) and _ours(whole):
            axiom = f"{_name(part)} is a sub-property of {_name(whole)}"
            yield _link(f"sub-property/{_name(part)}/{_name(whole)}", axiom, str(part), str(whole), forward)
    for left, right in graph.subject_objects(OWL.inverseOf):
        for one, other in ((left, right), (right, left)):
            axiom = f"{_name(left)} is the inverse of {_name(right)}"
            yield _link(f"inverse/{_name(one)}/{_name(other)}", axiom, str(one), str(other), ("?y", "?x"))
    for link in graph.subjects(RDF.type, OWL.SymmetricProperty):
        yield _link(f"symmetric/{_name(link)}", f"{_name(link)} is symmetric", str(link), str(link), ("?y", "?x"))
    for link in graph.subjects(RDF.type, OWL.TransitiveProperty):
        body: tuple[Pattern, ...] = (("?x", str(link), "?y"), ("?y", str(link), "?z"))
        yield Rule(f"transitive/{_name(link)}", f"{_name(link)} is transitive", body, ("?x", str(link), "?z"))
    for link, chain in graph.subject_objects(OWL.propertyChainAxiom):
        steps = _members(graph, chain)
        body = tuple((f"?x{place}", str(step), f"?x{place + 1}") for place, step in enumerate(steps))
        names = [_name(step) for step in steps]
        axiom = f"{', then '.join(names)} gives {_name(link)}"
        yield Rule(f"chain/{_name(link)}/{'-'.join(names)}", axiom, body, ("?x0", str(link), f"?x{len(steps)}"))


def _link(name: str, axiom: str, given: str, gained: str, ends: tuple[str, str]) -> Rule:
    return Rule(name, axiom, (("?x", given, "?y"),), (ends[0], gained, ends[1]))


def _end_rules(graph: Graph) -> Iterator[Rule]:
    for link, domain in graph.subject_objects(RDFS.domain):
        axiom = f"{_name(link)} has the domain {_name(domain)}"
        yield Rule(f"domain/{_name(link)}", axiom, (("?x", str(link), "?y"),), ("?x", TYPE, str(domain)))
    for link, range_ in graph.subject_objects(RDFS.range):
        if (link, RDF.type, OWL.ObjectProperty) in graph:
            axiom = f"{_name(link)} has the range {_name(range_)}"
            yield Rule(f"range/{_name(link)}", axiom, (("?x", str(link), "?y"),), ("?y", TYPE, str(range_)))


def generate_rules(graph: Graph) -> tuple[Rule, ...]:
    """Every rule of the ontology in `graph`, linear ones first, then by name."""
    found = [*_class_rules(graph), *_property_rules(graph), *_end_rules(graph)]
    return tuple(sorted(set(found), key=lambda rule: (not rule.linear, rule.name)))


def generate_contradictions(graph: Graph) -> tuple[Contradiction, ...]:
    """Everything that the ontology in `graph` forbids, by name."""
    found = [*_disjoint(graph), *_forbidden_links(graph)]
    return tuple(sorted(found, key=lambda one: one.name))


def _disjoint(graph: Graph) -> Iterator[Contradiction]:
    sets = [_members(graph, members) for members in graph.objects(None, OWL.members)]
    sets += [[left, right] for left, right in graph.subject_objects(OWL.disjointWith)]
    for members in sets:
        iris = tuple(sorted(str(member) for member in members))
        names = [_name(member) for member in members]
        yield Contradiction(
            name=f"disjoint/{'-'.join(sorted(names)[:3])}{'' if len(names) <= 3 else f'-and-{len(names) - 3}-more'}",
            axiom=f"nothing is two of {', '.join(names)}",
            body=(("?x", TYPE, "?c"), ("?x", TYPE, "?d")),
            offenders=("?x",),
            left="?c",
            right="?d",
            choices=(("?c", iris), ("?d", iris)),
        )


def _forbidden_links(graph: Graph) -> Iterator[Contradiction]:
    for link in graph.subjects(RDF.type, OWL.FunctionalProperty):
        axiom = f"{_name(link)} has one value"
        body: tuple[Pattern, ...] = (("?x", str(link), "?y"), ("?x", str(link), "?z"))
        yield Contradiction(f"functional/{_name(link)}", axiom, body, ("?x", "?y", "?z"), "?y", "?z")
    for link in graph.subjects(RDF.type, OWL.AsymmetricProperty):
        body = (("?x", str(link), "?y"), ("?y", str(link), "?x"))
        yield Contradiction(f"asymmetric/{_name(link)}", f"{_name(link)} never points back", body, ("?x", "?y"), "?x", "?y")
    for link in graph.subjects(RDF.type, OWL.IrreflexiveProperty):
        body = (("?x", str(link), "?x"),)
        yield Contradiction(f"irreflexive/{_name(link)}", f"nothing is {_name(link)} of itself", body, ("?x",))
