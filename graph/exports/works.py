"""Works read back from the resolved graph, for export in bibliographic formats."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, get_args
from urllib.parse import unquote

from graph.record import Contributor, Organisation, Venue, Work, WorkKind
from graph.store import IRI, RESOLVED, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.store import Store, Term

CHUNK = 500
_FIELDS = {
    "title": "title",
    "volume": "volume",
    "issueNumber": "issue",
    "pages": "pages",
    "articleNumber": "article_number",
    "edition": "edition",
    "placeOfPublication": "place",
    "doi": "doi",
    "landingPage": "url",
    "yearSuffix": "year_suffix",
    "edtfDate": "issued",
    "language": "language",
}
_LISTS = {"isbn": "isbns", "keyword": "keywords", "authorsAsPrinted": "authors_as_printed"}
_LINKS = ("hasAuthor", "hasEditor", "publishedBy", "publishedIn")
_OF_WORKS = (terms.RDF_TYPE, *(terms.GOV + name for name in (*_FIELDS, *_LISTS, *_LINKS, "partOfWork", "publicationYear")))
_OF_LINKED = (terms.RDF_TYPE, f"{terms.RDFS}label", *(terms.GOV + name for name in ("familyName", "givenName", "orcid", "issn")))
_KINDS: dict[str, WorkKind] = {f"{terms.GOV}{kind.capitalize()}": kind for kind in get_args(WorkKind) if kind != "webpage"}
_KINDS[f"{terms.GOV}WebPage"] = "webpage"
Statements = dict[str, dict[str, list["Term"]]]


def works(store: Store, only: Sequence[str] | None = None) -> Iterator[Work]:
    """All works by IRI, or the works among `only` in the order given; a work's key is the last part of its IRI. A chapter has its book.

    Abstracts are left out: exporting them is a matter of rights.
    """
    return (work for _, work in works_by_iri(store, only))


def works_by_iri(store: Store, only: Sequence[str] | None = None) -> Iterator[tuple[str, Work]]:
    """The same, each beside its IRI."""
    listed = _every(store) if only is None else _known(store, list(dict.fromkeys(only)))
    for start in range(0, len(listed), CHUNK):
        chunk = listed[start : start + CHUNK]
        said = _statements(store, chunk, _OF_WORKS)
        said.update(_statements(store, sorted(_linked(said, "partOfWork")), _OF_WORKS))
        linked = _statements(store, sorted(_linked(said, *_LINKS)), _OF_LINKED)
        order = _order(store, list(said))
        for iri in chunk:
            work = _work(iri, said, linked, order)
            for book in said[iri].get(terms.PART_OF_WORK, [])[:1]:
                work.part_of = _work(book.value, said, linked, order)
            yield iri, work


def _every(store: Store) -> list[str]:
    rows = store.select(f"SELECT DISTINCT ?w WHERE {{ ?w a <{terms.WORK}> }} ORDER BY ?w", graph=RESOLVED)
    return [row[0].value for row in rows if row[0] is not None]


def _known(store: Store, named: list[str]) -> list[str]:
    """Those that are works of the graph, in the order given."""
    known: set[str] = set()
    for start in range(0, len(named), CHUNK):
        values = " ".join(str(IRI(iri)) for iri in named[start : start + CHUNK])
        rows = store.select(f"SELECT ?w WHERE {{ VALUES ?w {{ {values} }} ?w a <{terms.WORK}> }}", graph=RESOLVED)
        known |= {row[0].value for row in rows if row[0] is not None}
    return [iri for iri in named if iri in known]


def _statements(store: Store, subjects: list[str], properties: Sequence[str]) -> Statements:
    """What is said of things by these properties alone: of a journal or a publisher far more is said than its name."""
    found: Statements = defaultdict(lambda: defaultdict(list))
    if subjects:
        values, asked = " ".join(str(IRI(one)) for one in subjects), ", ".join(str(IRI(one)) for one in properties)
        query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o FILTER(?p IN ({asked})) }} ORDER BY ?s ?p ?o"
        for s, p, o in store.select(query, graph=RESOLVED):
            if s is not None and p is not None and o is not None:
                found[s.value][p.value].append(o)
    return found


def _linked(said: Statements, *names: str) -> set[str]:
    return {o.value for about in said.values() for name in names for o in about.get(terms.GOV + name, []) if isinstance(o, IRI)}


def _order(store: Store, chunk: list[str]) -> dict[tuple[str, str], int]:
    """(work, contributor) → place among the authors."""
    gov, values = terms.GOV, " ".join(str(IRI(work)) for work in chunk)
    query = (
        f"SELECT ?w ?a ?n WHERE {{ VALUES ?w {{ {values} }} ?w <{gov}hasContribution> ?c . ?c <{gov}contributor> ?a ; <{gov}ordinal> ?n }}"
    )
    rows = store.select(query, graph=RESOLVED)
    return {(w.value, a.value): int(n.value) for w, a, n in rows if w is not None and a is not None and n is not None}


def _text(about: dict[str, list[Term]], name: str) -> str:
    return next((o.value for o in about.get(name if "://" in name else terms.GOV + name, []) if isinstance(o, Literal)), "")


def _work(iri: str, said: Statements, linked: Statements, order: dict[tuple[str, str], int]) -> Work:
    about = said[iri]
    kinds = [_KINDS[o.value] for o in about.get(terms.RDF_TYPE, []) if o.value in _KINDS]
    work = Work(kind=next((kind for kind in kinds if kind != "work"), "work"), key=unquote(iri.rpartition("/")[2]).replace("/", "_"))
    for name, field in _FIELDS.items():
        setattr(work, field, _text(about, name))
    for name, field in _LISTS.items():
        setattr(work, field, sorted(o.value for o in about.get(terms.GOV + name, []) if isinstance(o, Literal)))
    year = _text(about, "publicationYear")
    work.year = int(year) if year else None
    authors = [o.value for o in about.get(terms.HAS_AUTHOR, [])]
    work.authors = [_contributor(linked[a]) for a in sorted(authors, key=lambda a: (order.get((iri, a), 0), a))]
    work.editors = [_contributor(linked[o.value]) for o in about.get(terms.HAS_EDITOR, [])]
    publishers = [
        o.value if isinstance(o, Literal) else _text(linked[o.value], f"{terms.RDFS}label") for o in about.get(terms.PUBLISHED_BY, [])
    ]
    work.publisher = next(iter(publishers), "")
    for venue in about.get(terms.PUBLISHED_IN, [])[:1]:
        issns = [o.value for o in linked[venue.value].get(terms.ISSN, [])]
        work.venue = Venue(_text(linked[venue.value], f"{terms.RDFS}label"), issns=issns)
    return work


def _contributor(about: dict[str, list[Term]]) -> Contributor:
    label, family = _text(about, f"{terms.RDFS}label"), _text(about, "familyName")
    kinds = {o.value for o in about.get(terms.RDF_TYPE, [])}
    if family:
        return Contributor(family, _text(about, "givenName"), orcid=_text(about, "orcid"))
    return Contributor(literal=label, organisation=terms.ORGANISATION in kinds, affiliations=list[Organisation]())
