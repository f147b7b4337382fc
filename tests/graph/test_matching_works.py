"""Nasty pairs: what looks alike and is two works stays two, what is printed differently and is one becomes one."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from little import Venue, Work, capture, person, put

import loaders
from graph.decisions.curation import doubts
from graph.describe import iri_of, statements
from graph.linkage.facts import Facts
from graph.linkage.matching import Decisions, match
from graph.linkage.titles.likeness import is_column, liken
from graph.linkage.titles.wording import difference
from graph.linkage.works.details import in_one_list
from graph.linkage.works.likeness import abbreviates, containers_fit
from graph.opening import open_store
from graph.record import Reference
from graph.sources.capture import capture_of
from graph.store import RESOLVED, capture_graph
from ontology import terms

PAIRS = [json.loads(line) for line in Path(__file__).with_name("pairs_of_works.jsonl").read_text(encoding="utf-8").splitlines()]
CANADA = "Trust in local counters: evidence from Canada"
PEOPLE = ("Ada Quist", "Tom Vale")


def work(title: str, *names: str, kind: str = "article", year: int | None = 2001, place: str = "Acta Publica", **more: object) -> Work:
    people = [person(name) for name in names or PEOPLE]
    return Work(kind=kind, title=title, authors=people, year=year, venue=Venue(place) if place else None, **more)


def outcome(*works: Work) -> tuple[int, int]:
    """How many works there are, and how many pairs wait for a person; each work in a capture of its own, in every order the same."""
    found = set()
    for order in itertools.permutations(works):
        store = open_store(":memory:")
        for number, one in enumerate(order):
            put(store, (capture(f"page {number} {one.title}"), [one]))
        rows = store.select(f"SELECT DISTINCT ?x {{ ?x a <{terms.WORK}> }}", graph=RESOLVED)
        pairs = [doubt for doubt in doubts(store) if doubt.relation == "possiblySameAs" and "/work/" in doubt.first]
        found.add((sum(1 for _ in rows), len(pairs)))
    assert len(found) == 1
    return found.pop()


APART = {
    "parts": (work("Reform of the towns, part 1"), work("Reform of the towns, part 2")),
    "parts in words": (work("Reform of the towns: first report"), work("Reform of the towns: second report")),
    "Roman parts": (work("Reform of the towns I"), work("Reform of the towns II")),
    "a part and the whole": (work("Reform of the small towns"), work("Reform of the small towns: part two")),
    "an erratum": (work("Counters that people share"), work("Erratum: Counters that people share")),
    "a correction": (work("Counters that people share"), work("Counters that people share (correction)")),
    "a reply": (work("Counters that people share"), work("Counters that people share: a reply")),
    "a review": (work("Counters that people share", "Ada Quist", kind="book", place=""), work("Counters that people share", "Eve Hill")),
    "a review by name": (work("Counters that people share"), work("Review of counters that people share")),
    "places": (work(CANADA), work(CANADA.replace("Canada", "Norway"))),
    "years of a series": (work("Survey of town halls 2001"), work("Survey of town halls 2003", year=2003)),
    "another year": (work("Survey of town halls"), work("Survey of town halls", year=2003)),
    "editions": (
        work("Steering the city", kind="book", place="", edition="2nd ed."),
        work("Steering the city", kind="book", place="", edition="Third edition"),
    ),
    "a chapter of its book": (work("Steering the city", kind="chapter", place=""), work("Steering the city", kind="book", place="")),
    "a preprint": (work("Counters that people share"), work("Counters that people share", place="SSRN working paper series")),
    "two journals": (work("Counters that people share"), work("Counters that people share", place="Beta Studies Quarterly")),
    "translations": (work("Counters that people share"), work("Les guichets que l'on partage")),
    "pages": (work("Counters that people share", volume="3", pages="1-9"), work("Counters that people share", volume="3", pages="30-41")),
    "a column": (work("Editorial", "Ada Quist"), work("Editorial", "Ada Quist", place="")),
    "a column of several": (work("Notes on papers", "Ada Quist"), work("Notes on papers", "Ada Quist", "Tom Vale", "Eve Hill")),
    "two conferences": (
        work("Counters that people share", "Ada Quist", place="ABCD Conference"),
        work("Counters people share alike", "Ada Quist", place="International Conference on Halls"),
    ),
}
ONE = {
    "a label": (work("Tutorial: Counters that people share"), work("Counters that people share (tutorial session)")),
    "the small words": (work("How to share the counters of a town in order"), work("How share counters town order")),
    "a subtitle": (work("Counters that people share"), work("Counters that people share: a view from the hall")),
    "an abbreviated journal": (work(CANADA, place="Journal of Public Halls"), work(CANADA, place="J. Publ. Halls")),
    "initials": (work(CANADA, place="VLTH"), work(CANADA, place="Very Large Town Halls")),
    "one conference": (work(CANADA, place="SIGMOT Conference"), work(CANADA, place="International Conference on Management of Towns")),
    "a conference paper": (
        work(CANADA, place="Conference on Halls"),
        work(CANADA, kind="chapter", place="Proceedings of the Conference on Halls"),
    ),
    "a year later in print": (
        work(CANADA, volume="3", pages="10-20"),
        work(CANADA, year=2002, volume="3", pages="10-20"),
    ),
    "no year": (work(CANADA), work(CANADA, year=None)),
    "letters lost on the way": (work(CANADA, "Jörg Böhm"), work(CANADA, "Jrg Bhm")),
    "a misprinted name": (work(CANADA, "Ada Goldring"), work(CANADA, "Ada Golding")),
    "family name first": (work(CANADA, "Chen Qun"), work(CANADA, "Qun Chen")),
    "two family names": (work(CANADA, "Rafael Camps"), work(CANADA, "Rafael Camps Paré")),
    "a parallel title": (work("Rivers of tax", kind="book", place=""), work("Rivers of tax = Rivières d'impôt", kind="book", place="")),
    "initials without points": (work(CANADA), Work(title=CANADA, authors_as_printed=["Quist AB"], year=2001, venue=Venue("Acta Publica"))),
    "one publisher": (
        work("Housing needs of ferry crews", kind="report", place="", publisher="North Press"),
        Work(kind="report", title="Housing needs of ferry crews", year=2001, publisher="North Press"),
    ),
    "nobody named": (
        Work(kind="book", title="Entwürfe eines Hippodroms: Aussenansichten, Grundriss, Stallungen", year=1780),
        Work(title="Entwürfe eines Hippodroms : Aussenansichten, Grundriss, Stallungen", year=1780),
    ),
}


@pytest.mark.parametrize("name", APART)
def test_two_works_stay_two(name: str) -> None:
    assert outcome(*APART[name])[0] == 2


@pytest.mark.parametrize("name", ONE)
def test_one_work_is_one(name: str) -> None:
    assert outcome(*ONE[name])[0] == 1


@pytest.mark.parametrize("name", ["a preprint", "two journals", "places", "pages", "a column", "a column of several", "editions"])
def test_doubtful_pairs_wait_for_a_person(name: str) -> None:
    assert outcome(*APART[name]) == (2, 1)


def test_a_record_that_fits_two_works_joins_neither() -> None:
    years = [work("Survey of the town halls", year=year) for year in (2001, None, 2003)]
    assert outcome(*years) == (3, 2)
    subtitles = [work(f"Counters that people share{more}") for more in ("", ": a view from the hall", ": what the mayors said")]
    assert outcome(*subtitles)[0] == 3
    journals = [work(CANADA, place=place) for place in ("Journal of Halls", "Beta Letters", "")]
    assert outcome(*journals) == (3, 3)
    manuscript = Work(title=CANADA, authors=[person(name) for name in PEOPLE], year=2001)
    assert outcome(manuscript, work(CANADA, place="SSRN working papers"), work(CANADA, place="Beta Letters")) == (3, 3)


def test_a_record_without_container_is_the_work_of_one_container() -> None:
    spellings = [work(CANADA, place=place) for place in ("Journal of Halls", "J. Halls", "")]
    assert outcome(*spellings) == (1, 0)


def test_whoever_lists_two_has_two_works_in_mind() -> None:
    store = open_store(":memory:")
    both = [work(CANADA, place="Journal of Halls"), work(CANADA, place="Beta Letters")]
    put(store, (capture("one list"), both))
    put(store, (capture("another list"), [work(CANADA, place="")]))
    assert sum(1 for _ in store.select(f"SELECT DISTINCT ?x {{ ?x a <{terms.WORK}> }}", graph=RESOLVED)) == 3


@pytest.mark.parametrize(("cited_together", "listed"), [(True, True), (False, False)])
def test_works_that_others_cite_are_in_the_list_of_who_cites_both(*, cited_together: bool, listed: bool) -> None:
    cited = [work(CANADA, place="Journal of Halls"), work(CANADA, place="Beta Letters")]
    lists = [cited] if cited_together else [[one] for one in cited]
    facts, register = Facts(), capture("a register")
    for number, references in enumerate(lists):
        for line in statements(work(f"Page {number}", references=[Reference(one) for one in references]), register):
            facts.take(capture_graph(register.digest), *line.split(" ", 2))
    first, second = (facts.works[f"<{iri_of(one, register).strip('<>')}>"] for one in cited)
    assert in_one_list(first, second) is listed


def clusters_of(*records: dict[str, object]) -> tuple[int, int]:
    """How many works CSL-JSON records are, each in a file of its own, and how many pairs of them wait for a person."""
    facts, mine = Facts(), set()
    for number, record in enumerate(records):
        file = capture_of(json.dumps([record]).encode() + b" " * number, f"{number}.json")
        for thing in loaders.read(file, extract=False):
            if isinstance(thing, Work):
                mine.add(f"<{iri_of(thing, file).strip('<>')}>")
                for line in statements(thing, file):
                    facts.take(capture_graph(file.digest), *line.split(" ", 2))
    works = {iri for iri, one in facts.works.items() if one.graphs}
    matched = match(facts, works, set(facts.persons), set(facts.venues), Decisions())
    waiting = [one for one in matched.candidates if {one.a, one.b} <= mine]
    return len({matched.canonical.get(iri, iri) for iri in mine}), len(waiting)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["kind"])
def test_records_of_one_work_and_of_two(pair: dict[str, dict[str, object]]) -> None:
    works, waiting = clusters_of(pair["a"], pair["b"])
    assert works == (1 if pair["same"] and "waits" not in pair else 2)
    if "waits" in pair:  # one work, which a person has to say
        assert waiting == 1


@pytest.mark.parametrize(
    ("a", "b", "left", "right", "slips"),
    [
        ("modernising labour programmes", "modernizing the labor program", (), (), 0),
        ("the fourth workshop", "the 4th workshop", (), (), 0),
        ("electronic marketplaces", "electronic market places", (), (), 0),
        ("acountability of boards", "accountability of boards", (), (), 0),
        ("police reform", "policy reform", ("police",), ("policy",), 0),
        ("formal rules", "informal rules", ("formal",), ("informal",), 0),
        ("tests in gambia", "tests in zambia", ("gambia",), ("zambia",), 0),
        ("the gangam tool", "the sangam tool", (), (), 1),
        ("steering the swallow state", "steering the shallow state", ("swallow",), ("shallow",), 0),
        ("land in bengo", "land in benga", (), (), 1),
        ("agents and turst", "agents and trust", (), (), 0),
        ("clent and servant", "client and servant", (), (), 1),
        ("die fuehrung", "die fuhrung", (), (), 0),
        ("the effects of npm", "the effects of new public management", (), (), 0),
        ("b2b trade", "business to business trade", (), (), 0),
        ("three lessons in neighbourhoods", "3 lessons in neighborhoods", (), (), 0),
        ("a web base", "a web based", (), (), 0),
    ],
)
def test_words_that_differ(a: str, b: str, left: tuple[str, ...], right: tuple[str, ...], slips: int) -> None:
    found = difference(a, b)
    assert (found.left, found.right, len(found.slips)) == (left, right, slips)


def test_a_short_word_of_no_list_waits_for_a_person() -> None:
    assert outcome(work("Land titles in Bengo province"), work("Land titles in Benga province")) == (2, 1)
    one, other = (work(f"Land titles in {place} province", volume="7", pages="11-30") for place in ("Bengo", "Benga"))
    assert outcome(one, other)[0] == 1


def test_numbers_in_a_subtitle_that_says_more() -> None:
    assert liken("Trust in counters of towns", "Trust in counters of towns: evidence from 12 villages and harbours in Norway") is not None
    assert liken("Trust in counters of towns", "Trust in counters of towns: evidence from phase 2 of the village survey") is None
    assert liken("Trust in counters of towns", "Trust in counters of towns: 2") is None


@pytest.mark.parametrize(
    ("title", "recurs"),
    [("editorial", True), ("book review column", True), ("notes from the editors", True), ("vorwort", True), ("trust in editors", False)],
)
def test_titles_that_recur(title: str, recurs: bool) -> None:
    assert is_column(title) is recurs


@pytest.mark.parametrize(
    ("short", "long", "fits"),
    [
        ("j publ halls", "journal of public halls", True),
        ("acm trans database syst", "acm transactions on database systems tods", True),
        ("vldb", "very large data bases", True),
        ("vldb", "the vldb journal the international journal on very large data bases", False),
        ("public administration", "public administration review", False),
        ("sigmod record", "international conference on management of data", False),
    ],
)
def test_names_of_containers(short: str, long: str, fits: bool) -> None:
    assert abbreviates(short, long) is fits


def test_containers_of_preprints() -> None:
    assert containers_fit(frozenset(("arxiv",)), frozenset()) == "preprint"
    assert containers_fit(frozenset(), frozenset(("acta publica",))) == "unknown"


def test_likeness_has_no_direction() -> None:
    titles = [
        "Trust in local counters: evidence from Canada",
        "Trust in local counters: evidence from Norway",
        "Trust in local counters",
        "Editorial",
    ]
    for a, b in itertools.product(titles, repeat=2):
        one, other = liken(a, b), liken(b, a)
        assert (one is None) == (other is None)
        assert one is None or other is None or (one.letters, one.part, one.same) == (other.letters, other.part, other.same)
