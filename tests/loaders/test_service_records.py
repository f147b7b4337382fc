"""Records of Crossref, OpenAlex and DataCite: every form their answers and dumps take, broken ones among good ones, hostile ones."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

import loaders
from graph.record import Finding, Passage, Reject, Source, Work
from graph.sources.capture import capture_of, read_capture
from graph.sources.csl import work_to_csl, works_to_csl

SAMPLES = Path(__file__).parent / "samples"
JSON_FORMATS = ("crossref", "openalex", "datacite")
ONE: dict[str, dict[str, Any]] = {
    "crossref": {
        "indexed": {},
        "DOI": "10.5555/a",
        "type": "journal-article",
        "title": ["A title"],
        "prefix": "10.5555",
        "issued": {"date-parts": [[2001]]},
    },
    "openalex": {"id": "https://openalex.org/W1", "title": "A title", "publication_year": 2001, "authorships": [], "type": "article"},
    "datacite": {
        "id": "10.5555/a",
        "type": "dois",
        "attributes": {"doi": "10.5555/a", "creators": [], "titles": [{"title": "A title"}], "publicationYear": 2001},
    },
}
LISTS = {"crossref": ("message", "items"), "openalex": ("results",), "datacite": ("data",)}

KEYS = (  # noqa: SIM905 - as a list it would be forty lines
    "title DOI author issued date-parts family given type reference container-title ISSN license relation event project id doi authorships "
    "display_name biblio primary_location source abstract_inverted_index referenced_works ids publication_year attributes creators titles "
    "dates types container relatedItems relatedIdentifiers publisher descriptions name contributors"
).split()
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)


def read(data: str | bytes, name: str = "x.json", form: str | None = None) -> tuple[list[Work], list[Reject]]:
    capture = capture_of(data if isinstance(data, bytes) else data.encode(), name)
    said = list(loaders.read(capture, form, extract=False))
    works = [one for one in said if isinstance(one, Work)]
    for passage in (passage for work in works for passage in work.passages):
        assert passage.kind in {"title", "abstract"}
    for work in works:
        cut = {passage.kind: cut_out(capture.text, passage) for passage in work.passages}
        assert cut == {kind: text for kind, text in (("title", work.title), ("abstract", work.abstract)) if text}
    return works, [one for one in said if isinstance(one, Reject)]


def cut_out(text: str, passage: Passage) -> str:
    return "".join(text[start:end] for start, end in passage.slices)


def wrapped(name: str, records: list[Any]) -> str:
    value: Any = records
    for key in reversed(LISTS[name]):
        value = {"total": len(records), key: value, "after": {"items": 1}}
    return json.dumps(value)


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_every_form_of_an_answer_gives_the_same_records(name: str) -> None:
    one = ONE[name]
    forms = {
        "single": (json.dumps(one, indent=1), 1),
        "array": (json.dumps([one, one]), 2),
        "answer": (wrapped(name, [one, one]), 2),
        "lines": (f"{json.dumps(one)}\n{json.dumps(one)}\r\n\n{json.dumps(one)}", 3),
        "lines of answers": (f"{wrapped(name, [one, one])}\n{wrapped(name, [one])}\n", 3),
        "with a byte order mark": ("\ufeff" + json.dumps([one]), 1),
    }
    for form, (text, count) in forms.items():
        works, rejects = read(text)
        assert (len(works), rejects) == (count, []), form
        assert {work.title for work in works} == {"A title"}
        assert {work.year for work in works} == {2001}


def test_a_single_answer_of_a_service() -> None:
    assert read(json.dumps({"status": "ok", "message-type": "work", "message": ONE["crossref"]}))[0][0].doi == "10.5555/a"
    assert read(json.dumps({"data": ONE["datacite"]}))[0][0].doi == "10.5555/a"
    assert len(read(json.dumps({"items": [ONE["crossref"]]}))[0]) == 1


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_a_broken_record_among_good_ones_is_told_with_its_line(name: str) -> None:
    good = json.dumps(ONE[name])
    broken = good.replace('"A title"', '"A title')
    works, rejects = read(f"[{good},\n{good.replace(':', ';', 1)},\n{good}]", form=name)
    assert (len(works), [reject.where for reject in rejects]) == (2, ["record 2, line 2"])
    works, rejects = read(f"{good}\n{{{broken}}}\n{good}\n", form=name)
    assert len(works) >= 1
    assert rejects


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_a_cut_off_answer_says_so(name: str) -> None:
    whole = wrapped(name, [ONE[name]] * 3)
    at = whole.rindex("A title")
    works, rejects = read(whole[:at], form=name)
    assert len(works) == 2
    assert [reject for reject in rejects if "cut off" in reject.reason or "not valid JSON" in reject.reason]


@pytest.mark.parametrize("name", JSON_FORMATS)
def test_an_answer_without_records_is_no_silence(name: str) -> None:
    _, rejects = read(wrapped(name, []), form=name)
    assert [reject.where for reject in rejects] == ["file"]
    works, rejects = read(wrapped(name, ["10.5555/a", None, 4]), form=name)
    assert (works, len(rejects)) == ([], 3)


@pytest.mark.parametrize("name", JSON_FORMATS)
@settings(max_examples=60, deadline=None)
@given(VALUES)
@example(float("inf"))  # what stands after it was lost
@example(float("nan"))
def test_any_json_is_loaded_or_rejected(name: str, value: object) -> None:
    works, rejects = read(json.dumps([value, ONE[name]]), form=name)
    assert len(works) + len(rejects) == 2
    assert not any("failed with" in reject.reason for reject in rejects), rejects


@pytest.mark.parametrize("name", [*JSON_FORMATS, "crossref_xml", "datacite_xml"])
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_sample_never_crashes(name: str, data: st.DataObject) -> None:
    sample = next(path for path in SAMPLES.glob(f"{name}.*") if "expected" not in path.name).read_bytes()
    at = data.draw(st.integers(0, len(sample)))
    damaged = sample[:at] + data.draw(st.binary(max_size=6)) + sample[at + data.draw(st.integers(0, 40)) :]
    said = list(loaders.read(capture_of(damaged, "x"), name, extract=False))
    assert isinstance(said[0], Source)
    assert any(isinstance(one, Work | Reject) for one in said)
    assert not any(isinstance(one, Reject) and "failed with" in one.reason for one in said)


def test_deep_nesting_is_a_reject() -> None:
    works, rejects = read('{"message":' * 5000 + "1" + "}" * 5000, form="crossref")
    assert (works, bool(rejects)) == ([], True)
    works, rejects = read('[{"DOI":"10.5555/a","title":' + "[" * 100_000 + "]}", form="crossref")
    assert not works
    assert rejects


def test_a_flood_of_authors_is_refused() -> None:
    flood = {
        "crossref": {"author": [{"family": "A"}] * 50_000},
        "openalex": {"authorships": [{"author": {"display_name": "A B"}}] * 50_000},
        "datacite": {"attributes": {"doi": "10.5555/a", "titles": [{"title": "A title"}], "creators": [{"name": "A, B"}] * 50_000}},
    }
    for name, more in flood.items():
        works, (reject,) = read(json.dumps([ONE[name] | more]), form=name)
        assert not works
        assert "50000 names" in reject.reason


def test_abstracts_lose_their_tags_and_not_their_words() -> None:
    record = ONE["crossref"] | {
        "abstract": "<jats:sec><jats:title>Purpose</jats:title><jats:p>To <jats:italic>see</jats:italic>, x &lt; y.</jats:p></jats:sec>"
        "<jats:p>Value<jats:inline-formula><jats:tex-math>\\alpha</jats:tex-math></jats:inline-formula> kept.</jats:p>"
    }
    (work,), _ = read(json.dumps(record))
    assert work.abstract == "Purpose To see, x < y. Value kept."


def test_what_a_reference_says() -> None:
    references = [
        {"key": "1", "unstructured": "Brook, A. (1999). Counters that people share. Public Rooms, 4(2), 5-9."},
        {"key": "2", "year": "1999"},
        {"key": "3", "year": "1999"},
        {"key": "4", "author": "OECD", "volume-title": "A report", "year": "2005", "ISBN": "9780306406157"},
        {"key": "5"},
        "no object",
    ]
    (work,), _ = read(json.dumps(ONE["crossref"] | {"reference": references}))
    raw, second, third, book = work.references
    assert (raw.work.title, raw.work.year, raw.work.authors[0].family) == ("Counters that people share", 1999, "Brook")
    assert raw.confidence is not None
    assert raw.raw.startswith("Brook, A. (1999)")
    assert second.work.key != third.work.key  # two unknown works of one year are not one
    assert (book.work.kind, book.work.isbns, book.work.authors_as_printed) == ("book", ["9780306406157"], ["OECD"])


def test_openalex_cites_only_what_it_can_tie_to_a_work() -> None:
    other = ONE["openalex"] | {"id": "https://openalex.org/W2", "doi": "https://doi.org/10.5555/B"}
    one = ONE["openalex"] | {"referenced_works": ["https://openalex.org/W2", "https://openalex.org/W3"]}
    said = list(loaders.read(capture_of(json.dumps([one, other]).encode(), "x.json"), extract=False))
    work = next(thing for thing in said if isinstance(thing, Work))
    assert [reference.work.doi for reference in work.references] == ["10.5555/b"]
    assert [thing.detail.split()[0] for thing in said if isinstance(thing, Finding)] == ["1"]


def test_who_is_a_person_at_openalex() -> None:
    names = ["Maria da Luz Silva Santos Pereira", "Ada van der Brook", "Brook, Ada", "Ministry of Rooms and Halls", "Plato"]
    (work,), _ = read(json.dumps(ONE["openalex"] | {"authorships": [{"author": {"display_name": name}} for name in names]}))
    assert [(who.family or who.literal, who.given) for who in work.authors] == [
        ("Pereira", "Maria da Luz Silva Santos"),
        ("van der Brook", "Ada"),
        ("Brook", "Ada"),
        ("Ministry of Rooms and Halls", ""),
        ("Plato", ""),
    ]
    assert [who.organisation for who in work.authors] == [False, False, False, True, False]


def test_openalex_knows_the_year_alone_on_the_first_of_january() -> None:
    (work,), _ = read(json.dumps(ONE["openalex"] | {"publication_date": "2001-01-01"}))
    assert work.issued == "2001"
    (work,), _ = read(json.dumps(ONE["openalex"] | {"abstract_inverted_index": {"b": [1], "a": [0, 2], "bad": [-1, "x", 10**9]}}))
    assert work.abstract == "a b a"


def test_the_answer_of_crossrefs_query_service() -> None:
    older = (
        '<crossref_result version="2.0"><query_result><body><query status="resolved"><doi type="journal_article">10.5555/q</doi>'
        "<issn>12345679</issn><journal_title>J</journal_title><contributors><contributor><given_name>Ida</given_name>"
        "<surname>Pell</surname></contributor></contributors><volume>3</volume><first_page>4</first_page><year>2004</year>"
        '<article_title>T</article_title></query><query status="unresolved"><doi>10.5555/none</doi></query></body>'
        "</query_result></crossref_result>"
    )
    (work,), (reject,) = read(older, "x.xml")
    assert (work.title, work.year, work.volume, work.pages, work.authors[0].family) == ("T", 2004, "3", "4", "Pell")
    assert "no work" in reject.reason
    unixref = (
        "<doi_records><doi_record><crossref><error>No DOI found</error></crossref></doi_record><doi_record><crossref><book><book_metadata>"
        "<titles><title>B</title></titles><doi_data><doi>10.5555/b</doi></doi_data></book_metadata><content_item><titles><title>C</title>"
        "</titles><doi_data><doi>10.5555/c</doi></doi_data></content_item></book></crossref></doi_record></doi_records>"
    )
    (chapter,), (reject,) = read(unixref, "x.xml")
    assert chapter.part_of is not None
    assert (chapter.doi, chapter.part_of.title, chapter.part_of.doi) == ("10.5555/c", "B", "10.5555/b")
    assert "No DOI found" in reject.reason


@pytest.mark.parametrize("name", ["crossref_xml", "datacite_xml"])
def test_an_xml_bomb_is_refused(name: str) -> None:
    root = "doi_batch" if name == "crossref_xml" else "resource"
    works, (reject,) = read(f'<!DOCTYPE x [<!ENTITY a "b">]><{root}>&a;</{root}>', "x.xml", form=name)
    assert not works
    assert "DTD" in reject.reason


@pytest.mark.parametrize("name", [*JSON_FORMATS, "crossref_xml", "datacite_xml", "orcid"])
def test_what_was_read_comes_back_as_csl_json(name: str) -> None:
    sample = next(path for path in SAMPLES.glob(f"{name}.*") if "expected" not in path.name)
    works = [one for one in loaders.read(read_capture(sample), extract=False) if isinstance(one, Work)]
    written = json.dumps(works_to_csl(works), indent=1)
    assert loaders.recognise(capture_of(written.encode(), "out.json")) == "csl_json"
    again, rejects = read_plain(written)
    assert (len(again), rejects) == (len(works), [])
    assert [(one.title, one.doi, one.year) for one in again] == [(one.title, one.doi, one.year) for one in works]


def read_plain(written: str) -> tuple[list[Work], list[Reject]]:
    said = list(loaders.read(capture_of(written.encode(), "out.json"), extract=False))
    return [one for one in said if isinstance(one, Work)], [one for one in said if isinstance(one, Reject)]


@needs_shared
def test_every_shared_sample_is_read_or_rejected_with_a_reason() -> None:
    folders = ("crossref-rest", "crossref-sample", "datacite-rest", "datacite-crossref-crosswalk", "orcid-ror")
    for path in sorted(one for folder in folders for one in (SHARED / "samples" / folder).rglob("*") if one.is_file()):
        captures = list(loaders.open_paths([path]))
        said = [one for capture in captures for one in loaders.read(capture, extract=False)]
        works, rejects = ([one for one in said if isinstance(one, kind)] for kind in (Work, Reject))
        assert works or rejects, path
        assert not any("failed with" in reject.reason for reject in rejects), (path, rejects)
        counted = _records(path)
        assert len(captures) > 1 or counted is None or len(works) + len(rejects) == max(counted, 1), path


def _records(path: Path) -> int | None:
    """How many records an answer lists."""
    data = path.read_bytes()
    try:
        value = json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    except ValueError:
        return None
    message = value.get("message", value) if isinstance(value, dict) else value
    listed = next((message[key] for key in ("items", "data") if isinstance(message, dict) and isinstance(message.get(key), list)), None)
    return None if listed is None else len(listed)


@needs_shared
def test_the_shared_gold_is_read_exactly() -> None:
    for path in sorted((SHARED / "gold" / "records").glob("*.expected.json")):
        if path.name.split("-")[0] not in {"crossref", "openalex", "datacite", "datacitexml"}:
            continue
        source = next(one for one in path.parent.glob(path.name.removesuffix("expected.json") + "*") if one != path)
        works = [one for one in loaders.read(read_capture(source), extract=False) if isinstance(one, Work)]
        expected = json.loads(path.read_text(encoding="utf-8"))
        assert len(works) == len(expected), path
        for work, want in zip(works, expected, strict=True):
            got = work_to_csl(work)
            got["author"] = [{key: who[key] for key in ("family", "given") if key in who} for who in got["author"]]
            want["DOI"] = want.get("DOI", "").lower()
            assert {key: got.get(key, "") for key in want} == want, path
