"""The page of one thing: a concept's as a course builder uses it, any other thing's from its statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import queries
from api import links
from api.described import CONCEPTS
from api.pages.claims import Row, Told, by_stance, claims_on, rows_of, told
from api.pages.outline import course_of
from api.pages.readings import Reading, readings
from api.render import about, rendered
from api.server.service import service
from graph.decisions.told import told_of
from graph.rights import Shown
from graph.store import IRI, Literal
from ontology import terms
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from api.described import Description
    from graph.store import Store
    from queries.result import Result

MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_FEW = 20
_AUTHORED = 100
"""Works that an author's page lists."""
_READINGS = 25
# what a page of statements leaves out: shown elsewhere on it, or of use to programs only
_LEFT_OUT = {
    terms.GOV + name
    for name in (
        "slug", "describedIn", "hasContribution", "contributor", "ordinal", "position", "endPosition", "quote", "foundIn", "matchKey",
        "hasContributor", "evidencedBy", "evidenceFor", "makesClaim", "groundsClaim", "engagesWith", "caseBearsOn", "bearsOn", "mentionOf",
    )
} | {terms.RDFS + "label", terms.SKOS + "prefLabel", terms.OWL + "sameAs"}  # fmt: skip


_PLACES = (terms.CASE_IN, terms.REFORM_IN, terms.IN_COUNTRY, terms.SITUATED_IN)
"""Each follows from those before it."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A thing that a statement leads to, and where it is told why."""

    id: str
    label: str | None
    why: str


def thing_page(request: Request, found: Description) -> str:
    """The HTML of one thing's page."""
    store = service(request).store
    path_of = links.local(found.id)
    common = {**about(request), "path_of": path_of}
    if found.classes & CONCEPTS:
        return rendered("concept.html", c=Concept.of(store, found), **_concept(store, found), **common)
    if "Course" in found.classes:
        return rendered("course.html", course=course_of(store, found), **common)
    return rendered("thing.html", t=_statements(store, found), **common)


@dataclass(slots=True)
class Concept:
    """What heads a concept's page or card."""

    id: str
    slug: str
    label: str
    kind: str
    definition: str
    definition_source: Thing | None
    definition_credit: str
    alternatives: list[str]
    matches: list[tuple[str, str]]

    @classmethod
    def of(cls, store: Store, found: Description) -> Concept:
        """Read it from a description, the definition within its source's rule."""
        shown = Shown(store)
        source = next(iter(found.things("definitionSource") or found.things("describedIn")), None)
        definition = found.text(terms.SKOS + "definition")
        if definition and source:
            definition = shown.quote(source.id, definition)
        matches = [(name, thing.id) for name in MATCHES for thing in found.things(terms.SKOS + name)]
        credit = shown.attribution(source.id) if source and definition else ""
        alternatives = [v.value for v, _ in found.values(terms.SKOS + "altLabel") if isinstance(v, Literal) and v.language in (None, "en")]
        other = {name.casefold(): name for name in sorted(set(alternatives), reverse=True) if name.casefold() != found.label.casefold()}
        return cls(
            found.id, found.slug, found.label, found.kind, definition, source, credit, sorted(other.values(), key=str.casefold), matches
        )


def _concept(store: Store, found: Description) -> dict[str, Any]:
    def asked(name: str, **more: object) -> Result:
        return queries.run(store, name, {"concept": found.id, **more})

    named_in = asked("readings-for-concept").rows
    placement = asked("concept-placement").rows
    by_topic = {course.id for *_, course in placement if isinstance(course, Thing)}
    labels = [
        (v.language, v.value)
        for v, _ in found.values(terms.SKOS + "prefLabel")
        if isinstance(v, Literal) and v.language not in (None, "en")
    ]
    relations = [
        ("Broader", found.things("broader")),
        ("Narrower", found.things("narrower")),
        ("Comes after", found.things("succeedsParadigm")),
    ]
    return {
        "stances": by_stance(claims_on(store, found.id, Shown(store))),
        "cases": asked("cases-for-concept", first=10),
        "readings": readings(store, [work for work, _ in named_in[:_READINGS] if isinstance(work, Thing)]),
        "more_readings": len(named_in) if len(named_in) > _READINGS else 0,
        "reforms": asked("reforms-instantiating"),
        "placement": placement,
        "taught_apart": [course for course in found.things("taughtIn") if course.id not in by_topic],
        "see_also": asked("see-also"),
        "origin": asked("concept-origin"),
        "relations": relations,
        "labels": sorted(labels),
    }


