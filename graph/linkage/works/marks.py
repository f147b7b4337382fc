"""What a work record is known and looked up by: DOI, surnames, titles, containers, kinds; each a pure function of the record."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.identify import key_of, kind_of, normal_title, plain_letters
from graph.linkage import romanisation
from graph.linkage.titles.forms import forms
from graph.linkage.works.likeness import without_other_letters
from graph.statements.names import family_keys
from ontology import terms

if TYPE_CHECKING:
    from graph.linkage.facts import Facts
    from graph.linkage.traits import Work

_GROUPS = {
    f"<{terms.ARTICLE}>": "article",
    f"<{terms.CHAPTER}>": "chapter",
    f"<{terms.BOOK}>": "book",
    f"<{terms.REPORT}>": "book",
    f"<{terms.THESIS}>": "book",
    f"<{terms.WEB_PAGE}>": "page",
}


@lru_cache(maxsize=4096)
def doi_of(iri: str) -> str:
    """The DOI in a work's IRI, still percent-encoded, or the empty string."""
    key = key_of(iri[1:-1])
    return key if key.startswith("10.") else ""


def families(one: Work, facts: Facts) -> list[frozenset[str]]:
    """The spellings of the family names of its authors, else its editors, else the surnames that it prints; in no order that tells."""
    people = sorted((who, graph) for graph, who in one.people())
    if people:
        spelt = dict.fromkeys((who, _family(who, graph, facts)) for who, graph in people)
        return [spellings for _, spellings in spelt if spellings]
    return [family_keys(surname) for printed in sorted(one.printed) for surname in surnames(printed)]


def surname_marks(one: Work, facts: Facts) -> set[str]:
    """The spellings of all of them, of the first dozen where there are more."""
    return {spelling for spelt in families(one, facts)[:12] for spelling in spelt}


def _family(who: str, graph: str, facts: Facts) -> frozenset[str]:
    person = facts.persons.get(who)
    if person is None:
        return frozenset((key_of(who[1:-1]),))
    spelt = person.families(graph)
    names = [family for _, family in person.parts(graph)]
    for family in names:
        if " " in family:
            spelt |= family_keys(_without_initials(family))
    if all(map(str.isascii, names)):
        return spelt
    latin = {spelling for family in names for spelling in romanisation.families(family)}
    return spelt | latin | {kept for family in names if (kept := without_other_letters(family))}


@lru_cache(maxsize=4096)
def surnames(printed: str) -> tuple[str, ...]:
    """The surnames in authors as a text prints them: `Smith and Jones`, `Smith et al.`, `Smith, J.`."""
    text = re.sub(r"\bet\s+al\b\.?|\betc\b\.?|\band\s+(?:others|colleagues)\b", "", printed)
    parts = re.split(r"\s*(?:;|&|\band\b|\bund\b|\bet\b|\by\b|,(?!\s*(?:[A-Z]\.|Jr)))\s*", text)
    names = (_without_initials(re.sub(r",?\s*(?:\b[A-Z]\.[\s-]?)+", " ", part).strip(" ,.")) for part in parts)
    return tuple(name for name in names if name and not name.isdigit())


def _without_initials(name: str) -> str:
    """A name less initials without points beside it: `JA Klein`, `Klein JA`."""
    words = name.split()
    return " ".join(word for word in words if not (len(word) < 4 and word.isupper() and word.isascii())) or name


def is_stub(one: Work) -> bool:
    """Whether no more than surnames and year are known of it."""
    return not one.titles and not doi_of(one.iri)


def titles(one: Work) -> frozenset[str]:
    """Its titles for comparison."""
    return frozenset(map(normal_title, one.titles))


def known_titles(one: Work) -> frozenset[str]:
    """Those, without the label of what was presented, and each of parallel titles."""
    return titles(one).union(*map(forms, one.titles))


def publishers(one: Work) -> frozenset[str]:
    """Who published a work that may be whole in itself, and what bodies wrote it."""
    if groups(one) & {"article", "chapter", "page"} or one.published or one.parts:
        return frozenset()
    return frozenset(one.publishers).union(who for _, who in one.people() if kind_of(who[1:]) == "organisation")


def containers(one: Work, facts: Facts) -> frozenset[str]:
    """The titles of what it appeared in, as the captures that say so call it."""
    held: set[str] = set()
    for graph, iri in one.published:
        venue = facts.venues.get(iri)
        held.update(map(container_title, venue.called(graph)) if venue is not None else ())
    for graph, iri in one.parts:
        book = facts.works.get(iri)
        held.update(container_title(title) for g, title in (book.titled if book is not None else ()) if g == graph)
    return frozenset(held - {""})


container_title = lru_cache(maxsize=4096)(normal_title)
"""The title of what many works appeared in, for comparison."""


def record_of(one: Work, facts: Facts) -> tuple[frozenset[str], ...]:
    """What a record without DOI is keyed by, whatever the form of the key: two that agree in all of it are one record.

    Nothing for one without people and year, whose address counts too.
    """
    if not (one.people() or one.years):
        return ()
    told = (one.volumes, one.issues, one.pages, one.numbers, one.editions, one.classes, one.years, (value for _, value in one.suffixes))
    return (titles(one), containers(one, facts), _names(one, facts), *map(frozenset, told))


def _names(one: Work, facts: Facts) -> frozenset[str]:
    """Its people's names as printed."""
    people = ((graph, who, facts.persons.get(who)) for graph, who in one.people())
    named = {plain_letters(" ".join(parts)) for graph, _, person in people if person is not None for parts in person.parts(graph)}
    return frozenset(named).union(who for _, who in one.people() if who not in facts.persons)


def work_keys(one: Work, facts: Facts) -> set[str]:
    """The keys under which the work can be looked up, at least one: two works that may be one share one of them."""
    keys = {f"t:{title}" for title in known_titles(one) if title}
    keys |= {f"y:{spelling}|{year}" for year in one.years for spelling in surname_marks(one, facts)}
    if is_stub(one) and (people := families(one, facts)):
        keys |= {f"u:{year}" for year in one.years}
        keys |= {f"us:{spelling}" for spelt in people for spelling in spelt}
    return keys or {f"o:{key_of(one.iri[1:-1])}"}


def groups(one: Work) -> set[str]:
    """The kinds of publication that captures call it; empty where they say no more than "work"."""
    return {_GROUPS[c] for c in one.classes if c in _GROUPS}


def is_open(one: Work) -> bool:
    """Whether its authors are printed with "et al.", so that there are more."""
    return any(re.search(r"\bet al\b|\band (?:others|colleagues)\b", printed) for printed in one.printed)
