"""Atlas files written from the graph, for what no file of an atlas folder says: concepts, cases with claims, reforms, structure, works.

EXTRACTED claims are left out and counted: what the program only proposes would come back as if a person had stated it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import unquote

from api.atlas.kept import loaders_of
from api.atlas.page import Fields, page
from api.atlas.written import MADE, Written
from graph.exports.works import works
from graph.identify import key_of, kind_of, slug
from graph.rights import Shown
from graph.sources.csl import works_to_csl
from graph.store import IRI, RESOLVED, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from graph.store import Store, Term

About = dict[str, list["Term"]]
ATLAS = "atlas_folder"
_OF_CONCEPTS = ("skos", "atlas_page")
"""Loaders whose captures are about concepts: one that another format's text merely names has no file."""
_CASES = (terms.CASE, terms.ANONYMISED_CASE)
_CONCEPT_LINKS = {
    "broader": terms.BROADER, "related": terms.RELATED_CONCEPT, "requires": terms.CONCEPT_REQUIRES, "introducedIn": terms.INTRODUCED_IN,
    "inTopic": terms.IN_TOPIC, "coreIn": terms.CORE_IN,
}  # fmt: skip
_MATCHES = {
    "exactMatch": terms.SKOS_EXACT_MATCH, "closeMatch": terms.SKOS_CLOSE_MATCH, "broadMatch": terms.SKOS_BROAD_MATCH,
    "narrowMatch": terms.SKOS_NARROW_MATCH, "relatedMatch": terms.SKOS_RELATED_MATCH,
}  # fmt: skip
_COURSE_LINKS = {
    "teachesSubject": terms.TEACHES_SUBJECT, "teachesTopic": terms.TEACHES_TOPIC, "teaches": terms.TEACHES, "requires": terms.REQUIRES,
    "assignsReading": terms.ASSIGNS_READING,
}  # fmt: skip


def made(store: Store, left_out: Counter[str]) -> Iterator[Written]:
    """The files, works last: those that the others name."""
    writer = _Writer(store, left_out)
    for path, text in writer.pages():
        yield Written(path, text.encode(), MADE)
    if writer.works:
        found = [work for work in works(store, only=sorted(writer.works)) if work.title or work.doi]
        yield Written("works.json", json.dumps(works_to_csl(found), ensure_ascii=False, indent=1).encode() + b"\n", MADE)


