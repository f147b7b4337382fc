"""What things say as statements: valid N-Triples, described whole, independent of order, every term one of the ontology's."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from little import Case, Claim, Concept, Contributor, Jurisdiction, Mention, Organisation, Reference, Span, Venue, Work, capture, person
from pyoxigraph import RdfFormat, parse

from graph import record
from graph.describe import iri_of, statements
from graph.identify import ID
from ontology import terms
from ontology.vocabulary import vocabulary


def study() -> tuple[Work, list[object]]:
    """A study with everything that a loader can say of it."""
    book = Work(kind="book", title="Towns", editors=[person("Ada Quist")], year=1999, isbns=["0-306-40615-2"])
    cited = Work(kind="chapter", title="Halls", authors=[person("Ada Quist")], year=1999, part_of=book, pages="1–9")
    lab = Organisation("Town Lab", alternatives=["TL"], part_of=Organisation("University of Somewhere"))
    work = Work(
        kind="article",
        title="Counters “and” \\ towns\nagain",
        key="k1",
        language="en",
        year=2004,
        year_suffix="a",
        issued="2004-05",
        volume="3",
        issue="2",
        pages="11-19",
        article_number="7",
        edition="2nd",
        publisher="Some Press",
        place="Oslo",
        doi="10.5555/TOWNS.1",
        authors=[
            Contributor("Møller", "Jane", orcid="0000-0002-1825-0097", affiliations=[lab], alternatives=["J. Moller"]),
            Contributor(literal="Town Council", organisation=True),
        ],
        venue=Venue("Acta Oppidorum", ["Act. Opp."], ["0378-5955"], "0378-5955"),
        url="https://example.org/1",
        abstract="We ask.",
        licence="CC BY 4.0",
        rights_holder="the authors",
        keywords=["towns"],
        badges=["CrossRef"],
        method=["interviews"],
        references=[Reference(cited)],
        disagreements=[record.Disagreement("year", "2004", "2003", "the issue goes first")],
    )
    old = Concept(label="Old Hall", language="en")
    theory = Concept(
        label="Counter Theory",
        kind="theory",
        definition="Counters matter.",
        broader=[old],
        related=[Concept(label="Towns")],
        succeeds=[old],
        alternatives={"en": ["CT"]},
        labels={"fr": "Théorie"},
        requires=[old],
        introduced_in=[cited],
        matches=[("exactMatch", "https://example.org/c")],
        core_in=[record.Topic("Topic One", subject=record.Subject("Subject One", note="n"), position=1)],
        produces=[(old, Span(1, 4, "xxx"))],
    )
    reform = record.Reform(
        "one-counter", "One Counter", [Jurisdiction("CA-AB", "Alberta")], 2001, 2003, instantiates=[theory], adopted_by=[lab], works=[work]
    )
    part = Case(work, "Hall A", anonymised=True, organisations=[Organisation("Hall A", anonymised=True, work=work)])
    case = Case(
        work, "The halls", [Jurisdiction("CA-AB", "Alberta")], reforms=[reform], parts=[part], method=["survey"], note="n", confidence=0.5
    )
    voice = record.Respondent(work, "R1", "clerk", lab, ["2001"])
    course = record.Course(
        "Course 1", title="A course", subjects=[record.Subject("Subject One")], topics=[record.Topic("Topic One")], readings=[cited]
    )
    course.requires, course.concepts = [record.Course("Course 0")], [theory]
    claim = Claim(
        work,
        theory,
        "challenges",
        [Span(5, 9, "xxxx", page="12")],
        [case],
        confidence=0.75,
        voiced_by=voice,
        quoted_in=cited,
        page_locator="12",
    )
    return work, [record.Source(label="page"), work, theory, claim, Mention(work, theory, Span(1, 3, "xx")), course, reform]


def lines_of(things: list[object], name: str = "page") -> set[str]:
    one = capture(name)
    return {line for thing in things for line in statements(thing, one)}


def test_statements_are_n_triples_and_use_the_ontologys_terms() -> None:
    lines = lines_of(study()[1])
    triples = list(parse("\n".join(f"{line} ." for line in lines).encode(), RdfFormat.N_TRIPLES))
    known = {p.iri for p in vocabulary().properties} | {c.iri for c in vocabulary().classes}
    used = {t.predicate.value for t in triples} | {t.object.value for t in triples if t.predicate.value == terms.RDF_TYPE}
    assert {term for term in used if term.startswith(terms.GOV)} <= known
    assert not any("_:" in line.split(" ", 2)[0] for line in lines)


def test_every_thing_has_a_class_a_slug_and_its_source() -> None:
    lines = lines_of(study()[1])
    said: dict[str, set[str]] = {}
    for line in lines:
        s, p, _ = line.split(" ", 2)
        said.setdefault(s, set()).add(p)
    for s, properties in said.items():
        if s.startswith(f"<{ID}") and "#" not in s:
            assert f"<{terms.RDF_TYPE}>" in properties, s
            assert f"<{terms.SLUG}>" in properties, s
            if not s.startswith((f"<{ID}source/", f"<{ID}jurisdiction/CA>")):
                assert f"<{terms.DESCRIBED_IN}>" in properties, s


def test_the_order_in_which_things_are_told_does_not_matter() -> None:
    _, things = study()
    head, rest = things[:1], things[1:]
    assert lines_of([*head, *reversed(rest)]) == lines_of(things)
    assert lines_of([*things, *things]) == lines_of(things)


def test_telling_many_things_of_one_work_tells_the_work_once() -> None:
    work = Work(title="Long", references=[Reference(Work(title=f"R{n}")) for n in range(100)])
    one = capture("page")
    statements(work, one)
    lines = [statements(Mention(work, Concept(label="x"), Span(n, n + 1, "x")), one) for n in range(50)]
    assert max(map(len, lines)) < 25


def test_the_iri_of_a_record_follows_from_the_record() -> None:
    one, other = capture("one"), capture("other")
    titled = Work(kind="book", title="The Halls: a study", authors=[person("Jane Marsh")], year=2001)
    same = Work(kind="book", title="The halls — a study", authors=[person("Jane Marsh")], year=2001)
    assert iri_of(titled, one) == iri_of(same, other)
    assert iri_of(titled, one).startswith(f"{ID}work/marsh-2001-")
    assert iri_of(dataclasses.replace(titled, doi="DOI: 10.5555/Halls."), one) == f"{ID}work/10.5555%2Fhalls"


def test_a_work_known_by_surname_and_year_belongs_to_its_page() -> None:
    stub = Work(authors_as_printed=["Marsh et al."], year=2001)
    assert iri_of(stub, capture("one")) != iri_of(stub, capture("other"))
    again = [capture("one", "https://example.org/p"), capture("one, retrieved later", "https://example.org/p")]
    assert iri_of(stub, again[0]) == iri_of(stub, again[1])


def test_two_authors_of_one_name_are_two() -> None:
    lines = lines_of([Work(title="T", authors=[person("Wei Wang"), person("Wei Wang")])])
    authors = {line.split(" ", 2)[2] for line in lines if line.split(" ")[1] == f"<{terms.HAS_AUTHOR}>"}
    assert len(authors) == 2


def test_a_surname_as_printed_makes_nobody() -> None:
    lines = lines_of([Work(authors_as_printed=["Marsh"], year=2001)])
    assert not any(f"<{ID}person/" in line for line in lines)


@pytest.mark.parametrize(
    ("code", "class_", "country"),
    [
        ("CA-AB", terms.SUBDIVISION, "CA"),
        ("FR-75C", terms.SUBDIVISION, "FR"),
        ("GB", terms.COUNTRY, "GB"),
        ("NO-locality:oslo", terms.LOCALITY, "NO"),
        ("EU", terms.SUPRANATIONAL, ""),
        ("region:europe", terms.SUPRANATIONAL, ""),
        ("ZZ-99", terms.JURISDICTION, ""),
    ],
)
def test_places_come_with_what_their_code_says(code: str, class_: str, country: str) -> None:
    lines = lines_of([Jurisdiction(code, "As Printed")])
    s = iri_of(Jurisdiction(code), capture("x"))
    assert f"<{s}> <{terms.RDF_TYPE}> <{class_}>" in lines
    countries = {line.split(" ", 2)[2] for line in lines if line.startswith(f"<{s}> <{terms.IN_COUNTRY}>")}
    assert countries == ({f"<{ID}jurisdiction/{country}>"} if country else set())
    assert any(line.startswith(f"<{s}> ") and line.endswith('"As Printed"') for line in lines)


@given(st.text(), st.text(), st.text())
def test_no_text_makes_a_malformed_statement(title: str, name: str, language: str) -> None:
    work = Work(
        title=title,
        authors=[Contributor(literal=name), Contributor(literal=name, organisation=True)],
        venue=Venue(name),
        url=title,
        doi=title,
    )
    lines = lines_of(
        [work, Mention(work, Concept(label=name, language=language), Span(0, 1, title)), Case(work, title, [Jurisdiction(name)])]
    )
    list(parse("\n".join(f"{line} ." for line in lines).encode("utf-8", "surrogatepass"), RdfFormat.N_TRIPLES))