def _why(found: Description, name: str, value: Thing) -> str:
    """Where it is told why a derived link stands; "" for links that a source prints."""
    from ontology.rules import rules

    if name not in {rule.head[1] for rule in rules() if not rule.linear}:
        return ""
    return links.address("/explain?") + urlencode({"s": found.id, "p": name, "o": value.id})


@dataclass(slots=True)
class Statements:
    """What a page of any other thing shows."""

    id: str
    label: str
    kind: str
    lead: str
    quotes: list[dict[str, Any]]
    properties: list[tuple[str, Sequence[object], int]]
    claims: list[Told]
    unlinked: list[Row]
    reading: Reading | None
    """Of a work: by whom, when, where."""
    authored: list[Reading]
    """Of an author, the newest first."""
    more_authored: int


_FIRST = ("hasAuthor", "hasEditor", "publicationYear", "publishedIn", "partOfWork", "volume", "issueNumber", "pages", "publishedBy", "doi")
_LAST = ("cites", "citedBy")
"""What one looks for on a work's page stands first, its long lists last, all else by name."""


def _place(name: str) -> tuple[int, str]:
    short = name.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
    if short in _FIRST:
        return _FIRST.index(short), ""
    return len(_FIRST) + (short in _LAST), name.rsplit("/", 1)[-1].casefold()


def _things(found: Description, name: str) -> list[Thing]:
    """The things under a property; a place only where it is told most precisely."""
    before = _PLACES[: _PLACES.index(name)] if name in _PLACES else ()
    told = {thing.id for more_precise in before for thing in found.things(more_precise)}
    return [thing for thing in found.things(name) if thing.id not in told]


def _statements(store: Store, found: Description) -> Statements:
    shown = Shown(store)
    properties: list[tuple[str, Sequence[object], int]] = []
    for name in sorted(found.statements, key=_place):
        if name in _LEFT_OUT or name in (terms.GOV + "abstract", terms.GOV + "title", terms.AUTHOR_OF):
            continue
        things = _things(found, name)[: _FEW + 1]
        pageless = _respondents(store, things) if name == terms.VOICED_BY else set()
        values: list[object] = [
            *_texts(found, name),
            *(thing.label if thing.id in pageless else Linked(thing.id, thing.label, _why(found, name, thing)) for thing in things),
        ]
        if not values:
            continue
        properties.append((name.replace("#", "/").rsplit("/", 1)[-1], values[:_FEW], max(0, len(values) - _FEW)))
    properties += _leading_here(store, found)
    if "Claim" in found.classes and (decided := told_of(store, found.id)):
        properties.append(("decided", decided, 0))
    abstract = found.text(terms.GOV + "abstract")
    source = next(iter(found.things("describedIn")), None)
    lead = shown.abstract(found.id, abstract) if abstract and source else ""
    claims = _claims(store, found, shown)
    unlinked = rows_of(queries.run(store, "unlinked-mentions", {"work": found.id}, shown=shown))[:_FEW] if "Work" in found.classes else []
    reading = next(iter(readings(store, [Thing(found.id, found.label)])), None) if "Work" in found.classes else None
    wrote = found.things("authorOf")
    authored = sorted(readings(store, wrote[:_AUTHORED]), key=lambda one: -(one.year or 0))
    quotes, more = _quotes(store, found, shown), max(0, len(wrote) - _AUTHORED)
    return Statements(found.id, _heading(found), found.kind, lead, quotes, properties, claims, unlinked, reading, authored, more)


