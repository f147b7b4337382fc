"""Generated questions over the small graph give what a plain reading of its statements gives."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from asked import ID, Questions, filled, triples
from engines import opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from api.graphql.shape import Kind, Link, Type, Value, shape
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHAPE = shape()
STATED: dict[tuple[str, str], list[Any]] = defaultdict(list)
BACK: dict[tuple[str, str], list[str]] = defaultdict(list)
for triple in triples():
    STATED[triple.subject.value, triple.predicate.value].append(triple.object)
    if isinstance(triple.object, NamedNode):
        BACK[triple.object.value, triple.predicate.value].append(triple.subject.value)


# a plain reading: no query, no plan


def classes(thing: str) -> set[str]:
    return {cls.value for cls in STATED.get((thing, terms.RDF_TYPE), ())}


def instances(kind: Type) -> list[str]:
    return sorted(thing for thing in BACK[kind.cls, terms.RDF_TYPE] if classes(thing).isdisjoint(kind.apart))


def values(thing: str, field: Value) -> list[Any]:
    if field.name == "id":
        return [NamedNode(thing)]
    return [term for path in field.path.split("|") for term in STATED.get((thing, path[1:-1]), ())]


def ends(thing: str, link: Link) -> list[str]:
    found = BACK.get((thing, link.iri), []) if link.inverse else [term.value for term in STATED.get((thing, link.iri), ())]
    return sorted({end for end in found if not link.only or link.only in classes(end)})


def kind_of(thing: str, field: Kind) -> str | None:
    named = field.enumeration.values.items()
    return next((n for n, iri in named if iri[1:-1] in classes(thing) and classes(thing).isdisjoint(field.below[n])), None)


def compared(term: Any, field: Value) -> Any:
    if field.enumeration:
        return field.enumeration.name_of(term.value)
    return {"Int": int, "Float": float, "Boolean": lambda text: text == "true"}.get(field.scalar, str)(term.value)


TESTS: dict[str, Any] = {
    "eq": lambda one, other: one == other,
    "in": lambda one, other: one in other,
    "gte": lambda one, other: one >= other,
    "lte": lambda one, other: one <= other,
    "contains": lambda one, other: other in one,
    "startsWith": lambda one, other: one.startswith(other),
}


def holds(kind: Type, thing: str, where: dict[str, Any]) -> bool:
    return all(holds_one(kind, thing, name, condition) for name, condition in where.items())


def holds_one(kind: Type, thing: str, name: str, condition: Any) -> bool:
    if name == "and":
        return all(holds(kind, thing, each) for each in condition)
    if name == "or":
        return any(holds(kind, thing, each) for each in condition)
    if name == "not":
        return not holds(kind, thing, condition)
    field = kind.fields[name]
    if isinstance(condition, str):
        places = [f"{ID}jurisdiction/{condition}"]
        return thing in places or any(place in ends(thing, field) for place in places)
    if isinstance(field, Kind):
        return all(TESTS[test](kind_of(thing, field), wanted) for test, wanted in condition.items())
    if isinstance(field, Value):
        held = [compared(term, field) for term in values(thing, field)]
        return any(all(TESTS[test](one, wanted) for test, wanted in condition.items()) for one in held) if condition else True
    target, reached = SHAPE[field.target], ends(thing, field)
    if field.form == "one":
        return any(holds(target, end, condition) for end in (reached[:1] if field.main else reached))
    each = {way: [holds(target, end, inner) for end in reached] for way, inner in condition.items()}
    return all({"some": any, "every": all, "none": lambda found: not any(found)}[way](found) for way, found in each.items())


# generated questions


def wanted_of(field: Value) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions with values that stand in the graph, and some that do not."""
    known = sorted({compared(t, field) for (_, p), found in STATED.items() for t in found if f"<{p}>" in field.path.split("|")}, key=str)
    if field.enumeration:
        one = st.sampled_from(sorted(field.enumeration.values))
        return st.one_of(st.fixed_dictionaries({"eq": one}), st.fixed_dictionaries({"in": st.lists(one, max_size=2)}))
    if field.scalar == "Boolean":
        return st.fixed_dictionaries({"eq": st.booleans()})
    other: Any = {"Int": 2012, "Float": 0.5}.get(field.scalar, "o")
    one = st.sampled_from([*(one for one in known if one is not None), other])
    parts = {"eq": one, "in": st.lists(one, max_size=3), "gte": one, "lte": one}
    if field.scalar == "String":
        parts |= {"contains": one.map(lambda text: text[1:4]), "startsWith": one.map(lambda text: text[:2])}
    return st.sampled_from(sorted(parts)).flatmap(lambda test: st.fixed_dictionaries({test: parts[test]}))


