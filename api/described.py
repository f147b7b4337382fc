"""What the graph says of one thing, read once for a page, a card or data: statements, labels, and the words that may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.exports.serialise import unchecked_links
from graph.store import IRI, META, RESOLVED, Literal
from ontology import terms
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store import Store, Term

MOST = 3000
_LABEL = f"{terms.RDFS}label"
_SPECIFIC = (
    "Paradigm", "Theory", "Practice", "Issue", "Article", "Book", "Chapter", "Report", "Thesis", "WebPage", "Respondent", "Author",
    "Journal", "AnonymisedCase", "CompositeCase", "PublicOrganisation", "Country", "Subdivision", "Locality", "Supranational", "Syllabus",
    "Course", "Concept", "Work", "Person", "Organisation", "Venue", "Case", "Reform", "Jurisdiction", "Claim", "Evidence", "Source",
    "AtlasTopic", "AtlasSubject", "ConceptScheme", "Mention", "Extraction", "Citation",
)  # fmt: skip


CONCEPTS = frozenset({"Concept", "Theory", "Paradigm", "Practice", "Issue"})
"""The classes of which a thing is a concept."""


@dataclass(slots=True)
class Description:
    """A thing: its IRI, its classes (local names) and its statements by property (full IRI), each value with its label where it has one."""

    id: str
    classes: set[str] = field(default_factory=set)
    statements: dict[str, list[tuple[Term, str | None]]] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The label; for a thing without one, what kind it is."""
        return self.text(_LABEL) or self.text(terms.GOV + "title") or f"[untitled {self.kind.lower()}]"

    @property
    def kind(self) -> str:
        """The most specific class."""
        return next((name for name in _SPECIFIC if name in self.classes), "Thing")

    @property
    def slug(self) -> str:
        """The last part of the key."""
        return self.text(terms.GOV + "slug") or self.id.rsplit("/", 1)[-1]

    def values(self, name: str) -> list[tuple[Term, str | None]]:
        """The values of a property: a full IRI, or a local name of the ontology."""
        return self.statements.get(name if "://" in name else terms.GOV + name, [])

    def text(self, name: str, language: str = "en") -> str:
        """One literal of a property, in the language if there is one."""
        literals = [value for value, _ in self.values(name) if isinstance(value, Literal)]
        literals.sort(key=lambda value: (value.language != language, value.language is not None, value.value))
        return literals[0].value if literals else ""

    def texts(self, name: str) -> list[str]:
        """All literals of a property."""
        return sorted({value.value for value, _ in self.values(name) if isinstance(value, Literal)})

    def things(self, name: str) -> list[Thing]:
        """The things that a property leads to, by label."""
        found = {Thing(value.value, label or _term(value.value)) for value, label in self.values(name) if isinstance(value, IRI)}
        return sorted(found, key=lambda thing: (thing.label is None, (thing.label or thing.id).casefold()))


def _term(iri: str) -> str | None:
    """What a value of the ontology itself is called (`gov:challenges` → challenges); the graph holds no label of it."""
    return iri.removeprefix(terms.GOV) if iri.startswith(terms.GOV) else None


def describe(store: Store, iri: str, properties: Sequence[str] = ()) -> Description | None:
    """Read one thing from the resolved graph, without what follows for a person from unchecked claims; None where it is not held.

    Args:
        store: where to read.
        iri: of the thing.
        properties: full IRIs of those that are wanted beside its classes; all unless given.
    """
    try:
        subject = IRI(iri)
    except ValueError:
        return None
    wanted = f"VALUES ?p {{ {' '.join(str(IRI(name)) for name in (terms.RDF + 'type', *properties))} }}" if properties else ""
    query = f"SELECT ?p ?o ?label WHERE {{ VALUES ?s {{ {subject} }} {wanted} ?s ?p ?o OPTIONAL {{ ?o <{_LABEL}> ?label }} }} LIMIT {MOST}"
    found = Description(iri)
    for prop, value, label in store.select(query, graph=RESOLVED):
        if not isinstance(prop, IRI) or value is None:
            continue
        if prop.value == terms.RDF + "type" and isinstance(value, IRI):
            if value.value.startswith(terms.GOV):
                found.classes.add(value.value.removeprefix(terms.GOV))
            continue
        found.statements.setdefault(prop.value, []).append((value, label.value if label is not None else None))
    if terms.ENGAGES_WITH in found.statements:
        unchecked = unchecked_links(store, iri)
        engaged = [(value, label) for value, label in found.statements.pop(terms.ENGAGES_WITH) if value not in unchecked]
        found.statements |= {terms.ENGAGES_WITH: engaged} if engaged else {}
    return found if found.classes or found.statements else None


def replaced_by(store: Store, iri: str) -> str | None:
    """The IRI that a merged or renamed thing is now known by, if it is."""
    try:
        query = f"SELECT ?new WHERE {{ {IRI(iri)} <http://purl.org/dc/terms/isReplacedBy> ?new }} LIMIT 1"
    except ValueError:
        return None
    return next((row[0].value for row in store.select(query, graph=META) if isinstance(row[0], IRI)), None)