def _respondents(store: Store, voices: Sequence[Thing]) -> set[str]:
    """Those of the voices that are a study's interviewees, who have no page to lead to."""
    listed = " ".join(str(IRI(voice.id)) for voice in voices)
    rows = store.select(f"SELECT ?voice WHERE {{ VALUES ?voice {{ {listed} }} ?voice a <{terms.RESPONDENT}> }}")
    return {voice.value for (voice,) in rows if voice is not None}


def _heading(found: Description) -> str:
    """Its label; a claim, which has none, by stance and theory."""
    stance, theory = found.things("hasStance"), found.things("bearsOn")
    if found.kind == "Claim" and stance and theory and stance[0].label and theory[0].label:
        return f"{stance[0].label.capitalize()} {theory[0].label}"
    return found.label


def _leading_here(store: Store, found: Description) -> list[tuple[str, Sequence[object], int]]:
    """What leads to the thing by a property that has no inverse of its own: a place's cases and reforms, a venue's works."""
    from ontology.vocabulary import vocabulary

    kinds = {terms.GOV + name for name in found.classes}
    backwards = [
        p for p in vocabulary().properties if p.inverse_field_names and not p.inverse and p.range in kinds and p.iri not in _LEFT_OUT
    ]
    if not backwards:
        return []
    target, label = IRI(found.id), terms.RDFS + "label"
    where = [f"VALUES ?p {{ <{p.iri}> }} ?thing ?p {target} OPTIONAL {{ ?thing <{label}> ?name }}" for p in backwards]
    blocks = " UNION ".join(f"{{ SELECT ?p ?thing ?name WHERE {{ {pattern} }} ORDER BY ?name LIMIT {_FEW + 1} }}" for pattern in where)
    leading: dict[str, list[Thing]] = {}
    for prop, thing, name in store.select(f"SELECT ?p ?thing ?name WHERE {{ {blocks} }}"):
        if prop is not None and isinstance(thing, IRI):
            leading.setdefault(prop.value, []).append(Thing(thing.value, name.value if name is not None else None))
    named = {p.iri: " and ".join(p.inverse_field_names) for p in backwards}
    return [(named[iri], things[:_FEW], max(0, len(things) - _FEW)) for iri, things in leading.items()]


def _texts(found: Description, name: str) -> list[str]:
    if not any(isinstance(value, Literal) for value, _ in found.values(name)):
        return []
    return found.texts(name)


def _quotes(store: Store, found: Description, shown: Shown) -> list[dict[str, Any]]:
    """The sentences that bear a thing out: its own words for evidence, its evidence's for a claim or case."""
    places = [found.id] if "Evidence" in found.classes else [thing.id for thing in found.things("evidencedBy")][:_FEW]
    if not places:
        return []
    listed = " ".join(str(IRI(place)) for place in places)
    gov, label = terms.GOV, terms.RDFS + "label"
    query = f"""SELECT ?e ?quote ?start ?end ?source ?name WHERE {{ VALUES ?e {{ {listed} }}
      ?e <{gov}quote> ?quote ; <{gov}position> ?start ; <{gov}endPosition> ?end ; <{gov}foundIn> ?source
      OPTIONAL {{ ?source <{label}> ?name }} }} ORDER BY ?start"""
    claim = found.id if "Claim" in found.classes else ""
    quotes = []
    for _, quote, start, end, source, name in store.select(query):
        if quote is None or source is None or start is None or end is None:
            continue
        text = shown.quote(source.value, quote.value, claim=claim)
        place = f"{start.value}–{end.value}"
        cell = Thing(source.value, name.value if name else None)
        quotes.append({"text": text, "source": cell, "place": place, "credit": shown.attribution(source.value)})
    return quotes


def _claims(store: Store, found: Description, shown: Shown) -> list[Told]:
    """The claims that a case grounds or a work makes; unreviewed ones never stand on an author's page."""
    name = "restsOnCase" if "Case" in found.classes else "statedIn" if "Work" in found.classes else ""
    if not name:
        return []
    return told(rows_of(queries.run(store, "claims-of", {"thing": found.id})), shown)
