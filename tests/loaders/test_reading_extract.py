"""The whole reading: the output of `extract_text`, what `extract` yields, and its figures on annotated texts."""

from __future__ import annotations

import importlib.util
import json
import string
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import STANCES, Case, Claim, Concept, Jurisdiction, Mention, Organisation, Passage, Reference, Reform, Span, Work
from loaders.reading import extract, extract_text, passages

ABSTRACT = (
    "Post-NPM and the Park Desk: Ruling Gardens in Ontario\n\n"
    "New public management reforms have generated challenges. Chief among these is fragmentation of public services. This article uses a "
    "case study of the Government of Ontario’s park desk initiative. In the case of Ontario the theory of post-NPM misconstrues gardens."
)
VOCABULARY = """We find that new public management co-production is not effective in Canada case study of the Government of Ontario . , ( )
    “theory” governance misconstrues 12 e.g. (NPM) - supports challenges integrated care théorie Ünder the idea of 'x y'"""
WORDS = st.lists(st.sampled_from([*VOCABULARY.split(), "\n", "-\n"]), max_size=80).map(" ".join)


def test_the_output_is_of_the_contracts_shape() -> None:
    found = extract_text(ABSTRACT)
    assert set(found) == {"mentions", "claims"}
    kinds = {(m["kind"], m["id"]) for m in found["mentions"]}
    assert {
        ("concept", "post-npm"),
        ("concept", "fragmentation"),
        ("jurisdiction", "CA-ON"),
        ("organisation", "government-of-ontario"),
    } <= kinds
    assert ("method", "single-case-study") in kinds
    (claim,) = found["claims"]
    assert (claim["theory"], claim["stance"]) == ("post-npm", "challenges")
    assert claim["case"]["mention"] == "Government of Ontario’s park desk initiative"
    assert claim["evidence"][0]["exact"].startswith("In the case of Ontario")


def cuts_out(text: str) -> None:
    found = extract_text(text)
    for mention in found["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["mention"]
        assert 0 < mention["confidence"] <= 1
    for claim in found["claims"]:
        assert claim["stance"] in STANCES
        for evidence in claim["evidence"]:
            assert text[evidence["start"] : evidence["end"]] == evidence["exact"]
        if claim["case"]:
            assert text[claim["case"]["start"] : claim["case"]["end"]] == claim["case"]["mention"]


@given(WORDS)
@settings(max_examples=150, deadline=None)
def test_every_offset_cuts_out_exactly_its_words(text: str) -> None:
    cuts_out(text)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_the_reading(text: str) -> None:
    cuts_out(text)


def test_a_bracketed_first_line_is_not_read() -> None:
    assert [p.kind for p in passages("[An editor's title]\n\nText.")] == ["abstract"]
    assert [p.kind for p in passages("A title\n\nText.")] == ["title", "abstract"]
    assert [p.kind for p in passages("Only text.")] == ["abstract"]


def test_things_come_in_order_and_refer_to_each_other() -> None:
    work = Work(title="x", passages=passages(ABSTRACT))
    said = list(extract(work, ABSTRACT))
    concepts = [thing for thing in said if isinstance(thing, Concept)]
    assert {c.slug for c in concepts} >= {"new-public-management", "post-npm"}
    seen: set[int] = set()
    for thing in said:
        if isinstance(thing, Concept):
            seen.add(id(thing))
        elif isinstance(thing, Mention):
            assert id(thing.concept) in seen
            assert thing.work is work
    (case,) = (thing for thing in said if isinstance(thing, Case))
    assert [o.label for o in case.organisations] == ["Government of Ontario"]
    (claim,) = (thing for thing in said if isinstance(thing, Claim))
    assert claim.cases == [case]
    assert [j.code for j in said if isinstance(j, Jurisdiction)] == ["CA-ON"]
    assert [o.label for o in said if isinstance(o, Organisation)] == ["Government of Ontario"]


def test_a_case_that_is_a_programme_of_change_is_a_reform_of_its_practice() -> None:
    text = "We use an empirical case study of the Government of Ontario’s one-stop-shop initiative to learn."
    said = list(extract(Work(passages=[Passage([(0, len(text))], "abstract")]), text))
    (reform,) = (thing for thing in said if isinstance(thing, Reform))
    assert [c.slug for c in reform.instantiates] == ["one-stop-shop"]
    assert [j.code for j in reform.jurisdictions] == ["CA-ON"]
    assert reform.start_year is None
    (case,) = (thing for thing in said if isinstance(thing, Case))
    assert case.reforms == [reform]


def test_reforms_are_named_with_their_years() -> None:
    text = (
        "Counties in flux\n\nThe Norwegian regional reform of 2020 merged counties. In 2012 the government launched "
        "the Better Parks Programme. The reform of services goes on. Public management reform is old. The Garden Act of 1991 stands."
    )
    told = {(m["mention"], m.get("startYear")) for m in extract_text(text)["mentions"] if m["kind"] == "reform"}
    assert told == {("Norwegian regional reform of 2020", 2020), ("Better Parks Programme", 2012), ("Garden Act of 1991", 1991)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway’s park reform (2014–2020) closed gates.", {("Norway’s park reform", 2014)}),
        (
            "The Delta Programme, launched in 2010, and the Meadow Review launched by the mayor in 1993.",
            {("Delta Programme", 2010), ("Meadow Review", 1993)},
        ),
        (
            "The 2009 Gates, Parks and Meadows Act and the 1998 White Paper on Local Parks.",
            {("2009 Gates, Parks and Meadows Act", 2009), ("1998 White Paper on Local Parks", 1998)},
        ),
        ("We follow the “bonfire of the gates” of 2004.", {("bonfire of the gates", 2004)}),
        ("Nærpolitireformen er ny. Nærpolitireformen (2015) er det som er kjent.", {("Nærpolitireformen", 2015)}),
        ("Das Parkgesetz von 2017 ist nicht die Reform der Parks.", {("Parkgesetz", 2017)}),
        ("La loi sur les parcs adoptée en 2000 est dans la ville.", {("loi sur les parcs", 2000)}),
        ("New Public Management reforms and park reforms in general.", set()),
        ("Since 2020 the Directive on Park Gates has opened them.", {("Directive on Park Gates", 2020)}),
        ("The Greengate programme, launched in 2018, opens gates.", {("Greengate programme", 2018)}),
        ("Executive Order 278 of 2019 opened the gates.", {("Executive Order 278 of 2019", 2019)}),
        ("The loi and la loi du 26 janvier 2016 est dans la ville.", {("loi du 26 janvier 2016", 2016)}),
        ("Since the reform of parks, Law 2/2023 is in force.", {("Law 2/2023", 2023)}),
        (
            "The National Park Security Act, which came into force in 2000, turned gates into a right.",
            {("National Park Security Act", 2000)},
        ),
        ("Parklova frå 2012 er ikkje god, og det er dei einige om.", {("Parklova", 2012)}),
        ("Die Parkreform in der Steiermark von 2015 ist nicht gelungen.", {("Parkreform in der Steiermark", 2015)}),
        ("La loi de 2011 relative aux parcs publics est dans la ville.", {("loi de 2011 relative aux parcs publics", 2011)}),
        ("Lancé en 2019, le programme Parcs ouverts vise les gardiens de la ville.", {("programme Parcs ouverts", 2019)}),
    ],
)
def test_reforms_by_a_year_and_in_other_languages(text: str, expected: set[tuple[str, int]]) -> None:
    assert {(m["mention"], m.get("startYear")) for m in extract_text(text)["mentions"] if m["kind"] == "reform"} == expected


