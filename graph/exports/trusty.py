"""Trusty URIs: an address that ends in a digest of what stands there, so that anyone can check it.

Source: http://trustyuri.net/spec/v1.FADQoZWcYugekAb4jW-Zm3_5Cd9tmkkYEV0bxK2fLSKao.md, module RA (RDF in named graphs).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

CODE = "RA[A-Za-z0-9_-]{43}"
"""What an artifact code of the module looks like, as a regular expression."""


def artifact_code(quads: Iterable[Quad], stand_in: str) -> str:
    """The code of quads without blank nodes, in which `stand_in` stands wherever the code itself will stand."""
    told = sorted({_key(quad, stand_in) for quad in quads})
    text = "".join(f"{graph}\n{s}\n{p}\n{_object(*o)}\n" for graph, s, p, o in told)
    return "RA" + urlsafe_b64encode(sha256(text.encode()).digest()).decode().rstrip("=")


def _key(quad: Quad, stand_in: str) -> tuple[str, str, str, tuple[bool, str, str, str]]:
    """A quad in the order of the specification: graph, subject, predicate, IRIs before literals, these by text, datatype, language."""

    def iri(term: object) -> str:
        assert isinstance(term, NamedNode)
        return term.value.replace(stand_in, " ")

    found = quad.object
    if not isinstance(found, Literal):
        return iri(quad.graph_name), iri(quad.subject), iri(quad.predicate), (False, iri(found), "", "")
    datatype = "" if found.language else found.datatype.value
    return iri(quad.graph_name), iri(quad.subject), iri(quad.predicate), (True, found.value, datatype, found.language or "")


def _object(literal: bool, value: str, datatype: str, language: str) -> str:
    if not literal:
        return value
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
    return f"@{language.lower()} {escaped}" if language else f"^{datatype} {escaped}"
