"""A resolved graph that nobody wrote, as lines: works with authors, citations, concepts and claims, in the same proportions at any size."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

ID, GOV = terms.BASE + "id/", terms.GOV
CITED, AUTHORS, CONCEPT_SIZE = 5, 2, 60
HUB = f"<{ID}concept/hub>"
_LABEL, _TYPE = f"<{terms.RDFS_LABEL}>", f"<{terms.RDF_TYPE}>"
_GRAPH = f" <{RESOLVED}> .\n"


def statements(works: int, seed: int = 1) -> Iterator[str]:
    """N-Quads of a resolved graph: each work with two authors, five citations, one concept of sixty works, one claim with its case."""
    chance = random.Random(seed)
    concepts = [f"<{ID}concept/c{n}>" for n in range(max(1, works // CONCEPT_SIZE))]
    for n, concept in enumerate([*concepts, HUB]):
        yield _thing(concept, f"Concept {n}", concept[1:-1].rsplit("/", 1)[1], "Concept")
        yield f'{concept} <{terms.SKOS_PREF_LABEL}> "Concept {n}"@en{_GRAPH}'
    for n in range(works // 2):
        person = f"<{ID}person/p{n}>"
        yield _thing(person, f"Given Family-{n}", f"p{n}", "Person", "Author", "Agent")
        if not n % 3:
            yield f'{person} <{GOV}orcid> "0000-0000-{n:08d}"{_GRAPH}'
    for n in range(works):
        claim = f"<{ID}claim/{chance.getrandbits(64):016x}>"
        named = [concepts[n % len(concepts)], *([HUB] if not n % 20 else [])]
        yield from _work(n, works, named, chance)
        yield from _claim(n, claim, named[0], chance)


def _thing(iri: str, name: str, slug: str, *classes: str) -> str:
    types = "".join(f"{iri} {_TYPE} <{GOV}{cls}>{_GRAPH}" for cls in (*classes, "Entity"))
    label = f'{iri} {_LABEL} "{name}"{_GRAPH}' if name else ""
    return f'{types}{label}{iri} <{GOV}slug> "{slug}"{_GRAPH}'


def _work(n: int, works: int, named: list[str], chance: random.Random) -> Iterator[str]:
    work = f"<{ID}work/10.5555%2F{n:07d}>"
    yield _thing(work, f"Title {chance.getrandbits(30)}", f"10.5555%2f{n:07d}", "Article", "Work")
    pages = f"{n % 90}-{n % 90 + 20}"
    own = {"title": f"Title {chance.getrandbits(30)}", "doi": f"10.5555/{n:07d}", "volume": str(n % 60), "pages": pages}
    yield "".join(f'{work} <{GOV}{name}> "{text}"{_GRAPH}' for name, text in own.items())
    yield f'{work} <{GOV}publicationYear> "{1980 + n % 45}"^^<{terms.XSD}integer>{_GRAPH}'
    for place, author in enumerate(chance.sample(range(works // 2), AUTHORS), 1):
        person, part = f"<{ID}person/p{author}>", f"{work[:-1]}#author-{place}>"
        yield f"{work} <{GOV}hasAuthor> {person}{_GRAPH}{person} <{GOV}authorOf> {work}{_GRAPH}"
        yield f"{work} <{GOV}hasContribution> {part}{_GRAPH}{part} <{GOV}contributor> {person}{_GRAPH}"
        yield f'{part} <{GOV}ordinal> "{place}"^^<{terms.XSD}integer>{_GRAPH}'
    for other in chance.sample(range(works), CITED):
        cited = f"<{ID}work/10.5555%2F{other:07d}>"
        yield f"{work} <{GOV}cites> {cited}{_GRAPH}{cited} <{GOV}citedBy> {work}{_GRAPH}"
    for concept in named:
        yield f"{work} <{GOV}mentionsConcept> {concept}{_GRAPH}{concept} <{GOV}mentionedIn> {work}{_GRAPH}"


def _claim(n: int, claim: str, theory: str, chance: random.Random) -> Iterator[str]:
    work, case = f"<{ID}work/10.5555%2F{n:07d}>", f"<{ID}case/w{n}/place>"
    yield _thing(claim, "", claim[-17:-1], "Claim")
    yield _thing(case, f"Place {n}", "place", "Case")
    yield f"{claim} <{GOV}statedIn> {work}{_GRAPH}{work} <{GOV}makesClaim> {claim}{_GRAPH}{claim} <{GOV}bearsOn> {theory}{_GRAPH}"
    yield f"{claim} <{GOV}hasStance> <{GOV}{chance.choice(('supports', 'challenges'))}>{_GRAPH}"
    yield f"{claim} <{GOV}restsOnCase> {case}{_GRAPH}{case} <{GOV}groundsClaim> {claim}{_GRAPH}"
