"""CSL-JSON: the mapping both ways, broken records among good ones, and hostile files."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.errors import InputError
from graph.record import Capture, Finding, Reject, Work
from graph.sources.csl import converted, work_to_csl, works_to_csl
from loaders import csl_json

SAMPLE = Path(__file__).parent / "samples" / "csl_json.json"


def read(text: str | bytes) -> tuple[list[Work], list[Reject], list[Finding], Capture]:
    capture = Capture(text if isinstance(text, bytes) else text.encode(), "test.json")
    said = list(csl_json.read(capture))
    return (
        [one for one in said if isinstance(one, Work)],
        [one for one in said if isinstance(one, Reject)],
        [one for one in said if isinstance(one, Finding)],
        capture,
    )


def test_sample() -> None:
    works, rejects, findings, capture = read(SAMPLE.read_bytes())
    hill, chapter, thesis = works
    assert (hill.key, hill.title, hill.volume, hill.issued) == ("hill2011", "The NPM role in small towns", "7", "2011-03-14")
    assert hill.authors[0].orcid == "0000-0002-1825-0097"
    assert (hill.authors[1].family, hill.authors[1].suffix, hill.authors[2].organisation) == ("van der Berg", "Jr.", True)
    assert (hill.doi, hill.url, hill.custom) == ("10.5555/inv.2011.7", "", {"csl": {"note": "kept"}})
    assert "".join(capture.text[start:end] for start, end in hill.passages[1].slices) == 'It says "no" tomuch.'
    assert chapter.part_of is not None
    assert (chapter.key, chapter.part_of.title, chapter.part_of.editors[0].family, chapter.issued) == (
        "2",
        "Reforms Compared",
        "Kim",
        "2013-05",
    )
    assert (thesis.kind, thesis.issued) == ("thesis", "1998~")
    assert [reject.where.split(",")[0] for reject in rejects] == ["record 3", "record 4", "record 5"]
    assert "NaN" in rejects[0].reason
    assert any("javascript" in finding.detail for finding in findings)


def test_forms() -> None:
    one = {"id": "a", "type": "book", "title": "A"}
    for text in (
        json.dumps([one, one]),
        json.dumps({"items": [one, one], "total": 2}),
        f"{json.dumps(one)}\n{json.dumps(one)}\n",
        f"\ufeff{json.dumps([one, one], indent=2)}",
    ):
        works, rejects, _, _ = read(text)
        assert [work.title for work in works] == ["A", "A"]
        assert not rejects


def test_a_broken_line_does_not_stop_the_rest() -> None:
    works, rejects, _, _ = read('{"title": "A", "id": 1}\n{"title": "B" "id": 2}\n{"title": "C"\n{"title": "D", "id": 4}\n')
    assert [work.title for work in works] == ["A", "D"] or [work.title for work in works] == ["A"]
    assert rejects
    works, rejects, _, _ = read('[{"title": "A"}, {"title": "B",, "id": "[{"}, {"title": "C"}]')
    assert [work.title for work in works] == ["A", "C"]
    assert len(rejects) == 1
    works, rejects, _, _ = read('[{"title": "A"}, {"title": "B"')
    assert [work.title for work in works] == ["A"]
    assert rejects


@given(st.binary(max_size=200) | st.text(alphabet='{}[]",:\\ \nNaintle1', max_size=120).map(str.encode))
def test_nothing_crashes(data: bytes) -> None:
    works, rejects, _, _ = read(data)
    assert works or rejects or not data.decode("utf-8", "replace").strip(" \n[],")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["family", "given", "literal", "date-parts", "raw"]), inner)
    ),
    max_leaves=8,
)
KEYS = [
    "id",
    "type",
    "title",
    "author",
    "editor",
    "issued",
    "DOI",
    "ISSN",
    "ISBN",
    "URL",
    "container-title",
    "page",
    "keyword",
    "custom",
    "reference",
]


@given(st.dictionaries(st.sampled_from(KEYS), JSON))
def test_any_json_is_a_work_or_an_input_error(entry: dict[str, object]) -> None:
    try:
        work = converted(entry)[0]
    except InputError:
        return
    assert isinstance(json.dumps(work_to_csl(work), allow_nan=False), str)


WORDS = st.text(alphabet="abc äö&<", min_size=1, max_size=20).map(lambda text: " ".join(text.split())).filter(bool)
NAME = st.fixed_dictionaries({"family": WORDS, "given": WORDS}) | st.fixed_dictionaries({"literal": WORDS})
ENTRIES = st.fixed_dictionaries(
    {
        "id": st.text(alphabet="ab1", min_size=1),
        "type": st.sampled_from(
            ["article-journal", "article-newspaper", "book", "chapter", "paper-conference", "report", "thesis", "webpage", "song"]
        ),
        "title": WORDS,
    },
    optional={
        "author": st.lists(NAME, min_size=1, max_size=3),
        "editor": st.lists(NAME, min_size=1, max_size=2),
        "translator": st.lists(NAME, min_size=1, max_size=2),
        "issued": st.sampled_from([{"date-parts": [[2011, 3]]}, {"date-parts": [[1999], [2001]]}, {"date-parts": [[1990]], "circa": True}]),
        "container-title": WORDS,
        "DOI": st.just("10.5555/abc"),
        "publisher": WORDS,
        "note": WORDS,
        "accessed": st.just({"date-parts": [[2020, 1, 2]]}),
        "custom": st.just({"year-suffix": "b", "et-al": True, "evidence": "seen"}),
    },
)


@settings(deadline=None)
@given(ENTRIES)
def test_csl_there_and_back(entry: dict[str, object]) -> None:
    def shown(one: dict[str, object]) -> dict[str, object]:
        import html

        return json.loads(html.unescape(json.dumps(one)))

    back = work_to_csl(converted(entry)[0])
    again = work_to_csl(converted(back)[0])
    assert again == back
    assert shown(back).keys() == entry.keys()


def test_ids_are_unique() -> None:
    assert [entry["id"] for entry in works_to_csl([Work(key="a"), Work(key="a"), Work(title="x")])] == ["a", "a-2", "record-3"]


def test_eight_thousand_records_a_second() -> None:
    entry = {
        "type": "article-journal", "title": "A title of usual length about reform", "author": [{"family": "Hill", "given": "Ana"}] * 3,
        "container-title": "A Journal", "volume": "7", "issue": "2", "page": "1-9", "DOI": "10.5555/1", "issued": {"date-parts": [[2011]]},
    }  # fmt: skip
    data = json.dumps([entry | {"id": number} for number in range(16_000)]).encode()
    start = time.process_time()
    works, _, _, _ = read(data)
    assert len(works) == 16_000
    assert time.process_time() - start < 30


@needs_shared
@pytest.mark.parametrize(
    ("name", "works", "reason"),
    [("deep_array.json", 0, "deep"), ("nan_inf.json", 0, "NaN"), ("import_context.jsonld", 0, "JSON-LD")],
)
def test_hostile(name: str, works: int, reason: str) -> None:
    kept, rejects, _, _ = read((SHARED / "hostile" / "json" / name).read_bytes())
    assert len(kept) == works
    assert len(rejects) == 1
    assert reason in rejects[0].reason


@needs_shared
def test_smuggled_identifiers_are_not_used() -> None:
    kept, _, _, _ = read((SHARED / "hostile" / "json" / "proto_keys.json").read_bytes())
    assert work_to_csl(kept[0]) == {"id": "record-0", "type": "document", "title": "T"}


@needs_shared
def test_json_of_others_never_crashes() -> None:
    for path in sorted((SHARED / "samples").rglob("*.json")):
        works, rejects, _, _ = read(path.read_bytes())
        assert works or rejects, path


def test_a_broken_line_ends_where_the_next_record_begins() -> None:
    kept, rejects, _, _ = read(b'{"type":"book","title":"T"}\n{bad\n{"broken": [1, {\n' * 3 + b'{"type":"book","title":"U"}\n')
    assert [work.title for work in kept] == ["T", "T", "T", "U"]
    assert len(rejects) == 6


@given(st.text(max_size=60))
def test_letters_by_code_are_read_as_the_letters_are(text: str) -> None:
    told = {"type": "book", "title": f"Counters {text}", "issued": {"date-parts": [[2020]]}}
    by_code, plain = (read(json.dumps([told], ensure_ascii=ascii_)) for ascii_ in (True, False))
    assert by_code[0] == plain[0]
    assert by_code[3].text == plain[3].text or re.search(r"[\x00-\x1f]", text)


def test_an_abstract_with_letters_by_code_has_its_places() -> None:
    abstract = "Malmö’s counters – “open” 😀 in C:\\u00f6."
    (work,), _, _, capture = read(json.dumps([{"type": "book", "title": "T", "abstract": abstract}]))
    (passage,) = [one for one in work.passages if one.kind == "abstract"]
    assert "".join(capture.text[start:end] for start, end in passage.slices) == abstract
