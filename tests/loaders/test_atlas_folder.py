"""The atlas folder: each kind of file, names across files, offsets, and broken files that stop nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
from graph.loads.report import SourceReport
from graph.record import Case, Claim, Concept, Course, Finding, Reform, Reject, Source, Subject, Topic, Work
from graph.sources.capture import capture_of
from loaders import atlas_folder, bibtex

SAMPLE = Path(__file__).parent / "samples" / "atlas_folder"


def said(folder: Path) -> dict[str, list[object]]:
    out: dict[str, list[object]] = {}
    for capture in atlas_folder.captures(folder):
        reader = bibtex if capture.name.endswith(".bib") else atlas_folder
        assert reader.recognise(capture) > 0.5
        out[str(capture.context["inside"])] = list(reader.read(capture))
    return out


def rejects(folder: Path) -> dict[str, str]:
    return {one.where: one.reason for things in said(folder).values() for one in things if isinstance(one, Reject)}


def only(things: list[object], kind: type) -> list[object]:
    return [one for one in things if isinstance(one, kind)]


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_sample_is_read_whole() -> None:
    files = said(SAMPLE)
    assert "README.md" not in files
    assert rejects(SAMPLE) == {}
    source = files["reform.md"][0]
    assert source == Source(
        "Invented atlas: reform.md",
        "https://example.org/atlas/reform.md",
        "CC BY 4.0",
        "Nobody in particular",
        "full",
        "en",
        "atlas_folder",
        records=1,
    )
    assert only(files["works.bib"], Source)[0].licence == "CC BY 4.0"


def test_concept() -> None:
    files = said(SAMPLE)
    concept, work = files["concepts/tidy-desks.md"][1:3]
    assert isinstance(concept, Concept)
    assert (concept.slug, concept.label, concept.kind, concept.labels) == (
        "tidy-desks",
        "Tidy desks",
        "practice",
        {"de": "Leere Schreibtische"},
    )
    assert concept.definition == "Tidy desks is the rule that an office leaves its desks empty in the evening."
    text = (SAMPLE / "concepts" / "tidy-desks.md").read_text()
    assert concept.definition_span is not None
    assert text[concept.definition_span.start : concept.definition_span.end] == concept.definition_span.exact
    assert [one.slug for one in concept.related] == ["standing-desk"]
    assert [(one.slug, one.kind) for one, _ in concept.responds_to] == [("messy-offices", "issue")]
    assert [one.doi for one in concept.introduced_in] == ["10.5555/desk"]
    assert concept.matches == [("exactMatch", "http://vocabulary.example.org/desk")]
    assert isinstance(work, Work)
    assert (work.title, work.about) == ("Desks Compared", [concept])
    assert any("not seen" in one.detail for one in only(files["concepts/tidy-desks.md"], Finding))


def test_case_with_claims() -> None:
    things = said(SAMPLE)["cases/three-towns.md"]
    (case,) = only(things, Case)
    assert [one.code for one in case.jurisdictions] == ["NO", "CA-AB"]
    assert (case.label, case.note, [part.label for part in case.parts]) == (
        "Three towns in Norway",
        "What was looked at.",
        ["Town A", "Town B"],
    )
    supports, qualifies, challenges = only(things, Claim)
    text = (SAMPLE / "cases" / "three-towns.md").read_text()
    assert text[supports.evidence[0].start : supports.evidence[0].end] == "Desks in all three towns were empty by five o'clock."
    assert (supports.stance, supports.status, supports.page_locator, supports.cases) == ("supports", "STATED", "12", [case])
    assert (qualifies.theory.slug, qualifies.theory.kind, qualifies.basis, qualifies.status) == (
        "new-public-management",
        "paradigm",
        "interpretive",
        "CURATED",
    )
    span = qualifies.evidence[0]
    assert text[span.start : span.end] == span.exact == "The rule came with budgets,\n      and went with them."
    assert (challenges.evidence, challenges.quotes) == ([], [("https://example.org/article", "desks were never messy at all")])


def test_lists_structure_and_reform() -> None:
    files = said(SAMPLE)
    assert [(one.label, one.slug) for one in only(files["subjects.md"], Subject)] == [("Offices", "offices"), ("People", "people")]
    topics = only(files["subjects.md"], Topic)
    assert [(one.label, one.slug, one.position, one.subject.slug) for one in topics] == [
        ("Rooms", "rooms", 1, "offices"),
        ("Furniture of Offices", "furniture", 2, "offices"),
    ]
    names = {one.slug: one for one in only(files["names.md"], Concept)}
    assert [topic.slug for topic in names["standing-desk"].in_topics] == ["furniture", "rooms"]
    assert (names["tidy-desks"].label, [topic.slug for topic in names["tidy-desks"].core_in]) == ("", ["furniture"])
    assert (names["open-plan-office"].label, names["open-plan-office"].definition) == ("Open Plan", "")
    (course,) = only(files["courses/offices-1.md"], Course)
    assert (course.slug, course.title, course.note) == ("offices-1", "How offices work", "A short course.")
    assert [one.slug for one in (*course.subjects, *course.topics, *course.concepts)] == ["offices", "rooms", "tidy-desks"]
    assert [work.key for work in course.readings] == ["hill2011", "kim2013"]
    (reform,) = only(files["reform.md"], Reform)
    assert (reform.slug, reform.start_year, reform.end_year, reform.dates_seen) == ("desk-act", 1999, 2004, False)
    assert (reform.adopted_by[0].label, [work.key for work in reform.works]) == ("Ministry of Desks", ["hill2011"])


def test_every_error_names_file_line_and_remedy(tmp_path: Path) -> None:
    write(
        tmp_path,
        broken="---\ntype: concept\nprefLabel: [a\n---\nText",
        unended="---\ntype: concept\n",
        unknown="---\ntype: concpet\n---\n",
        field="---\ntype: concept\nprefLabel: Good\nrelatde: good\nbroader: nowhere-at-all\nkind: idea\n---\nIt is good.",
        good="---\ntype: concept\nprefLabel: Good\n---\nIt is good.",
        case="---\ntype: case\nlabel: A case\nwork: nobody1999\n---\nFinding.",
        place="---\ntype: case\nlabel: A case\nwork: 10.5555/x\ncaseIn: [XX, Norway]\ntheory: good\nstance: helps\n---\nFinding.",
        hidden="---\ntype: case\nlabel: B case\nwork: 10.5555/x\ncaseIn: NO\nanonymised: true\n---\n",
        quote="---\ntype: claims\nwork: 10.5555/x\nclaims:\n  - theory: good\n    stance: supports\n    quote: some words\n---\n",
        years="---\ntype: reform\nlabel: R\nstartYear: soon\nreformIn: NO\n---\n",
        twice="---\ntype: concept\ntype: concept\n---\n",
        anchors="---\ntype: concept\nprefLabel: &a A\naltLabel: *a\n---\n",
    )
    told = rejects(tmp_path)
    assert "not valid YAML" in told["broken.md:4"]
    assert "no second line" in told["unended.md:1"]
    assert "type is one of" in told["unknown.md:1"]
    assert "did you mean related" in told["field.md:4"]
    assert "no concept 'nowhere-at-all'" in told["field.md:5"]
    assert "kind is one of" in told["field.md:6"]
    assert "no work 'nobody1999'" in told["case.md:4"]
    assert "no ISO 3166 code" in told["place.md:5"]
    assert "is no stance" in told["place.md:7"]
    assert "anonymised" in told["hidden.md:5"]
    assert "needs its source" in told["quote.md:7"]
    assert "whole number" in told["years.md:4"]
    assert "twice" in told["twice.md:3"]
    assert "anchors" in told["anchors.md:3"]
    files = said(tmp_path)
    assert only(files["field.md"], Concept)
    assert only(files["good.md"], Concept)
    (anonymous,) = only(files["hidden.md"], Case)
    assert anonymous.jurisdictions == []


def test_norway_is_no_boolean_and_a_name_may_be_a_label(tmp_path: Path) -> None:
    write(
        tmp_path,
        a="---\ntype: concept\nprefLabel: No Smoking\n---\nD.",
        b="---\ntype: case\nlabel: C\nwork: 10.5555/x\ncaseIn: NO\ntheory: No smoking\nstance: applies\n---\nFinding here.",
    )
    (claim,) = only(said(tmp_path)["b.md"], Claim) or [None]
    assert isinstance(claim, Claim)
    assert claim.cases[0].jurisdictions[0].code == "NO"
    assert claim.evidence[0].exact == "Finding here."


def test_one_key_for_two_works_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("@book{k, title={One}, year={2001}}\n")
    (tmp_path / "b.bib").write_text("@book{k, title={Two}, year={2002}}\n@book{m, title={Three}, year={2003}}\n")
    write(tmp_path, c="---\ntype: claims\nwork: k\nclaims: []\n---\n")
    assert "two works have the key k" in rejects(tmp_path)["c.md:3"]


def test_a_folder_may_name_what_the_starter_has(tmp_path: Path) -> None:
    write(
        tmp_path,
        a="---\ntype: concept\nprefLabel: A\nbroader: New Public Management\ninTopic: promoting-innovation-and-driving-change\n---\nD.",
    )
    (concept,) = only(said(tmp_path)["a.md"], Concept)
    assert [(one.slug, one.kind) for one in concept.broader] == [("new-public-management", "paradigm")]
    assert [one.slug for one in concept.in_topics] == ["promoting-innovation-and-driving-change"]


def test_a_file_by_itself_finds_its_folder() -> None:
    path = SAMPLE / "courses" / "offices-1.md"
    things = list(atlas_folder.read(capture_of(path.read_bytes(), path.name, path=str(path))))
    assert only(things, Course)
    assert not only(things, Reject)


def test_links_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("---\ntype: concept\nprefLabel: Outside\n---\n")
    folder = tmp_path / "folder"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "x.md").write_text("---\ntype: concept\nprefLabel: Hidden\n---\n")
    (folder / "link.md").symlink_to(outside)
    assert list(atlas_folder.captures(folder)) == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="---\n:[]{}&*!|>'\"#- aé", max_size=120))
def test_nothing_crashes(text: str) -> None:
    for data in (text, f"---\n{text}\n---\n{text}", f"---\ntype: concept\nprefLabel: A\n{text}\n---\n"):
        capture = capture_of(data.encode(), "x.md")
        assert isinstance(next(iter(atlas_folder.read(capture))), Source)
        list(atlas_folder.read(capture))


@pytest.mark.parametrize("bomb", ["[" * 5000, "- " * 5000, "{a: " * 5000, "a: &a [x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]"])
def test_bombs_are_refused(bomb: str) -> None:
    things = list(atlas_folder.read(capture_of(f"---\ntype: concept\nx: {bomb}\n---\n".encode(), "x.md")))
    assert len(only(things, Reject)) == 1


def test_the_examples_of_the_manual_load(tmp_path: Path) -> None:
    manual = (Path(atlas_folder.__file__).parents[1] / "docs" / "how-to" / "atlas-folder.md").read_text(encoding="utf-8")
    shown = re.findall(r"^`([\w/.-]+)`\n\n```(?:markdown|bibtex)\n(.*?)^```$", manual, re.MULTILINE | re.DOTALL)
    assert len(shown) == 8
    for name, text in shown:
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    assert rejects(tmp_path) == {}
    files = said(tmp_path)
    assert len(only(files["cases/northtown.md"], Claim)) == 2
    assert only(files["courses/counters-1.md"], Course)


def test_a_folder_in_it_with_a_manifest_is_an_atlas_of_its_own(tmp_path: Path) -> None:
    for name, label, licence in (("a", "Open", "CC BY 4.0"), ("b", "Closed", "all rights reserved")):
        folder = tmp_path / name / "cases"
        folder.mkdir(parents=True)
        base = f"https://{name}.example/"
        write(tmp_path / name, atlas=f"---\ntype: atlas\nlabel: {label}\nlicence: {licence}\nbase: {base}\n---\n")
        (tmp_path / name / "works.bib").write_text(f"@book{{{name}2001, title={{Title of {name}}}, year={{2001}}}}\n")
        write(folder, atlas=f"---\ntype: concept\nprefLabel: Concept of {name}\n---\nDefinition.")
    write(
        tmp_path, loose="---\ntype: claims\nwork: b2001\nclaims:\n  - theory: Concept of a\n    stance: supports\n    finding: So.\n---\n"
    )
    captures = {capture.retrieved_from: capture for capture in atlas_folder.captures(tmp_path)}
    told = {}
    for address, capture in captures.items():
        source, *things = (bibtex if capture.name.endswith(".bib") else atlas_folder).read(capture)
        assert not only(things, Reject)
        told[address] = (source.label.partition(":")[0], source.licence, source.display, source.retrieved_from == address)
    assert told["https://a.example/cases/atlas.md"] == ("Open", "CC BY 4.0", "full", True)
    assert told["https://b.example/cases/atlas.md"] == ("Closed", "all rights reserved", "quote", True)
    assert told["https://a.example/works.bib"][1:] == ("CC BY 4.0", "full", True)
    assert told["https://b.example/works.bib"][1:] == ("all rights reserved", "quote", True)
    (loose,) = (told[address] for address in told if address.endswith(":loose.md"))
    assert loose == ("loose.md", "", "quote", True)
    path = tmp_path / "b" / "cases" / "atlas.md"
    (alone, *_) = atlas_folder.read(capture_of(path.read_bytes(), path.name, path=str(path)))
    assert (alone.label, alone.licence) == ("Closed: cases/atlas.md", "all rights reserved")


CONCEPT = "---\ntype: concept\nprefLabel: {label}\nrelated: [{named}]\n---\nText.\n"


def two_atlases(folder: Path) -> Path:
    """Atlases "a" and "b", a file of the first of which names a thing of its own and one of the other's."""
    for name in ("a", "b"):
        (folder / name / "more").mkdir(parents=True)
        write(folder / name, atlas=f"---\ntype: atlas\nlabel: {name.upper()}\nbase: https://{name}.example/\n---\n")
    write(folder / "a" / "more", harbour=CONCEPT.format(label="Harbour rule", named="own-rule, tide-law"))
    write(folder / "a", own=CONCEPT.format(label="Own rule", named=""))
    write(folder / "b", tide=CONCEPT.format(label="Tide law", named=""))
    return folder


