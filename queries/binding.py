"""Turns what a person gives for a parameter into terms, and puts the terms into the query. Text is never pasted."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from graph.errors import UsageError
from graph.identify import key_of, normal_doi, normal_issn
from graph.provenance import captures_of_file, source_iri
from graph.search.naming import near, thing_named
from graph.store import BASE, META, RESOLVED
from ontology import terms
from queries.question import CLASSES, STANCES, Parameter, SavedQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graph.store import Store, Term

_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_DIGITS = 18
"""Digits before the point, and behind it, that every engine's decimals hold; a number of more is refused."""
_FEW = frozenset({"concept", "jurisdiction", "organisation", "case", "reform", "venue", "course", "topic", "subject"})
"""The kinds of which a graph holds so few that a label may be looked for among all."""
_WITH_DOI = frozenset({"work", "entity"})
"""The kinds of which a thing may be named by DOI."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def bind(query: SavedQuery, given: Mapping[str, Any], store: Store) -> str:
    """The query's text with its parameters bound as terms.

    Raises:
        UsageError: a parameter is unknown, missing, wrong, or names a thing that the store does not hold.
    """
    for name in given:
        query.parameter(name)
    text = query.text
    for parameter in query.parameters:
        values = _values(query, parameter, given.get(parameter.name))
        if not values:
            continue
        if re.search(rf"LIMIT \d+ #\+{parameter.name}\b", text):
            text = re.sub(rf"LIMIT \d+ #\+{parameter.name}\b", f"LIMIT {_count(query, parameter, values[0])}", text)
            continue
        found = [term for value in values for term in terms_of(parameter, value, store, query.name)]
        block = f"VALUES ?_{parameter.name} {{ {' '.join(str(term) for term in found)} }}"
        text = text.replace(f"VALUES ?_{parameter.name} {{ UNDEF }}", block)
        if parameter.type == "source":  # engines look up a graph that is named, and search through all for one that is worked out
            graphs = " ".join(str(NamedNode(term.value.replace("/id/source/", "/graph/"))) for term in found)
            text = text.replace(f"VALUES ?_{parameter.name}_graph {{ UNDEF }}", f"VALUES ?_{parameter.name}_graph {{ {graphs} }}")
    return text


def _values(query: SavedQuery, parameter: Parameter, given: Any) -> list[Any]:
    values = [] if given is None else list(given) if isinstance(given, (list, tuple)) else [given]
    values = [value for value in values if value is not None and str(value).strip()]
    if any("\ud800" <= sign <= "\udfff" for value in values for sign in str(value)):
        raise UsageError(f"'{parameter.name}' of the query '{query.name}' is not valid Unicode: half of a surrogate pair")
    if not values and parameter.default is not None:
        values = list(parameter.default) if isinstance(parameter.default, (list, tuple)) else [parameter.default]
    if not values and parameter.required:
        raise UsageError(f"the query '{query.name}' needs {parameter.name}=… ({parameter.type}): {parameter.help}".rstrip(": "))
    if len(values) > 1 and not parameter.repeatable:
        raise UsageError(f"the query '{query.name}' takes one '{parameter.name}', not {len(values)}")
    if parameter.choices:
        for value in values:
            if str(value) not in parameter.choices:
                raise UsageError(f"'{parameter.name}' is one of {', '.join(parameter.choices)}, not '{value}'")
    return values


def _count(query: SavedQuery, parameter: Parameter, value: Any) -> int:
    try:
        count = int(str(value))
    except ValueError as error:
        raise UsageError(f"'{parameter.name}' of the query '{query.name}' is a whole number, not '{value}'") from error
    if not 0 <= count <= 1_000_000:
        raise UsageError(f"'{parameter.name}' of the query '{query.name}' is between 0 and 1,000,000, not {count}")
    return count


def terms_of(parameter: Parameter, value: Any, store: Store, query: str = "") -> list[Term]:
    """The terms that a given value stands for: a slug may name several things that are not known to be one."""
    given = str(value).strip()
    kind = parameter.type
    if kind in CLASSES:
        return list(_things(kind, given, store, parameter.name))
    try:
        return [_literal(kind, given)]
    except (ValueError, InvalidOperation) as error:
        of = f" of the query '{query}'" if query else ""
        raise UsageError(f"'{parameter.name}'{of} is not a {kind}: '{given}'") from error


def _literal(kind: str, given: str) -> Term:
    reader = _READERS.get(kind)
    return reader(given) if reader else Literal(given)


def _decimal(given: str) -> Term:
    number = Decimal(given)
    if not number.is_finite() or number.copy_abs() >= 10**_DIGITS or int(number.as_tuple().exponent) < -_DIGITS:
        raise ValueError(given)
    return Literal(format(number or Decimal(), "f"), datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


def _confidence(given: str) -> Term:
    if not 0 <= Decimal(given) <= 1:
        raise ValueError(given)
    return _decimal(given)


def _boolean(given: str) -> Term:
    if given.lower() not in ("true", "1", "yes", "false", "0", "no"):
        raise ValueError(given)
    return Literal(given.lower() in ("true", "1", "yes"))


def _language(given: str) -> Term:
    if not _LANGUAGE.fullmatch(given):
        raise ValueError(given)
    return Literal(given.lower())


def _doi(given: str) -> Term:
    normal = normal_doi(given)
    if not normal:
        raise ValueError(given)
    return Literal(normal)


def _issn(given: str) -> Term:
    normal = normal_issn(given)
    if not normal:
        raise ValueError(given)
    return Literal(normal)


def _stance(given: str) -> Term:
    if given.lower() not in STANCES:
        raise ValueError(given)
    return Literal(given.lower())


def _class(given: str) -> Term:
    name = given.removeprefix(terms.GOV)
    if not re.fullmatch(r"[A-Z][A-Za-z]+", name):
        raise ValueError(given)
    return NamedNode(terms.GOV + name)


def _term(given: str) -> Term:
    return NamedNode(given) if _IRI.fullmatch(given) else Literal(given)


_READERS: dict[str, Callable[[str], Term]] = {
    "integer": lambda given: Literal(int(given)),
    "year": lambda given: Literal(int(given)),
    "decimal": _decimal,
    "confidence": _confidence,
    "boolean": _boolean,
    "language": _language,
    "doi": _doi,
    "issn": _issn,
    "class": _class,
    "stance": _stance,
    "term": _term,
}


def _iri(text: str) -> NamedNode | None:
    try:
        return NamedNode(text)
    except ValueError:
        return None


def _things(kind: str, given: str, store: Store, name: str) -> list[NamedNode]:
    """Things by IRI, by key, by slug within their class, or the one with this label; an old IRI leads to the one that replaced it."""
    wanted = _iri(given if _IRI.fullmatch(given) and "://" in given else f"{BASE}id/{kind}/{given}")
    if wanted is not None and (here := _known(store, wanted)):
        return here
    slug = Literal(given.strip().lower().replace(" ", "-"))
    extra = f"UNION {{ ?thing <{terms.GOV}isoCode> {Literal(given.upper())} }}" if kind == "jurisdiction" else ""
    if kind == "source":
        extra = f"UNION {{ ?thing <{terms.GOV}contentHash> {Literal(given)} }} UNION {{ ?thing <{terms.RDFS}label> {Literal(given)} }}"
    if kind in _WITH_DOI and (doi := normal_doi(given)):
        extra = f"UNION {{ ?thing <{terms.GOV}doi> {Literal(doi)} }}"
    either = f"{{ ?thing <{terms.GOV}slug> {slug} }} {extra}"
    rows = store.select(f"SELECT DISTINCT ?thing WHERE {{ {either} ?thing a <{terms.GOV}{CLASSES[kind]}> }}", graph=RESOLVED)
    found = [row[0] for row in rows if isinstance(row[0], NamedNode)]
    if kind == "source" and not found:
        found = [NamedNode(source_iri(digest)) for digest in captures_of_file(store, given)]
    if found:
        return sorted(found, key=lambda iri: iri.value)
    return [_called(kind, given, store, name)]


def _called(kind: str, given: str, store: Store, name: str) -> NamedNode:
    """The one thing with this label, whatever its case.

    Raises:
        UsageError: there is none, or several; with what may be meant.
    """
    found = thing_named(store, kind, given) if kind in _FEW else []
    if len(found) == 1:
        return NamedNode(found[0])
    if found:
        keys = ", ".join(key_of(iri) for iri in found[:4])
        raise UsageError(f"more than one {kind} is called '{given}' (parameter '{name}'); name one of {keys}")
    alike = ", ".join(near(store, kind, given)) if kind in _FEW else ""
    more = (", label" if kind in _FEW else "") + (", DOI" if kind in _WITH_DOI else "")
    ways = "digest, file name" if kind == "source" else f"slug, code{more}"
    told = f"did you mean {alike}?" if alike else f"give its {ways} or IRI"
    raise UsageError(f"no {kind} '{given}' in the graph (parameter '{name}'); {told}")


def _known(store: Store, wanted: NamedNode) -> list[NamedNode]:
    """The thing itself, or what took its place."""
    if store.ask(f"ASK {{ {wanted} ?p ?o }}", graph=RESOLVED):
        return [wanted]
    redirect = f"SELECT DISTINCT ?new WHERE {{ {wanted} <http://purl.org/dc/terms/isReplacedBy> ?new }}"
    return [row[0] for row in store.select(redirect, graph=META) if isinstance(row[0], NamedNode)]
