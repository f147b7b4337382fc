"""Which records are one thing: evidence joins, vetoes keep apart, doubt waits for a person."""

from __future__ import annotations

import pytest
from little import Case, Concept, Contributor, Jurisdiction, Mention, Reference, Span, Venue, Work, capture, graph, person, put

from graph.decisions.curation import doubts
from graph.opening import open_store
from graph.store import RESOLVED, Store
from ontology import terms


def loaded(*pages: list[object]) -> Store:
    store = open_store(":memory:")
    for number, things in enumerate(pages):
        put(store, (capture(f"page {number}"), things))
    return store


def count(store: Store, class_: str) -> int:
    return sum(1 for _ in store.select(f"SELECT DISTINCT ?x {{ ?x a <{class_}> }}", graph=RESOLVED))


def pairs(store: Store, relation: str = "possiblySameAs") -> int:
    return sum(1 for doubt in doubts(store) if doubt.relation == relation)


def article(title: str, *names: str, year: int | None = 2001, **more: object) -> Work:
    return Work(kind="article", title=title, authors=[person(name) for name in names], year=year, **more)


HALLS = "Counters in the halls of small towns"


@pytest.mark.parametrize(
    ("one", "other", "works", "candidates"),
    [
        (article(HALLS, "Jane Marsh"), article(f"{HALLS}.", "J. Marsh"), 1, 0),
        (article(HALLS, "Jane Marsh", doi="10.5555/h"), article(HALLS, "Jane Marsh", volume="3"), 1, 0),
        (article(HALLS, "Jane Marsh", venue=Venue("Acta")), article(HALLS, venue=Venue("Acta")), 1, 0),
        (article(HALLS, "Jane Marsh"), article(HALLS.replace("Counters", "Counter"), "Jane Marsh"), 1, 0),
        (article(HALLS, "Jane Marsh", doi="10.5555/h"), article(HALLS, "Jane Marsh", doi="10.5555/i"), 2, 0),
        (article(HALLS, "Jane Marsh"), article(HALLS, "Ada Quist"), 2, 0),
        (article(HALLS, "Jane Marsh"), article(HALLS, "Jane Marsh", year=2002), 2, 1),
        (article(HALLS, "Jane Marsh", volume="3"), article(HALLS, "Jane Marsh", volume="4"), 2, 1),
        (article("Halls, part 1 of a study", "Jane Marsh"), article("Halls, part 2 of a study", "Jane Marsh"), 2, 0),
        (article("Editorial", "Jane Marsh", venue=Venue("Acta")), article("Editorial", "Jane Marsh", venue=Venue("Beta Studies")), 2, 1),
        (article("The new halls", "Jane Marsh"), Work(kind="book", title="The new halls", authors=[person("Jane Marsh")], year=2001), 2, 0),
    ],
)
def test_two_records_of_works(one: Work, other: Work, works: int, candidates: int) -> None:
    store = loaded([one], [other])
    assert count(store, terms.WORK) == works
    assert pairs(store) - _persons(store) == candidates


def _persons(store: Store) -> int:
    return sum(1 for doubt in doubts(store) if "/person/" in doubt.first)


def test_year_letters_of_one_list_keep_works_apart() -> None:
    a = article(HALLS, "Jane Marsh", year_suffix="a", pages="1-9")
    b = article(HALLS, "Jane Marsh", year_suffix="b")
    assert count(loaded([a, b]), terms.WORK) == 2
    assert count(loaded([a], [b]), terms.WORK) == 1, "letters of two lists mean nothing to each other"


def test_a_chapter_is_not_its_book_and_the_book_is_the_one_cited_elsewhere() -> None:
    book = Work(kind="book", title="Towns and halls", editors=[person("Ada Quist")], year=2001, publisher="Some Press")
    chapter = Work(kind="chapter", title="Towns and halls", authors=[person("Ada Quist")], year=2001, part_of=book)
    cited = Work(kind="book", title="Towns and Halls", editors=[person("Ada Quist")], year=2001, place="Oslo", publisher="Some Press")
    store = loaded([article(HALLS, "Jane Marsh", references=[Reference(chapter)])], [cited])
    assert count(store, terms.BOOK) == 1
    assert count(store, terms.CHAPTER) == 1


def test_works_without_anything_to_know_them_by_stay_their_own() -> None:
    store = loaded([Work(abstract="We study halls.", line=1), Work(abstract="We study counters.", line=2)])
    assert count(store, terms.WORK) == 2
    assert pairs(store) == 0


@pytest.mark.parametrize(
    ("printed", "candidates"),
    [("Marshall", 1), ("Marshalls", 1), ("Marshall et al.", 0), ("Mars", 0), ("Marshall and Quist", 0)],
)
def test_surname_and_year_make_a_candidate_and_nothing_more(printed: str, candidates: int) -> None:
    book = Work(kind="book", title=HALLS, authors=[Contributor("Marshall", "J. E.")], year=2001)
    store = loaded([book], [article("Other", "Ada Quist", references=[Reference(Work(authors_as_printed=[printed], year=2001))])])
    assert count(store, terms.WORK) == 3
    assert sum(1 for doubt in doubts(store) if "/work/" in doubt.first and doubt.relation == "possiblySameAs") == candidates


def test_a_surname_in_the_text_may_be_somebody() -> None:
    own = article(HALLS, "Christine Marsh", references=[Reference(Work(authors_as_printed=["Marsh"], year=1999))])
    store = loaded([own])
    assert pairs(store, "possibleAuthor") == 1
    assert count(store, terms.PERSON) == 1


