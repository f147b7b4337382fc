"""What the resolved graph says: one value where there is one, both where they disagree, lists whole, rules applied, nothing stale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from little import (
    Case,
    Claim,
    Concept,
    Contributor,
    Jurisdiction,
    Organisation,
    Reference,
    Span,
    Venue,
    Work,
    capture,
    graph,
    identity,
    person,
    put,
)

from graph.decisions.curation import accept, reject, suppress, undo, unsuppress
from graph.opening import open_store
from graph.resolve import rebuild
from graph.store import META, RESOLVED, SCHEME
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store

DOI = "10.5555/halls"
S = "<id/work/10.5555%2Fhalls>"


def halls(**more: object) -> Work:
    return Work(kind="article", title="Counters in halls", doi=DOI, **more)


def citing(number: int, cited: Work) -> Work:
    return Work(kind="article", title=f"Citing {number}", doi=f"10.5555/citing.{number}", references=[Reference(cited)])


def loaded(*pages: list[object]) -> Store:
    store = open_store(":memory:")
    for number, things in enumerate(pages):
        put(store, (capture(f"page {number}"), things))
    return store


def values(store: Store, prop: str, s: str = S) -> set[str]:
    return {line.split(" ", 2)[2] for line in graph(store) if line.startswith(f"{s} <ns#{prop}> ")}


def rules_told(store: Store) -> set[str]:
    return {line.split(" ", 2)[2].strip('"') for line in graph(store) if "#disagreement-" in line and "<ns#rule>" in line}


def test_a_page_of_its_own_goes_before_lists_that_cite_it() -> None:
    store = loaded([citing(1, halls(year=2001))], [citing(2, halls(year=2001))], [halls(year=2002)])
    assert values(store, "publicationYear") == {'"2002"^^<http://www.w3.org/2001/XMLSchema#integer>'}
    assert rules_told(store) == {"a page about the thing itself goes before lists that cite it and registers asked about it"}


def test_then_what_more_captures_say_then_code_points() -> None:
    pages = [[citing(n, halls(volume=volume))] for n, volume in enumerate(["7", "3", "7"])]
    assert values(loaded(*pages), "volume") == {'"7"'}
    assert values(loaded(*pages[:2]), "volume") == {'"3"'}


def test_the_other_value_is_kept_beside_the_chosen_one() -> None:
    store = loaded([halls(year=2002)], [citing(1, halls(year=2001))])
    said = {line.split(" ", 1)[1] for line in graph(store) if line.startswith("<id/work/10.5555%2Fhalls#disagreement-publicationYear")}
    assert '<ns#chosenValue> "2002"^^<http://www.w3.org/2001/XMLSchema#integer>' in said
    assert '<ns#otherValue> "2001"^^<http://www.w3.org/2001/XMLSchema#integer>' in said
    assert "<ns#disagreesOn> <ns#publicationYear>" in said


def test_what_differs_in_printing_only_is_no_disagreement() -> None:
    store = loaded([halls(pages="846–60", volume="07")], [citing(1, halls(pages="pp. 846-860", volume="7"))])
    assert rules_told(store) == set()
    assert len(values(store, "pages")) == len(values(store, "volume")) == 1


def test_authors_are_taken_whole_from_one_capture() -> None:
    full = halls(authors=[person("Jane Marsh"), person("Ada Quist"), person("Wei Wang")])
    short = halls(authors=[person("J. Marsh"), person("Otto Olsen")])
    store = loaded([citing(1, short)], [full])
    people = {"jane-marsh", "ada-quist", "wei-wang"}
    assert values(store, "hasAuthor") == {f"<id/person/10.5555%2Fhalls/{name}>" for name in people}
    assert values(store, "hasContribution") == {f"<id/work/10.5555%2Fhalls#author-{n}>" for n in (1, 2, 3)}
    assert values(store, "contributor", "<id/work/10.5555%2Fhalls#author-2>") == {"<id/person/10.5555%2Fhalls/ada-quist>"}
    assert not any("otto-olsen" in line for line in graph(store)), "who stands in no list that was taken is nobody's author"
    assert '<id/person/10.5555%2Fhalls/jane-marsh> <http://www.w3.org/2004/02/skos/core#altLabel> "J. Marsh"' in graph(store)


def test_one_statement_of_two_sources_counts_once() -> None:
    store = loaded([halls(year=2001)], [halls(year=2001)])
    rows = list(store.select(f"SELECT (COUNT(*) AS ?n) {{ ?w <{terms.PUBLICATION_YEAR}> ?y }}", graph=RESOLVED))
    assert rows[0][0] is not None
    assert rows[0][0].value == "1"
    assert len(values(store, "describedIn")) == 2


def test_an_anonymised_case_gains_no_place_and_no_body() -> None:
    hall = Organisation("Hall A", anonymised=True, work=halls())
    secret = Case(halls(), "Hall A", anonymised=True, organisations=[hall])
    whole = Case(halls(), "The halls", [Jurisdiction("CA-AB")], [Organisation("Town of Somewhere")], parts=[secret])
    said = graph(loaded([halls(), whole]))
    hidden = "<id/case/10.5555%2Fhalls/hall-a>"
    assert f"{hidden} <ns#subCaseOf> <id/case/10.5555%2Fhalls/the-halls>" in said
    assert not any(line.startswith((f"{hidden} <ns#situatedIn>", f"{hidden} <ns#inCountry>")) for line in said)
    assert values(loaded([halls(), whole]), "involves", hidden) == {"<id/organisation/10.5555%2Fhalls/hall-a>"}


def test_a_stance_property_gives_stance_class_and_links() -> None:
    work = halls(authors=[person("Jane Marsh")])
    case = Case(work, "The halls", [Jurisdiction("CA-AB")])
    said = graph(loaded([work, Claim(work, Concept(label="Counters"), "challenges", [Span(0, 4, "xxxx")], [case])]))
    assert "<id/case/10.5555%2Fhalls/the-halls> <ns#caseChallenges> <id/concept/counters>" in said
    assert "<id/case/10.5555%2Fhalls/the-halls> <ns#inCountry> <id/jurisdiction/CA>" in said
    assert "<id/person/10.5555%2Fhalls/jane-marsh> <ns#engagesWith> <id/concept/counters>" in said
    assert sum("<ns#hasStance> <ns#challenges>" in line for line in said) == 1


def test_a_later_capture_of_an_address_takes_the_place_of_the_older_one() -> None:
    store = open_store(":memory:")
    old, new = capture("old", "https://example.org/p"), capture("new", "https://example.org/p")
    put(store, (old, [halls(year=2001, keywords=["old"])]), (capture("other"), [citing(1, halls())]))
    later = [f"<{terms.BASE}id/source/{new.digest}> <{terms.SUPERSEDES}> <{terms.BASE}id/source/{old.digest}>"]
    put(store, (new, [halls(year=2002), later]))
    assert values(store, "publicationYear") == {'"2002"^^<http://www.w3.org/2001/XMLSchema#integer>'}
    assert values(store, "keyword") == set()
    assert not any(old.digest in line and "supersedes" not in line for line in graph(store))


def test_the_scheme_names_only_concepts_that_somebody_named() -> None:
    store = open_store(":memory:")
    lines = [
        f"<{terms.BASE}id/concept/{slug}> <{p}> {o} <{SCHEME}> .\n"
        for slug in ("counters", "unnamed")
        for p, o in (
            (terms.RDF_TYPE, f"<{terms.PRACTICE}>"),
            (terms.SKOS_PREF_LABEL, '"Counters"@en'),
            (terms.SKOS_PREF_LABEL, '"Schalter"@de'),
        )
    ]
    store.load(["".join(lines).encode()])
    work = halls()
    put(store, (capture("page"), [work, Claim(work, Concept(slug="counters", label="counters"), "applies", [Span(0, 1, "x")])]))
    said = graph(store)
    assert f"<id/concept/counters> <{terms.RDF_TYPE}> <ns#Practice>" in said
    assert not any("unnamed" in line or "Schalter" in line for line in said)


def test_decisions_hold_through_loads_and_can_be_taken_back() -> None:
    one, other = halls(authors=[Contributor("Marsh", "J.")]), Work(kind="book", title="Towers", year=1999, authors=[person("Jane Marsh")])
    store = loaded([one], [other])
    before = graph(store), identity(store)
    base = f"{terms.BASE}id/person/"
    key = next(found[1] for line in before[0] if (found := re.search(r"/person/([^/>]+)/jane-marsh>", line)))
    pair = (f"{base}10.5555%2Fhalls/j-marsh", f"{base}{key}/jane-marsh")
    accept(store, *pair, reason="the same desk")
    assert not any("j-marsh>" in line for line in graph(store))
    assert store.ask(f"ASK {{ <{pair[0]}> <{terms.DCTERMS_IS_REPLACED_BY}> <{pair[1]}> }}", graph=META)
    put(store, (capture("later"), [citing(3, halls(authors=[Contributor("Marsh", "J.")]))]))
    assert not any("j-marsh>" in line for line in graph(store)), "a later load finds the decision"
    undo(store, *pair, reason="another desk")
    reject(store, *pair, reason="another desk")
    assert not any("possiblySameAs" in line for line in graph(store))
    undo(store, *pair, reason="who knows")
    assert sum("possiblySameAs" in line for line in graph(store)) == 2


def test_what_is_hidden_stays_hidden_when_it_is_loaded_again() -> None:
    def said() -> list[object]:
        work = halls(authors=[person("Jane Marsh")])
        case = Case(work, "The halls", [Jurisdiction("CA-AB")], evidence=[Span(5, 9, "xxxx")])
        return [work, Claim(work, Concept(label="Counters"), "supports", [Span(0, 4, "xxxx")], [case]), citing(1, halls())]

    store = loaded(said())
    whole = graph(store)
    suppress(store, f"{terms.BASE}id/work/10.5555%2Fhalls", reason="asked for")
    put(store, (capture("again"), said()))
    shown = graph(store)
    assert not any("10.5555%2Fhalls" in line or "id/claim/" in line or "id/case/" in line for line in shown)
    assert not any("id/evidence/" in line for line in shown), "evidence of nothing but hidden things goes with them"
    assert any("citing.1" in line for line in shown)
    rebuild(store)
    assert graph(store) == shown
    unsuppress(store, f"{terms.BASE}id/work/10.5555%2Fhalls", reason="no longer")
    assert whole < graph(store)


def test_every_engine_resolves_alike(store: Store) -> None:
    pages = [[citing(1, halls(year=2001, venue=Venue("Acta")))], [halls(year=2002, venue=Venue("Acta", issns=["0378-5955"]))]]
    for number, things in enumerate(pages):
        put(store, (capture(f"page {number}"), things))
    other = loaded(*pages)
    assert graph(store) == graph(other)
    assert identity(store) == identity(other)
