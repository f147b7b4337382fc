"""Quotations are found where a person would find them, with exact offsets, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.opening import open_store
from graph.record import Claim, Concept, Reject, Work
from graph.sources.capture import capture_of
from graph.sources.quotation import Quotations, find, resolved
from graph.store import RESOLVED
from ontology import terms

TEXT = (
    "Head 12\nThe admin-\nistrative prac-\n  tices of “one‑stop” shops –\n"
    "as some say – per­sist; the ﬁnal well-known\npoint on co-\nproduction."
)


@pytest.mark.parametrize(
    ("quote", "slice_"),
    [
        ("The administrative practices of", "The admin-\nistrative prac-\n  tices of"),
        ('"one-stop" shops - as some say', "“one‑stop” shops –\nas some say"),
        ("point on co-production.", "point on co-\nproduction."),
        ("persist; the final well-known point", "per­sist; the ﬁnal well-known\npoint"),
    ],
)
def test_found(quote: str, slice_: str) -> None:
    span = find(TEXT, quote)
    assert span is not None
    assert TEXT[span.start : span.end] == span.exact == slice_


@pytest.mark.parametrize("quote", ["The administrative practice of", "the administrative practices", "Head", "", "no such words here"])
def test_not_found(quote: str) -> None:
    assert find(TEXT, quote) is None


@given(st.text(alphabet="ab c-\n", min_size=20, max_size=80), st.data())
def test_every_slice_is_found_and_cut_out(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 10))
    quote = text[start : start + 10].strip()
    span = find(text, quote)
    assert (span is None) == (len(quote) < 8)
    assert span is None or text[span.start : span.end] == quote


def test_a_claim_gets_its_evidence_or_a_reason() -> None:
    claim = Claim(
        Work(key="a"), Concept("npm"), "supports", [], quotes=[("s1", "administrative practices"), ("s2", "x" * 9)], page_locator="3"
    )
    kept, rejects = resolved(claim, {"s1": ("d1", TEXT)}.get)
    assert kept is not None
    assert [(span.capture, span.page, TEXT[span.start : span.end]) for span in kept.evidence] == [
        ("d1", "3", "admin-\nistrative prac-\n  tices")
    ]
    assert len(rejects) == 1
    assert "s2" in rejects[0].reason
    nothing, rejects = resolved(Claim(Work(), Concept("npm"), "supports", [], quotes=[("s1", "not in there")]), {"s1": ("d1", TEXT)}.get)
    assert nothing is None
    assert "word for word" in rejects[0].reason


def test_a_load_finds_quotations_in_what_it_has_just_loaded_and_in_the_store() -> None:
    store = open_store(":memory:")
    page = capture_of(TEXT.encode(), "page.txt", retrieved_from="https://example.org/page")
    store.captures.keep(page)
    source = f"<https://w3id.org/govgraph/id/source/{page.digest}>"
    triples = [(terms.CONTENT_HASH, page.digest), (terms.RETRIEVED_FROM, "https://example.org/page"), (terms.RDFS_LABEL, "A page")]
    lines = [f'{source} <{p}> "{o}" .' for p, o in triples]
    store.update(f"INSERT DATA {{ GRAPH <{RESOLVED}> {{ {' '.join(lines)} }} }}")
    case_file = capture_of(b"x", "case.md")

    def claim(source: str) -> Claim:
        return Claim(Work(key="a"), Concept("npm"), "supports", [], quotes=[(source, "administrative practices")])

    for name in ("https://example.org/page", page.digest, "A page"):
        (kept,) = Quotations(store).said(case_file, [claim(name)])
        assert isinstance(kept, Claim)
        assert kept.evidence[0].capture == page.digest
    (refused,) = Quotations(store).said(case_file, [claim("https://example.org/other")])
    assert isinstance(refused, Reject)
    one_load = Quotations(open_store(":memory:"))
    assert list(one_load.said(page, [Reject("file", "broken")]))
    assert isinstance(next(iter(one_load.said(case_file, [claim("page.txt")]))), Reject)
    assert list(one_load.said(page, [Work(title="Of the page")]))
    (kept,) = one_load.said(case_file, [claim("page.txt")])
    assert isinstance(kept, Claim)