def test_one_full_name_in_one_list_is_one_person_and_initials_are_not() -> None:
    listed = [Reference(article(f"{HALLS} {n}", name)) for n, name in enumerate(["Nanna Bjørk", "Nanna Bjoerk", "N. Bjørk", "Nils Bjørk"])]
    store = loaded([article("Citing", "Ada Quist", references=listed)])
    assert count(store, terms.PERSON) == 4
    names = {str(row[0].value) for row in store.select(f"SELECT ?l {{ ?p a <{terms.PERSON}> ; <{terms.SKOS_ALT_LABEL}> ?l }}") if row[0]}
    assert names in ({"Nanna Bjørk"}, {"Nanna Bjoerk"})
    assert pairs(store) == 2, "the initials agree with Nanna and with Nils"


def many(*works: Work) -> list[object]:
    """A collection so large that it is nobody's list: here a name alone joins nobody."""
    return [*works, *(Work(title=f"Filler number {n} of a large collection", line=n) for n in range(1100))]


@pytest.mark.parametrize(
    ("more", "persons"),
    [
        ({}, 2),
        ({"venue": Venue("Acta Oppidorum")}, 1),
    ],
)
def test_across_a_large_collection_a_full_name_needs_evidence_beside_it(more: dict[str, object], persons: int) -> None:
    store = loaded(many(article(HALLS, "Wei Wang", **more), article("Another matter altogether", "Wei Wang", **more)))
    assert count(store, terms.PERSON) == persons
    assert pairs(store) == (1 if persons == 2 else 0)


def test_a_shared_co_author_or_concept_is_evidence() -> None:
    pair = many(article(HALLS, "Wei Wang", "Ada Quist"), article("Another matter altogether", "Wei Wang", "A. Quist"))
    assert count(loaded(pair), terms.PERSON) == 3, "the two Quists stay candidates: one has an initial only"
    one, other = article(HALLS, "Wei Wang"), article("Another matter altogether", "Wei Wang")
    concept = Concept(label="counters")
    store = loaded(many(one, other, Mention(one, concept, Span(0, 1, "x")), Mention(other, concept, Span(2, 3, "x"))))
    assert count(store, terms.PERSON) == 1


def test_two_authors_of_one_work_are_two_whatever_their_names() -> None:
    store = loaded([article(HALLS, "Wei Wang", "Wei Wang"), article("Another matter", "Wei Wang")])
    assert count(store, terms.PERSON) == 2


def test_orcid_keeps_namesakes_apart() -> None:
    first = Contributor("Wang", "Wei", orcid="0000-0002-1825-0097")
    second = Contributor("Wang", "Wei", orcid="0000-0002-1694-233X")
    store = loaded([Work(title=HALLS, authors=[first], year=2001), Work(title="Another matter", authors=[second], year=2001)])
    assert count(store, terms.PERSON) == 2


def test_five_people_of_one_first_name_stay_five() -> None:
    names = ["Michael Berg", "Michael Lund", "Michael Holm", "Michael Dahl", "Michael Krog"]
    listed = [Reference(article(f"{HALLS} {name}", name)) for name in names]
    store = loaded([article("Citing", "Ada Quist", references=listed)])
    assert count(store, terms.PERSON) == 6
    assert pairs(store) == 0


def test_respondents_of_two_studies_are_never_one() -> None:
    from graph.record import Respondent

    works = [article(f"{HALLS} {n}", "Ada Quist") for n in range(2)]
    store = loaded(*[[work, Respondent(work, "R1", "clerk")] for work in works])
    assert count(store, terms.RESPONDENT) == 2


@pytest.mark.parametrize(
    ("venues", "journals"),
    [
        ([Venue("Acta Oppidorum", issns=["0378-5955"]), Venue("The Acta Oppidorum")], 1),
        ([Venue("Acta Oppidorum", ["Act. Opp."]), Venue("Act. Opp.")], 1),
        ([Venue("Acta Oppidorum", issns=["0378-5955", "2434-561X"]), Venue("Act Opp", issns=["2434-561X"])], 1),
        ([Venue("Public Halls"), Venue("Public Halls Review")], 2),
        ([Venue("Acta", issns=["0378-5955"]), Venue("Acta", issns=["2434-561X"])], 2),
        ([Venue("Acta", issns=["0378-5955"]), Venue("Acta", issns=["2434-561X"]), Venue("Acta")], 3),
    ],
)
def test_journals(venues: list[Venue], journals: int) -> None:
    store = loaded(*[[article(f"{HALLS} {n}", venue=venue)] for n, venue in enumerate(venues)])
    assert count(store, terms.JOURNAL) == journals


def test_the_canonical_record_is_the_one_with_the_best_key() -> None:
    plain = article(HALLS, "J. Marsh", venue=Venue("Acta Oppidorum"))
    known = article(HALLS, "Jane Marsh", doi="10.5555/h", venue=Venue("Acta Oppidorum", issns=["2434-561X", "0378-5955"]))
    store = loaded([plain], [known])
    said = graph(store)
    assert "<id/work/10.5555%2Fh> <ns#publishedIn> <id/venue/0378-5955>" in said
    assert "<id/work/10.5555%2Fh> <ns#hasAuthor> <id/person/10.5555%2Fh/jane-marsh>" in said
    assert '<id/person/10.5555%2Fh/jane-marsh> <http://www.w3.org/2004/02/skos/core#altLabel> "J. Marsh"' in said
    assert count(store, terms.PERSON) == 1


def test_cases_follow_their_works() -> None:
    works = [article(HALLS, "Jane Marsh", doi="10.5555/h"), article(HALLS, "Jane Marsh")]
    store = loaded(*[[work, Case(work, "The halls", [Jurisdiction("CA-AB")])] for work in works])
    assert count(store, terms.CASE) == 1