def where_of(kind: Type, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    """Conditions on a type: values at any depth, links and logic above the deepest."""

    def of(name: str) -> st.SearchStrategy[dict[str, Any]]:
        if name in {"and", "or"}:
            return st.fixed_dictionaries({name: st.lists(where_of(kind, depth - 1), min_size=name == "or", max_size=2)})
        if name == "not":
            return st.fixed_dictionaries({name: where_of(kind, depth - 1)})
        field = kind.fields[name]
        if (kind.name, name) == ("Jurisdiction", "within"):
            return st.fixed_dictionaries({name: st.sampled_from(["CA", "CA-AB", "DK"])})
        if isinstance(field, Value):
            return st.fixed_dictionaries({name: wanted_of(field)})
        if isinstance(field, Kind):
            return st.fixed_dictionaries({name: st.fixed_dictionaries({"eq": st.sampled_from(sorted(field.enumeration.values))})})
        inner = where_of(SHAPE[field.target], depth - 1)
        if field.form != "one":
            inner = st.sampled_from(["some", "every", "none"]).flatmap(lambda way: st.fixed_dictionaries({way: inner}))
        return st.fixed_dictionaries({name: inner})

    fields = [f for f in kind.fields.values() if f.name not in {"id", "types"}]
    groups = [[f.name for f in fields if not isinstance(f, Link)]]
    if depth:  # logic and links are drawn as often as values, however many values a type has
        groups += [[f.name for f in fields if isinstance(f, Link)], ["and", "or", "or", "not"], ["case"] if kind.name == "Claim" else []]
    drawn = st.one_of([st.sampled_from(group) for group in groups if group])
    names = st.lists(drawn, max_size=2, unique=True)
    return names.flatmap(lambda chosen: st.tuples(*map(of, chosen))).map(lambda parts: {k: v for part in parts for k, v in part.items()})


@st.composite
def questions(draw: st.DrawFn) -> tuple[Type, dict[str, Any], Link, dict[str, Any], int]:
    kind = SHAPE[draw(st.sampled_from(["Work", "Concept", "Case", "Claim", "Author", "Jurisdiction", "Organisation"]))]
    link = kind.fields[draw(st.sampled_from([f.name for f in kind.fields.values() if isinstance(f, Link) and f.form == "connection"]))]
    assert isinstance(link, Link)
    return kind, draw(where_of(kind, 2)), link, draw(where_of(SHAPE[link.target], 1)), draw(st.integers(0, 3))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Questions]:
    folder: Path = tmp_path_factory.mktemp("generated")
    with opened("memory", folder) as store:
        yield Questions(filled(store))


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(question=questions())
def test_generated_questions(asked: Questions, question: tuple[Type, dict[str, Any], Link, dict[str, Any], int]) -> None:
    kind, where, link, inner, first = question
    text = f"""query($where: {kind.name}Filter, $inner: {link.target}Filter) {{ {kind.plural}(first: 50, where: $where) {{ totalCount
      edges {{ node {{ id {link.name}(first: {first}, where: $inner) {{ totalCount edges {{ node {{ id label }} }} }} }} }} }} }}"""
    page = asked.data(text, where=where, inner=inner)[kind.plural]
    expected = [thing for thing in instances(kind) if holds(kind, thing, where)]
    assert [edge["node"]["id"] for edge in page["edges"]] == expected
    assert page["totalCount"] == len(expected)
    for edge in page["edges"]:
        reached = [end for end in ends(edge["node"]["id"], link) if holds(SHAPE[link.target], end, inner)]
        assert edge["node"][link.name]["totalCount"] == len(reached)
        assert [one["node"]["id"] for one in edge["node"][link.name]["edges"]] == reached[:first]


def fields_of(kind: Type) -> list[Value]:
    return [f for f in kind.fields.values() if isinstance(f, Value) and not (f.guard or f.text or f.many or f.name == "id")]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_generated_values(asked: Questions, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([one for one in SHAPE.values() if one.plural]))
    chosen = data.draw(st.lists(st.sampled_from(fields_of(kind)), unique_by=lambda f: f.name, max_size=6))
    page = asked.data(f"{{ {kind.plural} {{ edges {{ node {{ id {' '.join(f.name for f in chosen)} }} }} }} }}")[kind.plural]
    for edge in page["edges"]:
        for field in chosen:
            held = [compared(term, field) for term in values(edge["node"]["id"], field) if isinstance(term, (Literal, NamedNode))]
            assert edge["node"][field.name] == (held[0] if held else None)


def test_an_empty_not_holds_of_nothing(asked: Questions) -> None:
    assert asked.data('{ jurisdictions(where: {within: "CA", not: {}}) { totalCount } }') == {"jurisdictions": {"totalCount": 0}}
