"""JSON-LD in the words of `ontology/context.jsonld`: short names, plain values where the context says what they are."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.exports.canonical import triples_of
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.store import Store

_XSD = terms.XSD


class Context:
    """The JSON-LD context, read for writing: IRI → short name and what the context says of its values."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self.written = written
        self._prefixes = {name: value for name, value in written.items() if isinstance(value, str) and value.startswith("http")}
        self._terms: dict[str, tuple[str, str, bool]] = {}
        self._names: dict[str, str] = {}
        for name, value in written.items():
            told = value if isinstance(value, dict) else {"@id": value}
            iri = self._expanded(str(told["@id"])) if isinstance(told.get("@id"), str) else ""
            if iri.startswith("http") and name not in self._prefixes:
                self._terms[iri] = (name, self._expanded(str(told.get("@type", ""))), told.get("@container") == "@set")
                self._names.setdefault(iri, name)

    def _expanded(self, short: str) -> str:
        prefix, _, rest = short.partition(":")
        return self._prefixes[prefix] + rest if prefix in self._prefixes else short

    def name(self, iri: str) -> str:
        """The short name of a class or property, else prefix:name, else the IRI."""
        if iri in self._names:
            return self._names[iri]
        for prefix, base in self._prefixes.items():
            if iri.startswith(base) and iri != base:
                return f"{prefix}:{iri.removeprefix(base)}"
        return iri

    def node(self, subject: str, statements: Iterable[tuple[str, NamedNode | Literal]]) -> dict[str, Any]:
        """One thing as a JSON object; `statements` are its (property, value) pairs in order."""
        out: dict[str, Any] = {"id": subject}
        for prop, value in statements:
            if prop == terms.RDF_TYPE and isinstance(value, NamedNode):
                out.setdefault("type", []).append(self.name(value.value))
                continue
            name, kind, always_list = self._terms.get(prop, (self.name(prop), "", False))
            written = _value(value, kind)
            if always_list:
                out.setdefault(name, []).append(written)
            elif name not in out:
                out[name] = written
            elif isinstance(out[name], list):
                out[name].append(written)
            else:
                out[name] = [out[name], written]
        return out


def _value(value: NamedNode | Literal, kind: str) -> Any:
    if isinstance(value, NamedNode):
        return value.value if kind == "@id" else {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype, text = value.datatype.value, value.value
    if datatype == _XSD + "string":
        return text if not kind else {"@value": text, "@type": datatype} if kind != datatype else text
    if datatype != kind:
        return {"@value": text, "@type": datatype}
    if datatype == _XSD + "boolean" and text in ("true", "false"):
        return text == "true"
    if datatype.lower().endswith("integer") and text.lstrip("-").isdigit() and str(int(text)) == text and len(text) < 15:
        return int(text)
    return text


@lru_cache(maxsize=1)
def context() -> Context:
    """The context that ships with the ontology."""
    return Context(json.loads(files("ontology").joinpath("context.jsonld").read_text(encoding="utf-8"))["@context"])


def document(store: Store, graphs: Iterable[str], *, single: bool) -> Iterator[bytes]:
    """Graphs as one JSON-LD document with its context inside: a single one as its default graph, else each under its name."""
    yield b'{"@context": ' + json.dumps(context().written, ensure_ascii=False, separators=(",", ":")).encode() + b',\n"graph": ['
    comma = b"\n"
    for graph in graphs:
        if single:
            yield from _listed(store, graph)
            continue
        yield comma + b'{"id": ' + json.dumps(graph).encode() + b', "graph": ['
        yield from _listed(store, graph)
        yield b"\n]}"
        comma = b",\n"
    yield b"\n]}\n"


def _listed(store: Store, graph: str) -> Iterator[bytes]:
    comma, held = "\n", list[str]()
    for subject, statements in groupby(_triples(store, graph), key=lambda triple: triple[0]):
        node = context().node(subject, ((prop, value) for _, prop, value in statements))
        held.append(comma + json.dumps(node, ensure_ascii=False))
        comma = ",\n"
        if len(held) == 1000:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()


def _triples(store: Store, graph: str) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    for chunk in triples_of(store, graph):
        for quad in parse(chunk, RdfFormat.N_TRIPLES):
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, NamedNode | Literal)
            yield quad.subject.value, quad.predicate.value, quad.object
