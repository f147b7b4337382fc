"""What a GraphQL question of three levels costs beside the SPARQL it stands for, and how that grows with the graph.

`nested` = a work's page of 20, 5 works that each cites, and the authors of those, at a degree that does not grow with the graph:
from the works of one concept, and from all works. `over_raw`: the time against the same answer from queries written by hand, with
their serialisation. `growth`: the time on the larger graph against that on the smaller one. `hub`: a thing with a twentieth of all works.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from api.graphql.answer import Answerer, Asked
from graph.store import RESOLVED, open_store
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.store import Store

ID = terms.BASE + "id/"
PAGE, CITED, AUTHORS, CONCEPT_SIZE = 20, 5, 2, 60
AT_MOST_OVER_RAW, AT_MOST_GROWTH = 2.0, 2.5
NESTED = """edges { node { id title publicationYear doi
  cites(first: 5) { edges { node { id title publicationYear authors { label orcid } } } } } }"""
FROM_CONCEPT = (
    f"""query Nested($slug: String) {{ works(first: 20, where: {{mentions: {{some: {{slug: {{eq: $slug}}}}}}}}) {{ {NESTED} }} }}"""
)
FROM_ALL = f"query Nested {{ works(first: 20) {{ {NESTED} }} }}"
COUNTED = "{ works(first: 20) { totalCount " + NESTED + " } }"
CLAIMS = """query Claims($slug: String) { claims(first: 20, where: {bearsOn: {slug: {eq: $slug}}}) { edges { node { id stance
  case { id label } work { id title publicationYear authors { label } } } } } }"""
HUB = '{ concept(slug: "hub") { mentionedIn(first: 20) { totalCount edges { node { id title } } } } }'


def statements(works: int, seed: int = 1) -> Iterator[str]:
    """N-Quads of a resolved graph: each work with two authors, five citations, one concept of sixty works, one claim with its case."""
    chance = random.Random(seed)
    graph = f" <{RESOLVED}> .\n"
    gov, label, kind = terms.GOV, f"<{terms.RDFS_LABEL}>", f"<{terms.RDF_TYPE}>"

    def thing(iri: str, name: str, slug: str, *classes: str) -> str:
        types = "".join(f"{iri} {kind} <{gov}{cls}>{graph}" for cls in (*classes, "Entity"))
        return f'{types}{iri} {label} "{name}"{graph}{iri} <{gov}slug> "{slug}"{graph}'

    concepts = [f"<{ID}concept/c{n}>" for n in range(max(1, works // CONCEPT_SIZE))]
    for n, concept in enumerate([*concepts, f"<{ID}concept/hub>"]):
        yield thing(concept, f"Concept {n}", concept[1:-1].rsplit("/", 1)[1], "Concept")
        yield f'{concept} <{terms.SKOS_PREF_LABEL}> "Concept {n}"@en{graph}'
    for n in range(works // 2):
        person = f"<{ID}person/p{n}>"
        yield thing(person, f"Given Family-{n}", f"p{n}", "Person", "Author", "Agent")
        if not n % 3:
            yield f'{person} <{gov}orcid> "0000-0000-{n:08d}"{graph}'
    for n in range(works):
        work, claim, case = f"<{ID}work/10.5555%2F{n:07d}>", f"<{ID}claim/{chance.getrandbits(64):016x}>", f"<{ID}case/w{n}/place>"
        yield thing(work, f"Title {chance.getrandbits(30)}", f"10.5555%2f{n:07d}", "Article", "Work")
        own = {
            "title": f"Title {chance.getrandbits(30)}",
            "doi": f"10.5555/{n:07d}",
            "volume": str(n % 60),
            "pages": f"{n % 90}-{n % 90 + 20}",
        }
        yield "".join(f'{work} <{gov}{name}> "{text}"{graph}' for name, text in own.items())
        yield f'{work} <{gov}publicationYear> "{1980 + n % 45}"^^<{terms.XSD}integer>{graph}'
        for place, author in enumerate(chance.sample(range(works // 2), AUTHORS), 1):
            person, part = f"<{ID}person/p{author}>", f"{work[:-1]}#author-{place}>"
            yield f"{work} <{gov}hasAuthor> {person}{graph}{person} <{gov}authorOf> {work}{graph}"
            yield f"{work} <{gov}hasContribution> {part}{graph}{part} <{gov}contributor> {person}{graph}"
            yield f'{part} <{gov}ordinal> "{place}"^^<{terms.XSD}integer>{graph}'
        for other in chance.sample(range(works), CITED):
            cited = f"<{ID}work/10.5555%2F{other:07d}>"
            yield f"{work} <{gov}cites> {cited}{graph}{cited} <{gov}citedBy> {work}{graph}"
        named = [concepts[n % len(concepts)], *([f"<{ID}concept/hub>"] if not n % 20 else [])]
        for concept in named:
            yield f"{work} <{gov}mentionsConcept> {concept}{graph}{concept} <{gov}mentionedIn> {work}{graph}"
        yield thing(claim, "", claim[-17:-1], "Claim").replace(f'{claim} {label} ""{graph}', "")
        yield thing(case, f"Place {n}", "place", "Case")
        yield f"{claim} <{gov}statedIn> {work}{graph}{work} <{gov}makesClaim> {claim}{graph}{claim} <{gov}bearsOn> {named[0]}{graph}"
        yield f"{claim} <{gov}hasStance> <{gov}{chance.choice(('supports', 'challenges'))}>{graph}"
        yield f"{claim} <{gov}restsOnCase> {case}{graph}{case} <{gov}groundsClaim> {claim}{graph}"


def raw(store: Store, slug: str) -> bytes:
    """The answer of `FROM_CONCEPT` by queries written for it, one a level, as JSON."""
    gov, label = terms.GOV, terms.RDFS_LABEL

    def rows(query: str) -> list[list[str | None]]:
        return [[None if term is None else term.value for term in row] for row in store.select(query)]

    first = rows(
        f"""SELECT ?w ?t ?y ?d WHERE {{
          {{ SELECT DISTINCT ?w WHERE {{ ?w <{gov}mentionsConcept> ?c . ?c <{gov}slug> "{slug}" . ?w a <{gov}Work> }}
            ORDER BY ?w LIMIT {PAGE} }}
          OPTIONAL {{ ?w <{gov}title> ?t }} OPTIONAL {{ ?w <{gov}publicationYear> ?y }} OPTIONAL {{ ?w <{gov}doi> ?d }} }}"""
    )
    works = " ".join(f"<{row[0]}>" for row in first)
    second = rows(
        f"""SELECT ?w ?c ?t ?y WHERE {{ VALUES ?w {{ {works} }} ?w <{gov}cites> ?c .
          OPTIONAL {{ ?c <{gov}title> ?t }} OPTIONAL {{ ?c <{gov}publicationYear> ?y }} }}"""
    )
    cited = " ".join({f"<{row[1]}>" for row in second})
    third = rows(
        f"""SELECT ?c ?a ?l ?o ?n WHERE {{ VALUES ?c {{ {cited} }}
          ?c <{gov}hasContribution> ?h . ?h <{gov}contributor> ?a ; <{gov}ordinal> ?n .
          OPTIONAL {{ ?a <{label}> ?l }} OPTIONAL {{ ?a <{gov}orcid> ?o }} }}"""
    )
    return orjson.dumps([first, second, third])


def _median(work: Callable[[], object], times: int = 25) -> float:
    for _ in range(3):
        work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[len(taken) // 2]


def _measure(works: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder) / "store"))
        store.load(line.encode() for line in statements(works))
        answerer = Answerer(store)
        slugs = [f"c{n}" for n in range(min(20, works // CONCEPT_SIZE))]

        def ask(query: str, slug: str = "c1") -> bytes:
            answer = answerer.answer(Asked(query, {"slug": slug} if "$slug" in query else None))
            assert not answer.errors, answer.errors
            return answer.body()

        size = len(ask(FROM_CONCEPT))
        figures = {
            "nested": _median(lambda: [ask(FROM_CONCEPT, slug) for slug in slugs]) / len(slugs),
            "raw": _median(lambda: [raw(store, slug) for slug in slugs]) / len(slugs),
            "claims": _median(lambda: [ask(CLAIMS, slug) for slug in slugs]) / len(slugs),
            "all": _median(lambda: ask(FROM_ALL)),
            "counted": _median(lambda: ask(COUNTED)),
            "hub": _median(lambda: ask(HUB), 5),
        }
        store.close()
    return {**{name: round(seconds * 1000, 2) for name, seconds in figures.items()}, "bytes": size}


def run(works: list[int] | None = None) -> dict[str, float]:
    """Ratios and milliseconds for a smaller and a larger graph."""
    smaller, larger = (works or [10_000, 100_000])[:2]
    few, many = _measure(smaller), _measure(larger)
    figures = {f"{name}_ms_{count}": held for count, found in ((smaller, few), (larger, many)) for name, held in found.items()}
    for count, found in ((smaller, few), (larger, many)):
        figures[f"over_raw_{count}"] = round(found["nested"] / found["raw"], 2)
    for name in ("nested", "claims", "all", "counted", "hub"):
        figures[f"growth_{name}"] = round(many[name] / few[name], 2)
    figures["over_raw_allowed"], figures["growth_allowed"] = AT_MOST_OVER_RAW, AT_MOST_GROWTH
    return figures


if __name__ == "__main__":
    print(orjson.dumps(run([int(one) for one in sys.argv[1:]] or None), option=orjson.OPT_INDENT_2).decode())
