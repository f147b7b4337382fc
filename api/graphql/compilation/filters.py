"""`where` → SPARQL: patterns that hold of a variable exactly when the conditions do.

Portable SPARQL 1.1, and only what stays quick on a large store (docs/decisions/0005-graphql-compilation.md): conditions are joined
flat, so that the engine can begin at the rarest; what must not hold is taken away as a set by MINUS, never by a correlated NOT EXISTS
over several patterns; where nothing is named, comparisons and links are evaluated by themselves, each reading its own property once.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError

from api.graphql.compilation.expressions import portable
from api.graphql.levels.patterns import NOTHING_AROUND, Around, Group, Rank, by_itself, holding, lacking
from api.graphql.shape import ENTITY, Kind, Link, Type, Value, shape
from graph.store import IRI, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CONDITIONS = 50
HOPS = 6
FLAT_HOPS = 2
"""So many links are joined flat towards something named; beyond, things met twice would be followed twice."""
_NOTHING = "FILTER(false)"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def string(text: str) -> str:
    """A text as a SPARQL literal.

    Raises:
        GraphQLError: it has control characters, which no text of the graph has.
    """
    if _CONTROL.search(text):
        raise GraphQLError("a text in the arguments has control characters; leave them out")
    return str(Literal(text))


def iri(text: str) -> str:
    """An IRI in brackets; "" where the text is none."""
    try:
        return str(IRI(text)) if ":" in text and not _CONTROL.search(text) else ""
    except ValueError:
        return ""


def anchor(kind: Type, variable: str) -> str:
    """A pattern that binds a variable to the things that a link to this type may lead to."""
    return f"{variable} a <{terms.AGENT if kind.name == 'Author' else kind.cls}> ."


def _start(kind: Type, variable: str, group: Group, around: Around) -> tuple[str, Rank]:
    """What a set of things begins with: the type where nothing else binds them."""
    return around.start("" if group.holds or group.either else anchor(kind, variable))


def _everybodys(name: str) -> bool:
    """Whether things of every type have a field, so that to read it as a whole would be to read the whole graph."""
    return name in shape()[ENTITY].fields


def _pairs(where: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """All conditions that must hold, those of `and` among them."""
    for name, condition in where.items():
        if name == "and":
            for each in condition or ():
                yield from _pairs(each)
        elif condition is not None:
            yield name, condition


def _names(kind: Type, where: Mapping[str, Any]) -> bool:
    """Whether conditions give a value or a thing by name."""
    return any(_name(kind, name, condition) for name, condition in _pairs(where))


def _name(kind: Type, name: str, condition: Any) -> bool:
    if isinstance(condition, str):
        return True
    if name == "or":
        return all(_names(kind, each) for each in condition)
    found = kind.fields.get(name)
    if isinstance(found, Link):
        inner = condition if found.form == "one" else condition.get("some")
        return inner is not None and _names(shape()[found.target], inner)
    if isinstance(found, Value) and found.enumeration is None and (name == "id" or (found.plain and found.scalar == "String")):
        return any(condition.get(operator) is not None for operator in ("eq", "in", "within"))
    return False


class Conditions:
    """The compiler of one request's filters; it counts what it compiles over all of them."""

    def __init__(self) -> None:
        self._variables = 0
        self.count = 0

    def compile(self, kind: Type, where: Mapping[str, Any] | None, variable: str, around: Around = NOTHING_AROUND) -> Group:
        """Patterns for the conditions on a variable that is bound by what stands around."""
        return self._group(kind, where or {}, variable, 0, around)

    def _fresh(self) -> str:
        self._variables += 1
        return f"?w{self._variables}"

    def _add(self, number: int = 1) -> None:
        self.count += number
        if self.count > CONDITIONS:
            raise GraphQLError(f"the filters have more than {CONDITIONS} conditions; ask for less at once")

    def _group(self, kind: Type, where: Mapping[str, Any], variable: str, hops: int, around: Around) -> Group:
        """All conditions of one input object: values first, then links that lead to something named, then others, then what must not be."""
        if hops > HOPS:
            raise GraphQLError(f"links, 'or' and 'not' in the filters go more than {HOPS} deep; ask for less at once")
        group, pairs = Group(), list(_pairs(where))
        self._add(len(pairs))
        links = [
            (name, condition) for name, condition in pairs if isinstance(kind.fields.get(name), Link) and not isinstance(condition, str)
        ]
        for name, condition in pairs:
            if name not in {"or", "not"} and (name, condition) not in links:
                group.add(self._valued(kind, name, condition, variable))
        self._follow(group, kind, links, variable, hops, around)
        inside = around.and_(group.context(), named=group.named)
        for name, condition in pairs:
            if name == "or":
                group.add(self._any(kind, condition, variable, hops + 1, inside))
            elif name == "not":
                unlike = self._group(kind, condition, variable, hops + 1, inside)
                group.lacks.append(lacking(variable, _start(kind, variable, unlike, inside), unlike))
        for name, condition in links:
            link = kind.fields[name]
            if isinstance(link, Link) and link.form != "one":
                group.lacks += self._lacked(link, condition, variable, hops, inside)
        if not inside.named:
            group.compare_apart(variable)
        return group

    def _follow(self, group: Group, kind: Type, links: list[tuple[str, Any]], variable: str, hops: int, around: Around) -> None:
        """Add what links must lead to, where that is named first: it narrows the rest."""
        unnamed = 0
        for name, condition in sorted(links, key=lambda pair: not _name(kind, *pair)):
            link = kind.fields[name]
            assert isinstance(link, Link)
            inside = around.and_(group.context(), named=group.named)
            for inner in [condition] if link.form == "one" else [condition["some"]] if condition.get("some") is not None else []:
                reached = self._reached(link, inner, variable, hops, inside)
                unnamed += link.form != "one" and not reached.named
                if unnamed > 1 or not (reached.named or inside.named or _everybodys(name)):
                    reached = by_itself(variable, reached, inside)
                group.add(reached)

    def _any(self, kind: Type, several: Iterable[Mapping[str, Any]], variable: str, hops: int, around: Around) -> Group:
        groups = [self._group(kind, each, variable, hops, around) for each in several]
        if not groups:
            return holding(_NOTHING, named=True)
        united = " UNION ".join(f"{{ {group.text(*_start(kind, variable, group, around))} }}" for group in groups)
        return Group([(Rank.ALONE, united)], named=all(group.named for group in groups), hops=max(group.hops for group in groups))

    def _lacked(self, link: Link, condition: Mapping[str, Any], variable: str, hops: int, inside: Around) -> Iterator[str]:
        """What takes things away by the things that a link leads to."""
        none, every = condition.get("none"), condition.get("every")
        if none is not None:
            yield lacking(variable, inside.start(""), self._reached(link, none, variable, hops, inside))
        if every is not None:
            end, kind = self._fresh(), shape()[link.target]
            reached = inside.and_(link.pattern(variable, end))
            unlike_one = self._group(kind, every, end, hops + 1, reached)
            unlike = lacking(end, _start(kind, end, unlike_one, reached), unlike_one)
            yield lacking(variable, inside.start(""), Group([(Rank.LINK, link.pattern(variable, end))], lacks=[unlike]))

    def _reached(self, link: Link, condition: Mapping[str, Any], variable: str, hops: int, around: Around) -> Group:
        """Some thing at the end of the link is so; of a link that shows the first of several, that first one."""
        end = self._fresh()
        group = holding(link.pattern(variable, end), Rank.LINK)
        if link.main:
            other = self._fresh()
            before = f"{link.pattern(variable, other)} FILTER(STR({other}) < STR({end}))"
            group.holds.append((Rank.ALONE, f"FILTER NOT EXISTS {{ {before} }}"))
        inside = around.and_(group.context())
        inner = self._group(shape()[link.target], condition, end, hops + 1, inside)
        if inner.hops >= (FLAT_HOPS if inner.named else 1):
            inner = by_itself(end, inner, inside)
        group.add(inner)
        group.hops += 1
        return group

    def _valued(self, kind: Type, name: str, condition: Any, variable: str) -> Group:
        if isinstance(condition, str):
            return self._within(variable, condition)
        self._add(max(0, len(condition) - 1))
        given = {operator: value for operator, value in condition.items() if value is not None}
        found = kind.fields[name]
        if isinstance(found, Kind):
            return self._kind(found, given, variable)
        assert isinstance(found, Value)
        if name == "id":
            return _identified(given, variable)
        if found.enumeration is not None:
            chosen = (self._chosen(found, values, variable) for values in _choices(found.enumeration.values, given))
            return Group([(Rank.OTHER, pattern) for pattern in chosen])
        return self._compared(found, given, variable)

    def _chosen(self, found: Value, values: list[str], variable: str) -> str:
        if len(values) == 1:
            return f"{variable} {found.path} {values[0]} ."
        value = self._fresh()
        return f"VALUES {value} {{ {' '.join(values)} }} {variable} {found.path} {value} ."

    @staticmethod
    def _kind(found: Kind, given: Mapping[str, Any], variable: str) -> Group:
        group = Group()
        names = {held: name for name, held in found.enumeration.values.items()}
        for values in _choices(found.enumeration.values, given):
            held = [f"{variable} a {value} ." for value in values]
            less = ["".join(f" MINUS {{ {variable} a <{other}> }}" for other in found.below[names[value]]) for value in values]
            if len(values) == 1:
                group.add(Group([(Rank.OTHER, held[0])], lacks=less))
            else:
                united = " UNION ".join(f"{{ {one}{without} }}" for one, without in zip(held, less, strict=True))
                group.holds.append((Rank.ALONE, united or _NOTHING))
        return group

    def _within(self, variable: str, place: str) -> Group:
        """The place of this code, slug or IRI, or one that lies in it."""
        named = iri(place) if "://" in place else ""
        if named:
            return Group(either=[(f"VALUES {variable} {{ {named} }}", f"{variable} <{terms.WITHIN}> {named} .")], named=True)
        slug = f"<{terms.SLUG}> {string(place.lower())} ; a <{terms.JURISDICTION}> ."
        outer = self._fresh()
        return Group(either=[(f"{variable} {slug}", f"{outer} {slug} {variable} <{terms.WITHIN}> {outer} .")], named=True)

    def _compared(self, found: Value, given: Mapping[str, Any], variable: str) -> Group:
        """Conditions that one and the same value has to satisfy."""
        place = given.get("within")
        group = Group() if place is None else self._within(variable, place)
        rest = {operator: wanted for operator, wanted in given.items() if operator != "within"}
        if found.scalar == "String" and found.plain and set(rest) == {"eq"}:
            group.add(holding(f"{variable} {found.path} {string(rest['eq'])} .", named=True))
        elif found.scalar == "String" and found.plain and set(rest) == {"in"}:
            value = self._fresh()
            listed = " ".join(string(one) for one in rest["in"])
            group.add(holding(f"VALUES {value} {{ {listed} }} {variable} {found.path} {value} .", named=True))
        elif found.scalar == "Int" and found.plain and set(rest) == {"eq"}:
            group.add(holding(f"{variable} {found.path} {rest['eq']} ."))
        elif rest:
            value = self._fresh()
            path = f"({found.path})" if "|" in found.path else found.path
            tests = " && ".join(_test(found, operator, wanted, value) for operator, wanted in rest.items())
            rank = Rank.OTHER if _everybodys(found.name) else Rank.COMPARED
            group.add(holding(f"{variable} {path} {value} . FILTER({tests})", rank))
        return group


