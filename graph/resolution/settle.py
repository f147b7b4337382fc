"""All that captures say of one thing → what the resolved graph says of it: conflicts settled by one rule, both values kept.

The rule: what people said, then a page of the thing's own before lists that cite it, then what more captures say, then code points.
Of persons the name printed more fully goes first. Authors, editors and a definition are taken whole from one capture.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from graph.identify import digest, key_of, normal_title
from graph.linkage.facts import text_of
from graph.linkage.matching import chosen_list
from graph.linkage.works.likeness import full_pages
from graph.resolution.entailment import TYPE, kind, supers
from graph.store import CURATED, SCHEME
from graph.text import literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.linkage.facts import Facts

Row: TypeAlias = tuple[str, str, str, str]
"""(graph, record, property, value), the last three in N-Triples; values are canonical already."""
Support: TypeAlias = set[tuple[str, str]]
"""The (record, graph) pairs that say a value."""


def _p(iri: str) -> str:
    return f"<{iri}>"


LABEL, PREF, ALT = _p(terms.RDFS_LABEL), _p(terms.SKOS_PREF_LABEL), _p(terms.SKOS_ALT_LABEL)
SLUG = _p(terms.SLUG)
AUTHOR, EDITOR, PART, PRINTED = map(_p, (terms.HAS_AUTHOR, terms.HAS_EDITOR, terms.HAS_CONTRIBUTION, terms.AUTHORS_AS_PRINTED))
GIVEN, FAMILY = _p(terms.GIVEN_NAME), _p(terms.FAMILY_NAME)
DEFINITION, DEFINED_BY = _p(terms.SKOS_DEFINITION), _p(terms.DEFINITION_SOURCE)
STATUS = _p(terms.CLAIM_STATUS)
_STATED_IN = _p(terms.STATED_IN)
TITLE = _p(terms.TITLE)
SINGLE = frozenset(
    map(
        _p,
        (
            terms.TITLE,
            terms.PUBLICATION_YEAR,
            terms.YEAR_SUFFIX,
            terms.EDTF_DATE,
            terms.DCTERMS_MODIFIED,
            terms.VOLUME,
            terms.ISSUE_NUMBER,
            terms.PAGES,
            terms.ARTICLE_NUMBER,
            terms.EDITION,
            terms.PLACE_OF_PUBLICATION,
            terms.DOI,
            terms.ABSTRACT,
            terms.LANGUAGE,
            terms.LICENCE,
            terms.RIGHTS_HOLDER,
            terms.PUBLISHED_BY,
            terms.PUBLISHED_IN,
            terms.PART_OF_WORK,
            terms.ORCID,
            terms.ISSN_L,
            terms.START_YEAR,
            terms.END_YEAR,
            terms.DATES_SEEN,
            terms.ISO_CODE,
            terms.IN_SUBJECT,
            terms.ORDINAL,
            terms.JOB_TITLE,
            terms.CLAIM_STATUS,
            terms.CLAIM_BASIS,
            terms.CONFIDENCE,
            terms.STATED_IN,
            terms.POSITION,
            terms.END_POSITION,
            terms.QUOTE,
            terms.CONTENT_HASH,
            terms.RETRIEVED_FROM,
            terms.DISPLAY,
            terms.TEXT_LENGTH,
            terms.ANONYMISED,
        ),
    )
)
"""Properties of which the resolved graph gives a thing one value."""
_SILENT = frozenset(
    map(
        _p,
        (
            terms.ABSTRACT,
            terms.QUOTE,
            terms.CONFIDENCE,
            terms.POSITION,
            terms.END_POSITION,
            terms.TEXT_LENGTH,
            terms.CLAIM_STATUS,
        ),
    )
)
"""Of these no Disagreement is written: the values are long texts, of the program's own making, or meant to change."""
_ONCE = SINGLE | {TYPE, LABEL, PREF, SLUG, GIVEN, FAMILY, DEFINITION, PRINTED}
_WHOLE = frozenset((AUTHOR, EDITOR, PART, PRINTED, GIVEN, FAMILY, LABEL, PREF, ALT, DEFINITION, DEFINED_BY, SLUG, TYPE))
RULES = (
    "what a person said goes first",
    "a page about the thing itself goes before lists that cite it and registers asked about it",
    "what more captures say goes first",
    "of equally supported values the first by code points is taken",
)


class Value(NamedTuple):
    """A value with who says it, in the order of preference."""

    uncurated: bool
    unfounded: bool
    fewer: int
    value: str


def order(value: str, support: Support, facts: Facts) -> Value:
    """How a value ranks: the smallest is taken."""
    graphs = {graph for _, graph in support}
    return Value(CURATED not in graphs, all(facts.is_cited(record, graph) for record, graph in support), -len(graphs), value)


def rule_between(chosen: Value, other: Value) -> str:
    """Which part of the rule decided between two values."""
    return next(rule for rule, a, b in zip(RULES, chosen, other, strict=True) if a != b)