@pytest.mark.parametrize("loaded", ["", "a", "a/more", "a/more/harbour.md"])
def test_a_file_says_the_same_however_much_of_its_atlas_is_loaded(tmp_path: Path, loaded: str) -> None:
    path = two_atlases(tmp_path) / loaded
    (capture,) = [one for one in loaders.open_paths([path]) if one.name == "harbour.md"]
    source, concept, *rest = atlas_folder.read(capture)
    assert isinstance(source, Source)
    assert isinstance(concept, Concept)
    assert (source.label, source.retrieved_from) == ("A: more/harbour.md", "https://a.example/more/harbour.md")
    assert capture.retrieved_from == "https://a.example/more/harbour.md"
    assert [one.slug for one in concept.related] == ["own", "tide"]
    assert not only(rest, Reject)


def test_what_an_atlas_next_door_does_not_say_either_is_refused(tmp_path: Path) -> None:
    path = two_atlases(tmp_path) / "b" / "tide.md"
    path.write_text(CONCEPT.format(label="Tide law", named="own-rule, reef-law-of-nobody"), encoding="utf-8")
    (reject,) = only(list(atlas_folder.read(next(iter(loaders.open_paths([path]))))), Reject)
    assert isinstance(reject, Reject)
    assert "reef-law-of-nobody" in reject.reason