class _Writer:
    def __init__(self, store: Store, left_out: Counter[str]) -> None:
        self.store, self.left_out = store, left_out
        self.read_by = loaders_of(store)
        self.shown = Shown(store)
        self.works: set[str] = set()

    def pages(self) -> Iterator[tuple[str, str]]:
        """(path, text) of each file."""
        claims = self._claims()
        for iri, about in self._new(terms.CONCEPT):
            if about.get(terms.SKOS_DEFINITION) or any(self.read_by.get(one) in _OF_CONCEPTS for one in _digests(about)):
                yield f"concepts/{slug(key_of(iri))}.md", self._concept(iri, about)
        for iri, about in self._new(*_CASES, known=set(claims)):
            if iri in claims or terms.CONFIDENCE not in about:  # a confidence tells that the program found it
                yield f"cases/{slug(key_of(iri).replace('/', ' '))}.md", self._case(iri, about, claims.pop(iri, []))
        for iri, about in self._new(terms.REFORM):
            yield f"reforms/{slug(key_of(iri))}.md", self._reform(iri, about)
        for iri, about in self._new(terms.ATLAS_SUBJECT):
            yield f"subjects/{slug(key_of(iri))}.md", self._subject(iri, about)
        for iri, about in self._new(terms.ATLAS_TOPIC):
            yield f"topics/{slug(key_of(iri))}.md", self._topic(iri, about)
        for iri, about in self._new(terms.COURSE):
            yield f"courses/{slug(key_of(iri))}.md", self._course(iri, about)
        for iri, stated in claims.items():
            if kind_of(iri) == "work":
                fields = Fields("claims")
                fields.put("work", self._work(iri))
                fields.lists("claims", stated)
                yield f"claims/{slug(key_of(iri))}.md", page(fields)

    def _new(self, *kinds: str, known: set[str] | None = None) -> Iterator[tuple[str, About]]:
        """Things of these kinds that some capture describes and no atlas file does, and those `known` to be needed, by IRI."""
        values = " ".join(f"<{kind}>" for kind in kinds)
        found: dict[str, About] = defaultdict(lambda: defaultdict(list))
        query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?k {{ {values} }} ?s a ?k ; ?p ?o }} ORDER BY ?s ?p ?o"
        for s, p, o in self.store.select(query, graph=RESOLVED):
            if s is not None and p is not None and o is not None and o not in found[s.value][p.value]:
                found[s.value][p.value].append(o)
        for iri, about in found.items():
            read_by = {self.read_by.get(one) for one in _digests(about)}
            if (read_by and ATLAS not in read_by) or (known and iri in known):
                yield iri, about

    def _concept(self, iri: str, about: About) -> str:
        fields = Fields("concept", slug=key_of(iri))
        fields.put("prefLabel", _labels(about.get(terms.SKOS_PREF_LABEL, []), one=True) or key_of(iri))
        fields.put("altLabel", _labels(about.get(terms.SKOS_ALT_LABEL, [])))
        kinds = {o.value for o in about.get(terms.RDF_TYPE, [])}
        fields.put("kind", next((n for n in ("paradigm", "theory", "practice", "issue") if terms.GOV + n.capitalize() in kinds), ""))
        for name, p in _CONCEPT_LINKS.items():
            fields.put(name, self._names(about, p))
        for name, p in _MATCHES.items():
            fields.put(name, [o.value for o in about.get(p, []) if isinstance(o, IRI) and not kind_of(o.value)])
        fields.put("scopeNote", _text(about, terms.SKOS_SCOPE_NOTE))
        definition = _text(about, terms.SKOS_DEFINITION)
        told = next((o.value for o in about.get(terms.DEFINITION_SOURCE, [])), "")
        return page(fields, definition if not told or self.shown.quote(told, definition) == definition else "")

    def _case(self, iri: str, about: About, claims: list[Fields]) -> str:
        fields = Fields("case", slug=iri.rpartition("/")[2])
        fields.put("label", _text(about, terms.RDFS_LABEL) or iri.rpartition("/")[2])
        work = next((o.value for o in about.get(terms.STUDIED_IN, [])), "")
        fields.put("work", self._work(work) if work else "")
        if terms.ANONYMISED_CASE in {o.value for o in about.get(terms.RDF_TYPE, [])}:
            fields.put("anonymised", "true")
        else:
            fields.put("caseIn", self._codes(about, terms.CASE_IN))
            fields.put("involves", self._labels_of(about, terms.INVOLVES))
        fields.put("method", sorted(o.value for o in about.get(terms.METHOD, [])))
        fields.put("concernsReform", self._names(about, terms.CONCERNS_REFORM))
        fields.lists("claims", claims)
        return page(fields, _text(about, terms.SKOS_NOTE))

    def _reform(self, iri: str, about: About) -> str:
        fields = Fields("reform", slug=key_of(iri))
        fields.put("label", _text(about, terms.RDFS_LABEL) or key_of(iri))
        fields.put("reformIn", self._codes(about, terms.REFORM_IN))
        for name in ("startYear", "endYear", "datesSeen"):
            fields.put(name, _text(about, terms.GOV + name))
        fields.put("instantiates", self._names(about, terms.INSTANTIATES))
        fields.put("adoptedBy", self._labels_of(about, terms.ADOPTED_BY))
        fields.put("succeeds", self._names(about, terms.SUCCEEDS))
        fields.put("works", self._names(about, terms.TREATED_IN))
        return page(fields, _text(about, terms.SKOS_NOTE))

    def _subject(self, iri: str, about: About) -> str:
        fields = Fields("subject", slug=key_of(iri))
        fields.put("label", _text(about, terms.RDFS_LABEL) or key_of(iri))
        return page(fields, _text(about, terms.SKOS_NOTE))

    def _topic(self, iri: str, about: About) -> str:
        fields = Fields("topic", slug=key_of(iri))
        fields.put("label", _text(about, terms.RDFS_LABEL) or key_of(iri))
        fields.put("inSubject", self._names(about, terms.IN_SUBJECT))
        fields.put("ordinal", _text(about, terms.ORDINAL))
        return page(fields)

    def _course(self, iri: str, about: About) -> str:
        fields = Fields("course", slug=key_of(iri))
        fields.put("label", _text(about, terms.RDFS_LABEL) or key_of(iri))
        fields.put("title", _text(about, terms.SKOS_ALT_LABEL))
        for name, p in _COURSE_LINKS.items():
            fields.put(name, self._names(about, p))
        return page(fields, _text(about, terms.SKOS_NOTE))

    def _claims(self) -> dict[str, list[Fields]]:
        """Case (or work, for a claim by argument) → the claims about it that a person stated or accepted."""
        gov = terms.GOV
        query = f"""SELECT ?c ?status ?work ?stance ?theory ?case ?basis ?page ?confidence ?source ?quote ?from ?in WHERE {{
          ?c a <{terms.CLAIM}> ; <{terms.CLAIM_STATUS}> ?status ; <{terms.STATED_IN}> ?work ; <{terms.HAS_STANCE}> ?stance ;
             <{gov}bearsOn> ?theory .
          OPTIONAL {{ ?c <{terms.DESCRIBED_IN}> ?in }}
          OPTIONAL {{ ?c <{terms.RESTS_ON_CASE}> ?case }} OPTIONAL {{ ?c <{terms.CLAIM_BASIS}> ?basis }}
          OPTIONAL {{ ?c <{terms.PAGE_LOCATOR}> ?page }} OPTIONAL {{ ?c <{terms.CONFIDENCE}> ?confidence }}
          OPTIONAL {{ ?c <{terms.EVIDENCED_BY}> ?e . ?e <{terms.FOUND_IN}> ?source ; <{terms.QUOTE}> ?quote
                      OPTIONAL {{ ?source <{terms.RETRIEVED_FROM}> ?from }} }} }} ORDER BY ?c ?quote"""
        rows: dict[str, list[dict[str, Term | None]]] = defaultdict(list)
        found = self.store.select(query, graph=RESOLVED)
        for row in found:
            told = dict(zip(found.variables, row, strict=True))
            if (claim := told["c"]) is not None:
                rows[claim.value].append(told)
        out: dict[str, list[Fields]] = defaultdict(list)
        for same in rows.values():
            if any(self.read_by.get(_value(told, "in").rpartition("/")[2]) == ATLAS for told in same):
                continue
            if _value(same[0], "status") not in ("STATED", "CURATED"):
                self.left_out["claims that nobody has confirmed"] += 1
            elif (fields := self._claim(same)) is not None:
                out[_value(same[0], "case") or _value(same[0], "work")].append(fields)
                self.left_out["cases beside the first of a claim: a file is about one"] += len({_value(told, "case") for told in same}) - 1
        return out

    def _claim(self, same: list[dict[str, Term | None]]) -> Fields | None:
        first = same[0]
        fields = Fields("")
        fields.put("theory", key_of(_value(first, "theory")))
        fields.put("stance", _value(first, "stance").rpartition("/")[2].rpartition("#")[2].lower())
        for name in ("page", "confidence"):
            fields.put(name, _value(first, name))
        fields.put("basis", "interpretive" if _value(first, "basis") == "interpretive" else "")
        fields.put("curator", "reviewed" if _value(first, "status") == "CURATED" else "")
        for told in same:
            source, words = _value(told, "source"), _value(told, "quote")
            digest = source.rpartition("/")[2]
            if not words:
                continue
            if self.read_by.get(digest) in (ATLAS, "claims_table"):  # a person's own words
                fields.put("finding", words)
            elif self.shown.quote(source, words) == words:
                fields.put("quote", words)
                fields.put("source", _value(told, "from") or digest)
            else:
                continue
            return fields
        self.left_out["claims whose words their source does not allow to be written out"] += 1
        return None

    def _work(self, iri: str) -> str:
        self.works.add(iri)
        key = key_of(iri)
        return unquote(key) if key.startswith("10.") else key

    def _names(self, about: About, p: str) -> list[str]:
        things = [o.value for o in about.get(p, []) if isinstance(o, IRI)]
        return [self._work(one) if kind_of(one) == "work" else key_of(one) for one in things]

    def _labels_of(self, about: About, p: str) -> list[str]:
        things = [o for o in about.get(p, []) if isinstance(o, IRI)]
        if not things:
            return []
        query = f"SELECT ?label WHERE {{ VALUES ?s {{ {' '.join(map(str, things))} }} ?s <{terms.RDFS_LABEL}> ?label }} ORDER BY ?label"
        return [label.value for (label,) in self.store.select(query, graph=RESOLVED) if label is not None]

    def _codes(self, about: About, p: str) -> list[str]:
        return [key_of(o.value) for o in about.get(p, [])]


def _digests(about: About) -> list[str]:
    """The captures that describe a thing."""
    return [source.value.rpartition("/")[2] for source in about.get(terms.DESCRIBED_IN, [])]


def _value(row: dict[str, Term | None], name: str) -> str:
    return term.value if (term := row[name]) is not None else ""


def _text(about: About, p: str) -> str:
    return next((o.value for o in about.get(p, []) if isinstance(o, Literal)), "")


def _labels(found: list[Term], *, one: bool = False) -> dict[str, list[str]] | dict[str, str]:
    by_language: dict[str, list[str]] = defaultdict(list)
    for label in found:
        if isinstance(label, Literal):
            by_language[label.language or "en"].append(label.value)
    return {language: labels[0] for language, labels in sorted(by_language.items())} if one else dict(sorted(by_language.items()))