def settled(canonical: str, rows: Iterable[Row], facts: Facts) -> list[tuple[str, str, str]]:
    """What the resolved graph says of a thing, given all rows about its records and their contributions.

    The answer has the statements of its numbered authors and of its disagreements too.
    """
    rows = list(rows)
    plain = _plain(canonical, rows)
    if plain is not None:
        return plain
    by_property: dict[str, dict[str, Support]] = defaultdict(lambda: defaultdict(set))
    parts: list[Row] = []
    members: set[str] = set()
    for row in rows:
        graph, record, p, o = row
        if "#" in record:
            parts.append(row)
        else:
            members.add(record)
            by_property[p][o].add((record, graph))
    return list(_Settling(canonical, by_property, parts, sorted(members), facts).statements()) if members else []


def _plain(canonical: str, rows: list[Row]) -> list[tuple[str, str, str]] | None:
    """What needs no settling: a thing of one record that one capture describes, each of its properties as often as may be."""
    first = rows[0][0]
    if kind(canonical) in ("concept", "claim") or any(graph != first for graph, _, _, _ in rows):
        return None
    said = dict.fromkeys((record, p, o) for _, record, p, o in rows)
    once: set[str] = set()
    for record, p, _ in said:
        if record != canonical:
            if "#" not in record:
                return None
        elif p in _ONCE:
            if p in once:
                return None
            once.add(p)
    return list(said) if TYPE in once and first not in (CURATED, SCHEME) else None