def test_pages_beside_an_atlas_are_loaded_and_what_is_not_read_is_named(tmp_path: Path) -> None:
    folder = two_atlases(tmp_path) / "a"
    page = '<html><head><meta name="citation_title" content="Ledgers of the harbour"></head><body>Text.</body></html>'
    (folder / "more" / "saved.html").write_text(page, encoding="utf-8")
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / ".hidden.html").write_text(page, encoding="utf-8")
    write(folder, README="# For people")
    opened = {one.name: one for one in loaders.open_paths([folder])}
    assert sorted(opened) == ["atlas.md", "harbour.md", "own.md", "saved.html"]
    assert [one.title for one in loaders.read(opened["saved.html"]) if isinstance(one, Work)] == ["Ledgers of the harbour"]
    (told,) = [one for capture in opened.values() for one in capture.context.get("findings", [])]
    assert (told.kind, "README.md, logo.png" in told.detail) == ("unknowable", True)


def test_a_page_beside_an_atlas_comes_before_the_file_that_quotes_it(tmp_path: Path) -> None:
    folder = two_atlases(tmp_path) / "a"
    (folder / "zz.html").write_text('<html><head><meta name="citation_title" content="Z"></head></html>', encoding="utf-8")
    write(folder, quoting="---\ntype: claims\nwork: 10.5555/x\nclaims:\n  - theory: own-rule\n    quote: Z\n---\n")
    assert [one.name for one in loaders.open_paths([folder])][-3:] == ["zz.html", "atlas.md", "quoting.md"]


