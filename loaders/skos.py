"""SKOS vocabulary (STW, EuroVoc, COFOG, CPSV-AP and their like) in RDF/XML, Turtle, TriG, N-Triples, N-Quads or JSON-LD: concepts.

A concept keeps its own address as an exact match, beside the mappings that the vocabulary states; its key is made from that address, or
is that of our scheme's concept where the scheme says the two match exactly. The file is parsed whole or not at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Finding, Reject, Source
from graph.rights import is_open
from graph.sources.foreign import statements
from loaders._files.decode import text_of
from loaders._skos_reading import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

LABEL = "SKOS vocabulary (RDF/XML, Turtle, N-Triples, JSON-LD)"
MEDIA = "rdf"
_GLANCE = 200_000
_BY_NAME = {
    ".ttl": "turtle", ".turtle": "turtle", ".nt": "ntriples", ".nq": "nquads", ".trig": "trig", ".rdf": "rdfxml", ".owl": "rdfxml",
    ".jsonld": "jsonld",
}  # fmt: skip
_RDF_XML = re.compile(rb"<(?:[\w.-]+:)?RDF[\s>]")
_TURTLE = re.compile(rb"^[ \t]*(?:@prefix|@base|PREFIX|BASE)\s", re.MULTILINE | re.IGNORECASE)
_LINES = re.compile(rb"^[ \t]*(?:<[^<>\s]+>|_:\w+)\s+<[^<>\s]+>\s+(?:<[^<>\s]+>|_:|\")", re.MULTILINE)
_CONTEXT = re.compile(rb'"@(?:context|graph|id)"\s*:')
_SKOS = (b"2004/02/skos/core", b"2008/05/skos-xl")
_OTHERS = {"skos": 0.92, "rdf": 0.31}
"""RDF without SKOS is recognised so that its reject can say what it lacks; a loader of another RDF format is surer of its own."""


def recognise(capture: Capture) -> float:
    """By its syntax, and by its using SKOS."""
    syntax = _syntax(capture)
    if not syntax:
        return 0.0
    speaks = any(word in capture.data for word in _SKOS) or (syntax == "jsonld" and b"skos:" in capture.data)
    if syntax == "jsonld" and not speaks and not capture.name.lower().endswith(".jsonld"):
        return 0.0
    return _OTHERS["skos"] if speaks and b"Concept" in capture.data else _OTHERS["rdf"]


def read(capture: Capture) -> Iterator[Said]:
    """The source and the concepts, or one Reject for the whole file."""
    text_of(capture)
    syntax = _syntax(capture) or "turtle"
    try:
        base = capture.retrieved_from if "://" in capture.retrieved_from else f"urn:govgraph:file:{capture.digest[:12]}/"
        found = Vocabulary(statements(capture.data, syntax, base=base))
    except InputError as wrong:
        yield _source(capture, None)
        yield Reject("file", str(wrong))
        return
    yield _source(capture, found)
    yield from (Finding("ignored", "owl:imports", f"{address} is not fetched; load it as a file of its own") for address in found.imports)
    if not found.concepts:
        imports = f"; its owl:imports ({', '.join(found.imports)[:200]}) is never fetched" if found.imports else ""
        yield Reject("file", f"RDF without a skos:Concept that has an address: of RDF only vocabularies of concepts are loaded{imports}")
        return
    yield from found.concepts.values()
    yield Finding("found", "concepts", f"{len(found.concepts)} of {found.title() or capture.name}")
    yield from (Finding("ignored", what, f"{count}") for what, count in sorted(found.left_out.items()) if count)


def _source(capture: Capture, found: Vocabulary | None) -> Source:
    licence = found.of_scheme("license", "rights") if found is not None else ""
    return Source(
        label=(found.title() if found is not None else "") or capture.name,
        retrieved_from=capture.retrieved_from or (found.scheme if found is not None and found.scheme.startswith("http") else ""),
        licence=licence,
        rights_holder=found.of_scheme("rightsHolder", "publisher", "creator") if found is not None else "",
        display="full" if is_open(licence) else "quote",
        format="skos",
    )


def _syntax(capture: Capture) -> str:
    """The syntax by the first bytes, the name only where they leave it open; "" for what is no RDF."""
    head = capture.data[:_GLANCE].lstrip(b"\xef\xbb\xbf \t\r\n")
    named = next((syntax for end, syntax in _BY_NAME.items() if capture.name.lower().endswith(end)), "")
    if head[:1] == b"<" and _RDF_XML.search(head[:8_000]) and not _TURTLE.search(head[:2_000]):
        return "rdfxml"
    if head[:1] in (b"{", b"["):
        return "jsonld" if _CONTEXT.search(head) else ("turtle" if named == "turtle" else "")
    if _TURTLE.search(head):
        return named if named == "turtle" else "trig"  # which is Turtle and graphs
    if named or not _LINES.search(head):
        return named
    whole = all(line.rstrip().endswith(b".") for line in head[:4_000].splitlines()[:3] if not line.startswith(b"#"))
    return "nquads" if whole else "trig"
