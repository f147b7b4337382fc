"""The reference page of the ontology, `docs/reference/ontology.md`, from the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology.terms_generation import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ontology.vocabulary import ClassTerm, IndividualTerm, PropertyTerm, Vocabulary

PREFIX_OF = {NAMESPACES["GOV"]: "", NAMESPACES["XSD"]: "xsd:", NAMESPACES["RDF"]: "rdf:"}
HEAD = """# The ontology

Namespace `https://w3id.org/govgraph/ns#`, prefix `gov:`, version {version}. Written by `python -m ontology.generation` from
`ontology/govgraph.ttl`; change that file, not this one. Matches with other vocabularies stand in `ontology/alignments.ttl`, the shapes in
`ontology/shapes.ttl`.

"""


def _short(iri: str) -> str:
    for namespace, prefix in PREFIX_OF.items():
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return iri


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return _row(head) + _row("---" for _ in head) + "".join(map(_row, rows)) + "\n"


def _class_row(term: ClassTerm, vocabulary: Vocabulary) -> tuple[str, ...]:
    shown = f"`{name}`" if (name := vocabulary.type_name_of(term.iri)) and not term.internal else term.internal_reason
    return f"`{term.name}`", ", ".join(map(_short, term.supers)), term.definition, term.example, shown


def _property_row(term: PropertyTerm) -> tuple[str, ...]:
    ends = f"{_short(term.domain) or '—'} → {_short(term.range) or '—'}"
    traits = [*term.characteristics]
    traits += [f"under {_short(iri)}" for iri in term.supers]
    traits += [f"inverse {_short(term.inverse)}"] if term.inverse else []
    traits += ["from " + " · ".join(chain) for chain in term.chains]
    fields = [f"`{name}`" for name in term.field_names] + [f"`{name}` (backwards)" for name in term.inverse_field_names]
    return f"`{term.name}`", ends, term.definition, term.example, "; ".join(traits), ", ".join(fields) or term.internal_reason


def _individual_row(term: IndividualTerm) -> tuple[str, ...]:
    return f"`{term.name}`", term.definition, term.example


def reference(vocabulary: Vocabulary) -> str:
    """The page as Markdown."""
    property_head = ("property", "domain → range", "definition", "example", "traits", "GraphQL field, or why none")
    links = [_property_row(term) for term in vocabulary.properties if not term.literal]
    values = [_property_row(term) for term in vocabulary.properties if term.literal]
    class_head = ("class", "under", "definition", "example", "GraphQL type, or why none")
    return (
        "".join(
            (
                HEAD.format(version=vocabulary.version),
                "## Classes\n\n",
                _table(class_head, (_class_row(term, vocabulary) for term in vocabulary.classes)),
                "## Object properties\n\n",
                _table(property_head, links),
                "## Data properties\n\n",
                _table(property_head, values),
                "## Stances\n\n",
                _table(("stance", "definition", "example"), map(_individual_row, vocabulary.individuals)),
            )
        ).rstrip("\n")
        + "\n"
    )