def test_a_manifest_that_says_nothing_takes_no_licence_from_above(tmp_path: Path) -> None:
    write(tmp_path, atlas="---\ntype: atlas\nlabel: Open\nlicence: CC BY 4.0\n---\n")
    (tmp_path / "inner").mkdir()
    write(tmp_path / "inner", atlas="Notes.", b="---\ntype: concept\nprefLabel: B\n---\nIt is.")
    (things,) = (atlas_folder.read(one) for one in atlas_folder.captures(tmp_path) if one.name == "b.md")
    source = next(iter(things))
    assert (source.licence, source.display) == ("", "quote")


def test_files_that_quote_come_after_those_that_may_be_quoted(tmp_path: Path) -> None:
    claim = "claims:\n  - theory: post-npm\n    stance: supports\n    source: works.bib\n    quote: Title of it all\n"
    write(tmp_path, a=f"---\ntype: claims\nwork: k\n{claim}---\n", b="---\ntype: concept\nprefLabel: B\n---\nIt is.")
    (tmp_path / "works.bib").write_text("@book{k, title={Title of it all}, year={2001}}\n")
    assert [one.name for one in atlas_folder.captures(tmp_path)] == ["b.md", "works.bib", "a.md"]


def test_a_concept_of_the_scheme_that_the_folder_does_not_describe_brings_its_label(tmp_path: Path) -> None:
    claims = "".join(f"  - theory: {slug}\n    stance: supports\n    finding: So.\n" for slug in ("e-government", "post-npm"))
    write(
        tmp_path,
        a=f"---\ntype: claims\nwork: 10.5555/x\nclaims:\n{claims}---\n",
        b="---\ntype: concept\nslug: post-npm\nprefLabel: What came after\n---\nIt is.",
    )
    told = [(claim.theory.label, claim.theory.kind) for claim in only(said(tmp_path)["a.md"], Claim)]
    assert told == [("E-government", "practice"), ("", "concept")]


