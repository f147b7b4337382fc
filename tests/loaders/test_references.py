"""Reference strings: the styles that must be exact, those that should be near, containers shared, and the CSL-JSON of them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from loaders.reading.people import read_people
from loaders.reading.reference.csl import to_csl
from loaders.reading.references import parse, parse_many, place

if TYPE_CHECKING:
    from graph.record import Work


def flat(work: Work) -> dict[str, object]:
    """The fields of a work that are there, people by name."""
    book = work.part_of
    told: dict[str, object] = {
        "kind": work.kind,
        "authors": [a.name for a in work.authors],
        "editors": [e.name for e in (work.editors or (book.editors if book else []))],
        "year": f"{work.year or ''}{work.year_suffix}",
        "title": work.title,
        "in": book.title if book else work.venue.title if work.venue else "",
        "numbers": [work.volume, work.issue, work.pages],
        "by": [work.place, work.publisher],
        "edition": work.edition or (book.edition if book else ""),
        "doi": work.doi,
    }
    return {name: value for name, value in told.items() if value and value not in (["", ""], ["", "", ""])}


STRINGS = [json.loads(line) for line in (Path(__file__).parent / "samples" / "references.jsonl").read_text(encoding="utf-8").splitlines()]
CHAPTER, EDITED, APA_CHAPTER = (STRINGS[n]["string"] for n in (2, 3, 7))


@pytest.mark.parametrize("expected", STRINGS, ids=lambda told: told["string"][:30])
def test_styles(expected: dict[str, object]) -> None:
    string = str(expected["string"])
    reference = parse(string)
    assert {"string": string, **flat(reference.work)} == expected
    assert reference.raw == string
    assert (reference.confidence or 0) >= 0.55


def test_badges_and_a_book_that_is_by_whom_it_is_named_after() -> None:
    reference = parse(
        "Borin, S. (2007). Frame. In S. Borin et al., Lines at the edge. (pp. 14–36). Toronto, ON: ABC and the Harbour Press."
    )
    book = reference.work.part_of
    assert book is not None
    assert ([a.name for a in book.authors], book.et_al, book.editors, book.year) == (["S. Borin"], True, [], 2007)
    assert (book.publisher, reference.work.publisher) == ("ABC and the Harbour Press", "ABC and the Harbour Press")
    badged = parse("Ek, Cai. 2001. Lines. Waiting 1: 2–3. [Google Scholar] [CrossRef] [Green Version] [PubMed]")
    assert badged.work.badges == ["Google Scholar", "CrossRef", "Green Version", "PubMed"]


def test_a_chapter_lies_in_the_listed_book() -> None:
    found = parse_many([CHAPTER, EDITED, CHAPTER.replace("Islands", "Isles"), CHAPTER.replace("2011", "2012")])
    assert found[0].work.part_of is found[1].work
    assert found[2].work.part_of is found[1].work
    assert found[3].work.part_of is not found[1].work


def test_a_dash_stands_for_the_authors_before() -> None:
    found = parse_many(["Ek, Cai, and Dana Moe. 2001. Lines. Oslo: Harbour Press.", "———. 2004. More Lines. Oslo: Harbour Press."])
    assert [a.name for a in found[1].work.authors] == ["Cai Ek", "Dana Moe"]
    assert (found[1].work.title, found[1].work.year, found[1].raw[:4]) == ("More Lines", 2004, "———.")


def test_place_gives_the_title_as_a_passage() -> None:
    text = "x\nLind, Bo. 2020. Quiet\nReform. Bergen: Fjord University Press.\n"
    reference = place(parse(text[2:]), text, 2, len(text) - 1)
    (passage,) = reference.work.passages
    (start, end), kind = passage.slices[0], passage.kind
    assert (text[start:end], kind) == ("Quiet\nReform", "title")


def test_csl_carries_the_string_and_how_sure_it_is() -> None:
    csl = to_csl(parse(APA_CHAPTER), 4)
    assert csl["custom"]["raw"] == APA_CHAPTER
    assert 0 < csl["custom"]["confidence"] <= 1
    assert csl["custom"]["field-confidence"]["year"] > 0.9
    assert (csl["type"], csl["edition"], csl["container-title"], csl["page"]) == ("chapter", "2", "The queue reader", "14–36")
    assert csl["issued"] == {"date-parts": [[2012]]}
    json.dumps(csl)
    borin = to_csl(parse("Borin, S. (2007). Frame. In S. Borin et al., Lines at the edge. (pp. 14–36). Toronto, ON: Harbour Press."))
    assert borin["editor"] == [{"family": "Borin", "given": "S."}]


def test_what_is_no_reference_keeps_its_string_and_little_else() -> None:
    for string in ("", " ", "see above", "???", "1999", "[Google Scholar]", "1." * 300):
        reference = parse(string)
        assert reference.raw == " ".join(string.split())
        assert not reference.work.volume or reference.confidence is not None
    assert (parse("An unmarked heap of words that nobody could take apart into fields").confidence or 0) <= 0.5


def test_natural_names_after_a_comma_wait_for_an_and() -> None:
    read = read_people("Cray, Bo, Discerning Leadership: A Book")
    assert read is not None
    assert [p.name for p in read.people] == ["Bo Cray"]


MARKS = st.sampled_from(
    [
        *("Lind, A.", "Moe D", " and ", "; ", ", ", ". ", " (2001). ", "2001", "In ", "(Eds.), ", "pp. 1–9", "12(3)", "Oslo: Harbour"),
        *(
            "“",
            "”",
            "’",
            ":",
            "?",
            " [CrossRef]",
            "https://doi.org/10.1/x",
            "et al.",
            "Ü",
            "\u0301",
            "3rd ed.",
            "(",
            ")",
            "no. 4",
            "Journal of Lines",
        ),
    ]
)


@given(st.one_of(st.text(max_size=400), st.lists(MARKS, max_size=40).map("".join)))
@settings(max_examples=200, deadline=None)
def test_never_raises(string: str) -> None:
    reference = parse(string)
    assert reference.raw == " ".join(string.split())
    assert reference.confidence is not None
    assert 0 <= reference.confidence <= 1
    to_csl(reference)


def test_no_string_stalls_the_parser() -> None:
    strings = [told["string"] for told in STRINGS] * 20
    start = time.process_time()
    parse_many(strings)
    assert len(strings) / (time.process_time() - start) > 50  # a bound against stalling; the speed is in benchmarks


def test_long_strings_take_no_longer_than_they_are_long() -> None:
    start = time.process_time()
    for string in ("Lind, A., " * 3000, "a, " * 9000, "(" * 9000, "Lind " * 4000, "1-" * 9000, "A. " * 5000):
        parse(string)
    assert time.process_time() - start < 60


FLOORS = {"mdpi": 1, "atlas": 1, "anystyle-good": 0.97, "excite-de": 0.925, "excite-en": 0.97, "flux-cim-cs": 0.96, "grobid": 0.935}
FLOORS |= {"grobid-noisy": 0.965, "grobid-notitle": 0.965}


@needs_shared
def test_figures_on_the_shared_strings(tmp_path: Path) -> None:
    gold = SHARED / "gold" / "references.jsonl"
    out = tmp_path / "out.jsonl"
    strings = [" ".join(json.loads(line)["string"].split()) for line in gold.read_text(encoding="utf-8").splitlines()]
    out.write_text("".join(json.dumps(to_csl(parse(s)), ensure_ascii=False) + "\n" for s in strings), encoding="utf-8")
    least = ["--min-f1", "0.96", "--min-exact", "0.82"]
    for style, floor in FLOORS.items():
        least += ["--min-style", f"{style}={floor}"]
    run = subprocess.run(
        [sys.executable, SHARED / "tools" / "score_references.py", gold, out, *least], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout
