"""`where` → SPARQL: patterns that hold of a variable exactly when the conditions do.

Portable SPARQL 1.1, and only what stays quick on a large store (docs/decisions/0005-graphql-compilation.md): conditions are joined
flat, so that the engine can begin at the rarest; what must not hold is taken away as a set by MINUS, never by a correlated NOT EXISTS
over several patterns; of conditions on links to many that name nothing in particular only one is joined flat, the others as sets.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError

from api.graphql.shape import Kind, Link, Type, Value, shape
from graph.store import IRI, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CONDITIONS = 50
HOPS = 6
PATTERN_LENGTH = 200
_NOTHING = "FILTER(false)"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_UNPORTABLE = re.compile(r"(?<!\\)(?:\\\\)*(?:\(\?(?!:)|\\[1-9])")


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


@dataclass(slots=True)
class Group:
    """Patterns that must hold, and those that take away; `named` tells that some value or thing is given by name."""

    holds: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)
    named: bool = False

    def text(self) -> str:
        """The patterns in an order in which they mean what they should."""
        return " ".join([*self.holds, *self.lacks])

    def add(self, other: Group) -> None:
        """Let another group's patterns hold as well."""
        self.holds += other.holds
        self.lacks += other.lacks
        self.named = self.named or other.named


def anchor(kind: Type, variable: str) -> str:
    """A pattern that binds a variable to the things that a link to this type may lead to."""
    return f"{variable} a <{terms.AGENT if kind.name == 'Author' else kind.cls}> ."