def test_capitals_of_a_title_make_no_reform() -> None:
    told = extract_text("Trends of Public Park Reforms in Many Towns\n\nParks are old.")["mentions"]
    assert [m for m in told if m["kind"] == "reform"] == []


def test_titles_of_cited_works_name_theories_and_places_for_those_works() -> None:
    text = "On parks.\nAlder, A. 2031. New public management is dead: trust and\nparks in Sweden. Journal of Parks 1: 2."
    start = text.index("Alder")
    cited = Work(title="New public management is dead: trust and parks in Sweden")
    work = Work(passages=[Passage([(0, 9)])], references=[Reference(cited, text[start:], Span(start, len(text), text[start:]))])
    said = list(extract(work, text))
    assert [(m.work, m.concept.slug) for m in said if isinstance(m, Mention)] == [(cited, "new-public-management")]
    assert [(c.work, c.stance) for c in said if isinstance(c, Claim)] == [(cited, "challenges")]
    assert [j.code for j in said if isinstance(j, Jurisdiction)] == ["SE"]


def test_importing_the_reading_is_cheap() -> None:
    code = (
        "import sys, loaders.reading; print([m for m in ('pycountry', 'ahocorasick_rs', 'loaders.reading.extraction') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_long_and_odd_texts_end_soon() -> None:
    odd = ["(", "a-\n", "case study of ", "Aa Bb Cc (ABC) ", "forms of x: a, b, ", "“the idea of ‘", string.punctuation]
    start = time.process_time()
    for part in odd:
        extract_text(part * (40_000 // len(part)))
    assert time.process_time() - start < 120


@needs_shared
def test_the_figures_on_the_annotated_texts_hold() -> None:
    spec = importlib.util.spec_from_file_location("score_extract", SHARED / "tools" / "score_extract.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = [json.loads(line) for line in (SHARED / "gold" / "abstracts.jsonl").read_text(encoding="utf-8").splitlines()]
    extract_text(gold[0]["text"])
    start = time.process_time()
    found = {text["id"]: extract_text(text["text"]) for text in gold}
    assert (time.process_time() - start) / len(gold) < 0.2
    report = scorer.score(gold, found)
    assert report["offsets"]["f1"] == 1
    assert report["concepts"]["f1"] >= 0.83
    assert report["jurisdictions"]["f1"] >= 0.97
    assert report["claims_strict"]["precision"] >= 0.7
    assert report["claims_strict"]["f1"] >= 0.62
    assert report["evidence"]["f1"] >= 0.95