def _choices(known: Mapping[str, str], given: Mapping[str, Any]) -> Iterable[list[str]]:
    if "eq" in given:
        yield [known[given["eq"].name]]
    if "in" in given:
        yield [known[one.name] for one in given["in"]]


def _identified(given: Mapping[str, Any], variable: str) -> Group:
    lists = [several if operator == "in" else [several] for operator, several in given.items()]
    return Group([(Rank.NAMED, f"VALUES {variable} {{ {' '.join(map(iri, several))} }}") for several in lists], named=True)


def _test(found: Value, operator: str, wanted: Any, value: str) -> str:
    """One comparison of a value, as a SPARQL expression."""
    signs = {"eq": "=", "gte": ">=", "lte": "<="}
    if found.scalar != "String":
        if operator == "in":
            return f"{value} IN ({', '.join(map(_number, wanted))})"
        return f"{value} {signs[operator]} {_number(wanted)}"
    text = f"STR({value})"
    if operator in signs:
        return f"{text} {signs[operator]} {string(wanted)}"
    if operator == "in":
        return f"{text} IN ({', '.join(map(string, wanted))})"
    if operator == "matches":
        return f'REGEX({text}, {string(portable(wanted))}, "i")'
    return f"{'STRSTARTS' if operator == 'startsWith' else 'CONTAINS'}({text}, {string(wanted)})"


def _number(wanted: float) -> str:
    if isinstance(wanted, bool):
        return "true" if wanted else "false"
    if not math.isfinite(wanted):
        raise GraphQLError("a number in the filters is not finite")
    return repr(wanted)