def test_a_wrong_work_hides_no_other_fault_of_its_file(tmp_path: Path) -> None:
    case = "type: case\nwork: nobody1999\ncaseIn: [XX]\n"
    claims = "claims:\n  - theory: nowhere-at-all\n    stance: helps\n    basis: felt\n"
    write(tmp_path, case=f"---\n{case}{claims}---\n", claims=f"---\ntype: claims\nwork: nobody1999\n{claims}---\n")
    write(tmp_path, cites="---\ntype: citations\nwork: nobody1999\ncites: [somebody2000]\n---\n")
    assert {one.where for things in said(tmp_path).values() for one in only(things, Reject)} == {
        *("case.md:1", "case.md:3", "case.md:4", "case.md:6", "case.md:7", "case.md:8"),
        *("claims.md:3", "claims.md:5", "claims.md:6", "claims.md:7"),
        *("cites.md:3", "cites.md:4"),
    }
    assert not [one for things in said(tmp_path).values() for one in only(things, (Case, Claim, Work))]


def test_records_that_are_left_out_are_counted_apart_from_parts_of_those_that_are_loaded(tmp_path: Path) -> None:
    good, bad = "  - theory: post-npm\n    stance: supports\n    finding: So.\n", "  - theory: nowhere-at-all\n    stance: helps\n"
    write(
        tmp_path,
        case=f"---\ntype: case\nlabel: C\nwork: 10.5555/x\ncaseIn: [XX]\nclaims:\n{good}    basis: felt\n{bad}---\n",
        course="---\ntype: course\nlabel: C 1\nteaches: [nowhere-at-all]\n---\nOf it.",
        lost="---\ntype: case\nwork: nobody1999\n---\n",
    )
    counted = {}
    for capture in atlas_folder.captures(tmp_path):
        report = SourceReport(capture.name, capture.digest)
        for one in atlas_folder.read(capture):
            report.count(one)
        counted[capture.name] = (report.rejected, report.records, len(report.rejects))
    assert counted == {"case.md": (1, 3, 5), "course.md": (0, 1, 1), "lost.md": (1, 1, 2)}


@pytest.mark.parametrize(("kind", "field"), [("concept", "broader"), ("course", "teaches"), ("reform", "instantiates")])
def test_a_missing_label_hides_no_other_fault_of_its_file(tmp_path: Path, kind: str, field: str) -> None:
    write(tmp_path, a=f"---\ntype: {kind}\n{field}: nowhere-at-all\n---\nIt is.")
    (things,) = said(tmp_path).values()
    assert [one.where for one in only(things, Reject)] == ["a.md:1", "a.md:3"]
    assert not only(things, (Concept, Course, Reform))