class Conditions:
    """The compiler of one request's filters; it counts what it compiles over all of them."""

    def __init__(self) -> None:
        self._variables = 0
        self.count = 0

    def compile(self, kind: Type, where: Mapping[str, Any] | None, variable: str) -> str:
        """Patterns for the conditions on a variable that is bound elsewhere in the group."""
        return self._group(kind, where or {}, variable, 0).text()

    def _fresh(self) -> str:
        self._variables += 1
        return f"?w{self._variables}"

    def _add(self) -> None:
        self.count += 1
        if self.count > CONDITIONS:
            raise GraphQLError(f"the filters have more than {CONDITIONS} conditions; ask for less at once")

    def _group(self, kind: Type, where: Mapping[str, Any], variable: str, hops: int) -> Group:
        """All conditions of one input object."""
        if hops > HOPS:
            raise GraphQLError(f"links, 'or' and 'not' in the filters go more than {HOPS} deep; ask for less at once")
        group, unnamed = Group(), 0
        for name, condition in where.items():
            if condition is None:
                continue
            self._add()
            found = kind.fields.get(name)
            if name == "and":
                for each in condition:
                    group.add(self._group(kind, each, variable, hops))
            elif name == "or":
                group.add(self._any(kind, condition, variable, hops + 1))
            elif name == "not":
                group.lacks.append(self._lacking(variable, anchor(kind, variable), self._group(kind, condition, variable, hops + 1)))
            elif isinstance(found, Link) and not isinstance(condition, str):
                linked = self._linked(found, condition, variable, hops)
                if linked.holds and not linked.named and found.form != "one":
                    unnamed += 1
                    if unnamed > 1:
                        linked = Group([f"{{ SELECT DISTINCT {variable} WHERE {{ {linked.text()} }} }}"])
                group.add(linked)
            else:
                group.add(self._valued(kind, name, condition, variable))
        return group

    def _any(self, kind: Type, several: Iterable[Mapping[str, Any]], variable: str, hops: int) -> Group:
        groups = [self._group(kind, each, variable, hops) for each in several]
        if not groups:
            return Group([_NOTHING], named=True)
        united = " UNION ".join(f"{{ {anchor(kind, variable)} {group.text()} }}" for group in groups)
        return Group([united if len(groups) > 1 else f"{{ {united} }}"], named=all(group.named for group in groups))

    @staticmethod
    def _lacking(variable: str, start: str, group: Group) -> str:
        return f"MINUS {{ SELECT DISTINCT {variable} WHERE {{ {start} {group.text()} }} }}"

    def _linked(self, link: Link, condition: Mapping[str, Any], variable: str, hops: int) -> Group:
        if link.form == "one":
            return self._reached(link, condition, variable, hops)
        group = Group()
        for way, inner in condition.items():
            if inner is None:
                continue
            if way == "some":
                group.add(self._reached(link, inner, variable, hops))
            elif way == "none":
                group.lacks.append(self._lacking(variable, "", self._reached(link, inner, variable, hops)))
            else:
                end, kind = self._fresh(), shape()[link.target]
                unlike = self._lacking(end, anchor(kind, end), self._group(kind, inner, end, hops + 1))
                group.lacks.append(self._lacking(variable, link.pattern(variable, end), Group([], [unlike])))
        return group

    def _reached(self, link: Link, condition: Mapping[str, Any], variable: str, hops: int) -> Group:
        """Some thing at the end of the link is so; of a link that shows the first of several, that first one."""
        end = self._fresh()
        group = Group([link.pattern(variable, end)])
        if link.main:
            other = self._fresh()
            before = f"{link.pattern(variable, other)} FILTER(STR({other}) < STR({end}))"
            group.holds.append(f"FILTER NOT EXISTS {{ {before} }}")
        group.add(self._group(shape()[link.target], condition, end, hops + 1))
        return group

    def _valued(self, kind: Type, name: str, condition: Any, variable: str) -> Group:
        if isinstance(condition, str):
            return self._within(variable, condition)
        self.count += max(0, len(condition) - 1)
        self._add()
        given = {operator: value for operator, value in condition.items() if value is not None}
        found = kind.fields[name]
        if isinstance(found, Kind):
            return self._kind(found, given, variable)
        assert isinstance(found, Value)
        if name == "id":
            return _identified(given, variable)
        if found.enumeration is not None:
            return Group([self._chosen(found, values, variable) for values in _choices(found.enumeration.values, given)])
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
            parts = [
                f"{variable} a {value} ." + "".join(f" MINUS {{ {variable} a <{other}> }}" for other in found.below[names[value]])
                for value in values
            ]
            group.holds.append(" UNION ".join(f"{{ {part} }}" for part in parts) or _NOTHING)
        return group

    def _within(self, variable: str, place: str) -> Group:
        """The place of this code, slug or IRI, or one that lies in it."""
        named = iri(place) if "://" in place else ""
        if named:
            return Group([f"{{ {variable} <{terms.WITHIN}> {named} }} UNION {{ VALUES {variable} {{ {named} }} }}"], named=True)
        slug = f"<{terms.SLUG}> {string(place.lower())} ; a <{terms.JURISDICTION}> ."
        outer = self._fresh()
        return Group([f"{{ {outer} {slug} {variable} <{terms.WITHIN}> {outer} }} UNION {{ {variable} {slug} }}"], named=True)

    def _compared(self, found: Value, given: Mapping[str, Any], variable: str) -> Group:
        """Conditions that one and the same value has to satisfy."""
        place = given.get("within")
        group = Group() if place is None else self._within(variable, place)
        rest = {operator: wanted for operator, wanted in given.items() if operator != "within"}
        if found.scalar == "String" and found.plain and set(rest) == {"eq"}:
            group.add(Group([f"{variable} {found.path} {string(rest['eq'])} ."], named=True))
        elif found.scalar == "String" and found.plain and set(rest) == {"in"}:
            value = self._fresh()
            listed = " ".join(string(one) for one in rest["in"])
            group.add(Group([f"VALUES {value} {{ {listed} }} {variable} {found.path} {value} ."], named=True))
        elif rest:
            value = self._fresh()
            path = f"({found.path})" if "|" in found.path else found.path
            tests = " && ".join(_test(found, operator, wanted, value) for operator, wanted in rest.items())
            group.add(Group([f"{variable} {path} {value} . FILTER({tests})"]))
        return group


def _choices(known: Mapping[str, str], given: Mapping[str, Any]) -> Iterable[list[str]]:
    if "eq" in given:
        yield [known[given["eq"].name]]
    if "in" in given:
        yield [known[one.name] for one in given["in"]]


def _identified(given: Mapping[str, Any], variable: str) -> Group:
    lists = [several if operator == "in" else [several] for operator, several in given.items()]
    return Group([f"VALUES {variable} {{ {' '.join(map(iri, several))} }}" for several in lists], named=True)


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
        return f'REGEX({text}, {string(_portable(wanted))}, "i")'
    return f"{'STRSTARTS' if operator == 'startsWith' else 'CONTAINS'}({text}, {string(wanted)})"


def _number(wanted: float) -> str:
    if isinstance(wanted, bool):
        return "true" if wanted else "false"
    if not math.isfinite(wanted):
        raise GraphQLError("a number in the filters is not finite")
    return repr(wanted)


def _portable(pattern: str) -> str:
    """A regular expression that every engine reads alike.

    Raises:
        GraphQLError: it is too long, is no regular expression, or looks around or back.
    """
    if len(pattern) > PATTERN_LENGTH:
        raise GraphQLError(f"a regular expression may have {PATTERN_LENGTH} characters")
    if _UNPORTABLE.search(pattern):
        raise GraphQLError("a regular expression may not look around or refer back")
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise GraphQLError(f"not a regular expression: {error}") from error
    return pattern