class _Settling:
    def __init__(self, canonical: str, said: dict[str, dict[str, Support]], parts: list[Row], members: list[str], facts: Facts) -> None:
        self.s = canonical
        self.said = said
        self.parts = parts
        self.members = members
        self.facts = facts
        self.kind = kind(canonical)

    def statements(self) -> Iterator[tuple[str, str, str]]:
        if self._rejected() or (self.kind == "claim" and _STATED_IN not in self.said):
            return  # of a claim that no capture makes any more only what people decided is left
        yield from self._classes()
        if SLUG in self.said:
            yield self.s, SLUG, literal(key_of(self.s[1:-1]).rpartition("/")[2].lower())
        yield from self._named()
        yield from self._people()
        for p, values in self.said.items():
            if p in SINGLE:
                yield from self._single(p, values)
            elif p not in _WHOLE:
                for o in values:
                    yield self.s, p, o

    def _rejected(self) -> bool:
        statuses = self.said.get(STATUS, {})
        return bool(statuses) and self._best(statuses) == '"REJECTED"'

    def _order(self, values: dict[str, Support]) -> list[Value]:
        return sorted(order(o, support, self.facts) for o, support in values.items())

    def _best(self, values: dict[str, Support]) -> str:
        return self._order(values)[0].value

    def _single(self, p: str, values: dict[str, Support]) -> Iterator[tuple[str, str, str]]:
        ranked = self._order(values)
        chosen = ranked[0]
        yield self.s, p, chosen.value
        if len(ranked) > 1 and p not in _SILENT:
            alike = _alike(p)
            for other in ranked[1:]:
                if alike(other.value) != alike(chosen.value):
                    yield from self._disagreement(p, chosen, other)

    def _disagreement(self, p: str, chosen: Value, other: Value) -> Iterator[tuple[str, str, str]]:
        name = re.split(r"[#/]", p[1:-1])[-1]
        node = f"{self.s[:-1]}#disagreement-{name}-{digest(f'{chosen.value} {other.value}', 8)}>"
        yield node, TYPE, _p(terms.DISAGREEMENT)
        yield node, _p(terms.DISAGREES_ON), p
        yield node, _p(terms.CHOSEN_VALUE), _as_literal(chosen.value)
        yield node, _p(terms.OTHER_VALUE), _as_literal(other.value)
        yield node, _p(terms.RULE), literal(rule_between(chosen, other))

    def _classes(self) -> Iterator[tuple[str, str, str]]:
        """The most specific class; of several that do not lie above each other the scheme's or the best supported."""
        values = {o: support for o, support in self.said.get(TYPE, {}).items() if o.startswith(f"<{terms.GOV}")}
        above = {high for o in values for high in supers(o[1:-1]) if high != o}
        left = {o: support for o, support in values.items() if o not in above}
        if not left:
            return
        by_scheme = {o: support for o, support in left.items() if any(graph == SCHEME for _, graph in support)}
        curated = {o: support for o, support in left.items() if any(graph == CURATED for _, graph in support)}
        ranked = self._order(left)
        first = self._best(curated or by_scheme or left)
        chosen = next(value for value in ranked if value.value == first)
        yield self.s, TYPE, first
        for other in ranked:
            if other is not chosen:
                told = chosen if chosen < other else Value(False, False, 0, first)
                yield from self._disagreement(TYPE, told, other)

    def _named(self) -> Iterator[tuple[str, str, str]]:
        """Labels: one a language, the others beside it as alternatives."""
        if self.kind == "work":
            titles = self.said.get(TITLE) or self.said.get(LABEL, {})
            if titles:
                yield self.s, LABEL, self._best(titles)
            for o in self.said.get(ALT, {}):
                yield self.s, ALT, o
            return
        pick = self._person_name if self.kind == "person" else self._best
        values = {**self.said.get(LABEL, {}), **self.said.get(PREF, {})}
        by_language: dict[str, dict[str, Support]] = defaultdict(dict)
        for o, support in values.items():
            by_language[_language(o)][o] = support
        chosen = {language: pick(labels) for language, labels in by_language.items()}
        if chosen:  # one label a thing, in English where there is one
            yield self.s, LABEL, chosen.get("en") or chosen[min(chosen)]
        if PREF in self.said:
            yield from ((self.s, PREF, label) for label in chosen.values())
        for o in {**values, **self.said.get(ALT, {})}:
            if o not in chosen.values():
                yield self.s, ALT, o
        if self.kind == "person":
            yield from self._name_parts(chosen.get("", ""))
        yield from self._definitions()

    def _person_name(self, labels: dict[str, Support]) -> str:
        return min(labels, key=lambda o: (not any(g == CURATED for _, g in labels[o]), -_spelt_out(o), order(o, labels[o], self.facts)))

    def _name_parts(self, label: str) -> Iterator[tuple[str, str, str]]:
        """Given and family name from where the name was printed in this form."""
        said = {**self.said.get(LABEL, {}), **self.said.get(PREF, {})}
        where = said.get(label, set())
        for p in (GIVEN, FAMILY):
            values = self.said.get(p, {})
            here = {o: support & where for o, support in values.items() if where & support}
            if here:
                yield self.s, p, self._best(here)

    def _definitions(self) -> Iterator[tuple[str, str, str]]:
        by_language: dict[str, dict[str, Support]] = defaultdict(dict)
        for o, support in self.said.get(DEFINITION, {}).items():
            by_language[_language(o)][o] = support
        for definitions in by_language.values():
            chosen = self._best(definitions)
            yield self.s, DEFINITION, chosen
            where = definitions[chosen]
            for o, support in self.said.get(DEFINED_BY, {}).items():
                if where & support:
                    yield self.s, DEFINED_BY, o

    def _people(self) -> Iterator[tuple[str, str, str]]:
        """Authors in their order, and editors, each whole from one capture."""
        authors, editors = self._list(AUTHOR), self._list(EDITOR)
        for p, chosen in ((AUTHOR, authors), (EDITOR, editors), (PART, authors)):
            for o, support in self.said.get(p, {}).items():
                if chosen is None or chosen in support:
                    yield self.s, p, o
        for graph, record, p, o in self.parts:
            if authors is None or (f"{record.partition('#')[0]}>", graph) == authors:
                yield record, p, o
        printed = self.said.get(PRINTED, {})
        if printed:
            where = authors or self._first_place(printed)
            for o, support in printed.items():
                if where in support:
                    yield self.s, PRINTED, o

    def _list(self, p: str) -> tuple[str, str] | None:
        """Where the list of authors or editors is taken from."""
        lists: dict[tuple[str, str], int] = defaultdict(int)
        for support in self.said.get(p, {}).values():
            for place in support:
                lists[place] += 1
        return chosen_list(lists, self.facts)

    def _first_place(self, values: dict[str, Support]) -> tuple[str, str]:
        """The best (record, graph) of those that say one of these values."""
        places = {place for support in values.values() for place in support}
        return min(places, key=lambda place: (place[1] != CURATED, self.facts.is_cited(*place), place))


def _as_literal(value: str) -> str:
    return value if value[0] == '"' else literal(value[1:-1])


def _language(o: str) -> str:
    tail = o[o.rindex('"') + 1 :]
    return tail[1:] if tail.startswith("@") else ""


def _spelt_out(o: str) -> int:
    """How many letters of a name are not initials."""
    return sum(len(word) for word in re.findall(r"[^\W\d_]+", text_of(o)) if len(word) > 1)


def _alike(p: str) -> Callable[[str], str]:
    """What two values of a property have in common when they differ in their printing only."""
    name = p[1:-1]
    if name in (terms.TITLE, terms.PLACE_OF_PUBLICATION, terms.EDITION, terms.LICENCE, terms.RIGHTS_HOLDER, terms.JOB_TITLE):
        return lambda o: normal_title(text_of(o))
    if name == terms.PAGES:
        return lambda o: full_pages(text_of(o))
    if name in (terms.VOLUME, terms.ISSUE_NUMBER):
        return lambda o: re.sub(r"^\D*0*", "", text_of(o)).casefold()
    if name == terms.EDTF_DATE:
        return lambda o: text_of(o)[:4]
    return lambda o: o
