"""What a person types for a term: an IRI, a prefixed name, `concept/new-public-management`, `bearsOn`, or a text."""

from __future__ import annotations

import re
from difflib import get_close_matches

from graph.errors import UsageError
from graph.store import BASE, IRI, Literal
from ontology import terms

_PREFIXES = {name: terms.PREFIXES[name] for name in ("gov", "rdf", "rdfs", "skos", "owl", "dcterms")}


def term_of(given: str, *, prop: bool = False, literal: bool = False) -> IRI | Literal:
    """The term that a person means.

    Args:
        given: what was typed.
        prop: a bare name is a property of the ontology (`a` is rdf:type).
        literal: what is no IRI is a text (an integer where it is digits only); else a bare slug is a concept.

    Raises:
        UsageError: it can be read as none of these.
    """
    text = given.strip()
    if prop and text == "a":
        return IRI(terms.RDF + "type")
    prefix, colon, name = text.partition(":")
    try:
        if colon and prefix in _PREFIXES:
            return _property(name) if prop and prefix == "gov" else IRI(_PREFIXES[prefix] + name)
        if re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
            return IRI(text.strip("<>"))
        if re.fullmatch(r"<[^<>\s]+>", text):
            return IRI(text[1:-1])
        if prop and re.fullmatch(r"[A-Za-z]+", text):
            return _property(text)
        bare = not prop and not literal and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text)
        if bare or re.fullmatch(r"[a-z]+/\S+", text):
            return IRI(f"{BASE}id/{'concept/' if bare else ''}{text}")
        if literal and re.fullmatch(r"[A-Z][A-Za-z]+", text) and terms.GOV + text in vars(terms).values():
            return IRI(terms.GOV + text)
    except ValueError as error:
        raise UsageError(f"'{given}' is not a valid IRI") from error
    if literal:
        return Literal(int(text)) if re.fullmatch(r"-?\d+", text) else Literal(text)
    raise UsageError(f"'{given}' is no IRI, prefixed name, KIND/KEY or slug of a concept")


def _property(name: str) -> IRI:
    """The property of the ontology with this name.

    Raises:
        UsageError: there is none; with what may be meant.
    """
    known = {term.rpartition("#")[2] for term in vars(terms).values() if isinstance(term, str) and term.startswith(terms.GOV)}
    if name not in known:
        alike = get_close_matches(name, sorted(one for one in known if one[:1].islower()), n=3)
        told = f"did you mean {', '.join(alike)}?" if alike else "of another vocabulary, give a prefixed name or an IRI"
        raise UsageError(f"there is no property '{name[:80]}'; {told}")
    return IRI(terms.GOV + name)
