"""RDF of others, parsed without trust: whole or not at all, no DTD, no entity, no remote context, no import, within limits of size.

What comes out are plain values; nothing of it is a statement of ours. Blank nodes are renamed, so that those of two files never meet.
Statements that redefine the words of RDF, RDFS, OWL, SKOS, PROV or govgraph itself are refused: a source speaks about its own things.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph

from graph.errors import InputError
from graph.sources.closed_xml import check
from graph.store import BASE

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_STATEMENTS = 4_000_000
MOST_SAME_AS = 1_000
"""`owl:sameAs` statements of one file: their closure grows with the square of a chain's length, and it is never built here."""
_DEEPEST_JSON = 60
_FORMATS = {
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
SYNTAXES = tuple(_FORMATS)
_W3 = "http://www.w3.org/"
_OWL, _RDFS, _SKOS = f"{_W3}2002/07/owl#", f"{_W3}2000/01/rdf-schema#", f"{_W3}2004/02/skos/core#"
_RDF = f"{_W3}1999/02/22-rdf-syntax-ns#"
_RESERVED = (_RDF, _RDFS, _OWL, _SKOS, f"{_W3}ns/prov#", f"{_W3}2001/XMLSchema#", BASE)
_REDEFINING = {
    *(f"{_OWL}{name}" for name in ("sameAs", "equivalentClass", "equivalentProperty", "inverseOf", "disjointWith", "unionOf")),
    *(f"{_RDFS}{name}" for name in ("subClassOf", "subPropertyOf", "domain", "range")),
}
_SAME_AS = f"{_OWL}sameAs"
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


class Node(NamedTuple):
    """The object of a statement: an IRI or blank node (`literal` is False), or a literal with its language."""

    value: str
    literal: bool = False
    language: str = ""


class Statement(NamedTuple):
    """One statement: subject and predicate as IRIs; a subject that is a blank node begins with `_:`."""

    subject: str
    predicate: str
    object: Node


def statements(data: bytes, syntax: str, *, base: str = "") -> list[Statement]:
    """All statements of a document in one of SYNTAXES, graph names left out; relative IRIs are read against `base`.

    Raises:
        InputError: with the line, where the document is broken; or it asks for what is refused, or is larger than the limits.
    """
    if syntax == "rdfxml":
        check(data)
    elif syntax == "jsonld":
        _closed_json(data)
    try:
        found = list(_parsed(data, syntax, base))
    except SyntaxError as wrong:
        reason = re.sub(r" \(line \d+\)$", "", str(wrong)).removeprefix("Parser error ")
        where = f"line {wrong.lineno}" if wrong.lineno else "the file"
        raise InputError(f"{where}: not valid RDF ({reason}); nothing of the file is loaded, correct the line") from wrong
    except (ValueError, OSError) as wrong:
        raise InputError(f"not valid RDF ({wrong}); nothing of the file is loaded") from wrong
    _decent(found)
    return found


def _parsed(data: bytes, syntax: str, base: str) -> Iterator[Statement]:
    quads = pyoxigraph.parse(data, format=_FORMATS[syntax], base_iri=base or None, rename_blank_nodes=True)
    for number, quad in enumerate(quads):
        if number >= MOST_STATEMENTS:
            raise InputError(f"more than {MOST_STATEMENTS} statements; load the vocabulary in parts")
        subject, obj = quad.subject, quad.object
        if isinstance(obj, pyoxigraph.Literal):
            yield Statement(_name(subject), quad.predicate.value, Node(obj.value, True, obj.language or ""))
        else:
            yield Statement(_name(subject), quad.predicate.value, Node(_name(obj)))


def _name(term: object) -> str:
    return term.value if isinstance(term, pyoxigraph.NamedNode) else str(term)


def _decent(found: list[Statement]) -> None:
    """Refuse what would change the meaning of words that are not the file's, and chains that cannot be closed over."""
    same = 0
    for subject, predicate, value in found:
        if predicate in _REDEFINING and subject.startswith(_RESERVED) and not _restated(subject, predicate, value.value):
            raise InputError(
                f"a source may not assert about reserved vocabularies: it says what {subject} is ({predicate.rpartition('#')[2]}); "
                "take that statement out"
            )
        same += predicate == _SAME_AS
    if same > MOST_SAME_AS:
        raise InputError(f"{same} owl:sameAs statements, more than the budget of {MOST_SAME_AS}; state matches with skos:exactMatch")


def _restated(subject: str, predicate: str, value: str) -> bool:
    """Whether it may be SKOS's own definition of its words, which many vocabularies carry along: SKOS words about SKOS words."""
    meant = value.startswith((_SKOS, "_:")) or value in (f"{_RDFS}label", f"{_RDF}List")
    return subject.startswith(_SKOS) and meant and predicate.rpartition("#")[2] not in ("sameAs", "equivalentClass", "equivalentProperty")


def _closed_json(data: bytes) -> None:
    """No context at an address, which would be fetched, and no nesting without end."""
    depth = 0
    for sign in re.findall(rb"[\[\]{}]", _QUOTED.sub(b"", data)):
        depth += 1 if sign in b"[{" else -1
        if depth > _DEEPEST_JSON:
            raise InputError(f"JSON nested deeper than {_DEEPEST_JSON}: this is no vocabulary")
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as wrong:
        raise InputError(f"not valid JSON: {wrong}; nothing of the file is loaded") from wrong
    if address := next(_remote(said), ""):
        raise InputError(
            f"its context {address[:200]} is remote and is never fetched; write the context into the file, or save it as Turtle"
        )


def _remote(node: object) -> Iterator[str]:
    """The addresses that a document's contexts name, wherever they stand."""
    if isinstance(node, list):
        for one in node:
            yield from _remote(one)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == "@context":
                yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))
            if name == "@import" and isinstance(value, str):
                yield value
            yield from _remote(value)
