"""A load is whole or absent, done once, and tells what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from said import article, page

from graph.errors import StoreError
from graph.exports.export import digest, export
from graph.loading import load, load_many
from graph.opening import open_store
from graph.record import Concept, Contributor, Finding, Mention, Reject, Source, Span, Work
from graph.resolve import rebuild
from graph.sources.capture import capture_of
from graph.store import META, RESOLVED, capture_graph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said
    from graph.store import Store

PAGES = [page(n) for n in range(4)]


@pytest.fixture
def memory() -> Store:
    return open_store(":memory:")


def fresh(pairs: list[tuple[Capture, list[Said]]]) -> Iterator[tuple[Capture, list[Said]]]:
    """The same captures as if they were read anew."""
    for capture, said in pairs:
        yield capture_of(capture.data, capture.name, path=capture.path, retrieved_from=capture.retrieved_from), said


def titles(store: Store, graph: str = RESOLVED) -> set[str]:
    rows = store.select("SELECT ?t WHERE { ?w <https://w3id.org/govgraph/ns#title> ?t }", graph=graph)
    return {row[0].value for row in rows if row[0] is not None}


def test_a_load_stands_in_its_captures_graph_and_in_resolved(store: Store) -> None:
    capture, said = PAGES[0]
    report = load(store, capture, said)
    assert [s.state for s in report.sources] == ["loaded"]
    assert report.exit_code == 0
    assert titles(store, capture_graph(capture.digest)) == titles(store) != set()
    assert store.captures.data(capture.digest) == capture.data
    assert not store.ask("ASK { <https://w3id.org/govgraph/graph/meta#journal> ?p ?o }", graph=META)


def test_the_same_bytes_again_change_nothing_and_their_loader_is_not_asked(store: Store) -> None:
    load_many(store, fresh(PAGES))
    before = b"".join(export(store, "all"))
    runs = len(list(store.quads(META)))

    def never() -> Iterator[Said]:
        raise AssertionError("asked")
        yield

    report = load_many(store, ((capture, never()) for capture, _ in PAGES))
    assert [s.state for s in report.sources] == ["unchanged"] * 4
    assert report.changed == 0
    assert b"".join(export(store, "all")) == before
    assert len(list(store.quads(META))) == runs


def test_the_order_of_loading_does_not_matter_nor_whether_at_once_nor_a_rebuild() -> None:
    digests = []
    for order in (PAGES, PAGES[::-1], PAGES[2:] + PAGES[:2]):
        for at_once in (True, False):
            store = open_store(":memory:")
            if at_once:
                load_many(store, fresh(order))
            else:
                for capture, said in fresh(order):
                    load(store, capture, said)
            digests.append(digest(store))
            rebuild(store)
            digests.append(digest(store))
    assert len(set(digests)) == 1


def test_a_changed_capture_replaces_the_old_one_and_the_difference_is_told(store: Store) -> None:
    old, new = article(), article()
    new.title = "Shared services after austerity"
    new.doi = old.doi
    new.authors = [*new.authors, Contributor(family="Okafor", given="Ngozi")]
    address = "https://example.org/articles/7"
    first = capture_of(b"first version", "page.html", retrieved_from=address)
    second = capture_of(b"second version", "page.html", retrieved_from=address)
    load(store, first, [Source(), old])
    kept = sorted(map(str, store.quads(capture_graph(first.digest))))
    report = load(store, second, [Source(), new]).sources[0]
    assert report.supersedes.endswith(first.digest)
    told = "; ".join(report.differences)
    assert "title changed from “Shared services in small towns” to “Shared services after austerity”" in told
    assert "1 author added: “Ngozi Okafor”" in told
    assert sorted(map(str, store.quads(capture_graph(first.digest)))) == kept
    assert titles(store) == {"Shared services after austerity", "Towns and their halls"}
    again = load(store, first, [Source(), old]).sources[0]
    assert again.state == "older"
    assert titles(store) == {"Shared services after austerity", "Towns and their halls"}


def test_what_changed_is_told_of_a_thing_by_its_english_name(memory: Store) -> None:
    def concept(other: str) -> list[Said]:
        return [
            Source(),
            Concept(slug="single-counter", labels={"en": "Single counter", "de": "Ein Schalter"}, alternatives={"de": [other]}),
        ]

    address = "https://example.org/concepts"
    pairs = [(capture_of(other.encode(), "a", retrieved_from=address), concept(other)) for other in ("Schalter", "Ein Tresen")]
    report = load_many(memory, pairs)
    assert report.sources[1].differences == ["concept “Single counter”: other label changed from “Schalter” to “Ein Tresen”"]


def test_two_versions_in_one_load_are_compared_too(memory: Store) -> None:
    address = "https://example.org/articles/7"
    old, new = article(doi=""), article(doi="")
    new.year = 2020
    pairs: list[tuple[Capture, list[Said]]] = [
        (capture_of(b"one", "a", retrieved_from=address), [Source(), old]),
        (capture_of(b"two", "a", retrieved_from=address), [Source(), new]),
    ]
    report = load_many(memory, pairs)
    assert "publication year changed from 2019 to 2020" in "; ".join(report.sources[1].differences)


def test_a_dry_run_tells_all_and_writes_nothing(store: Store) -> None:
    load(store, *PAGES[0])
    before = b"".join(export(store, "all"))
    report = load_many(store, fresh(PAGES[:2]), dry_run=True)
    assert [s.state for s in report.sources] == ["unchanged", "would load"]
    assert report.sources[1].statements > 10
    assert report.changed == 0
    assert b"".join(export(store, "all")) == before
    assert PAGES[1][0].digest not in store.captures


def test_what_is_rejected_is_counted_and_the_rest_is_loaded(memory: Store) -> None:
    said: list[Said] = [
        Source(label="refs"),
        article(),
        Reject("record 2", "no title"),
        Reject("line 40", "cut off"),
        Reject("the end", "?"),
    ]
    report = load(memory, capture_of(b"refs", "refs.bib", path="in/refs.bib"), said)
    source = report.sources[0]
    assert (source.records, source.things["work"], len(source.rejects)) == (4, 1, 3)
    assert report.exit_code == 3
    assert source.reject_rows() == [
        {"file": "in/refs.bib", "record": 2, "reason": "no title"},
        {"file": "in/refs.bib", "line": 40, "reason": "cut off"},
        {"file": "in/refs.bib", "record": "the end", "reason": "?"},
    ]
    assert "record 2: no title" in report.as_text()


@pytest.mark.parametrize("said", [[], [Reject("line 1", "not a page")], [Source(label="x"), Reject("line 1", "not a page")]])
def test_a_source_of_which_nothing_can_be_read_leaves_no_trace(memory: Store, said: list[Said]) -> None:
    report = load(memory, capture_of(b"junk", "junk"), said)
    assert report.sources[0].state == "rejected"
    assert report.exit_code == 3
    assert list(memory.quads()) == []
    assert list(memory.captures.digests()) == []
    assert load(memory, capture_of(b"junk", "junk"), [Source(), article()]).changed == 1


def test_findings_are_reported_by_kind(memory: Store) -> None:
    said: list[Said] = [
        Source(label="A page", format="vufind"),
        article(),
        Finding("found", "title"),
        Finding("absent", "author", "the field is empty"),
        Finding("conflicting", "year", "2016 and 2017"),
        Finding("unknowable", "page numbers"),
        Finding("ignored", "cookie notice"),
    ]
    report = load(memory, capture_of(b"\xe9", "p.txt"), said)
    text = report.as_text()
    for words in (
        "found       title",
        "absent      author (the field is empty)",
        "conflicting year (2016 and 2017)",
        "unknowable  encoding",
    ):
        assert words in text
    told = report.as_json()["sources"][0]
    assert told["absent"] == [{"what": "author", "detail": "the field is empty"}]
    assert told["ignored"] == [{"what": "cookie notice", "detail": ""}]
    assert told["things"]["work"] == 1


def test_of_what_was_ignored_the_text_says_how_much_and_the_first_few(memory: Store) -> None:
    ignored = [Finding("ignored", f"value {n}", "javascript:no()") for n in range(5)]
    text = load(memory, capture_of(b"z", "z.bib"), [Source(), article(), *ignored]).as_text()
    first = ", ".join(f"value {n} (javascript:no())" for n in range(3))
    assert f"ignored     5: {first} and 2 more; --json lists all" in text
    assert "value 3" not in text


def test_a_concept_that_is_named_often_is_one_concept_and_many_mentions(memory: Store) -> None:
    work = article()
    said: list[Said] = [Source(), work]
    for n in range(6):
        concept = Concept(label="Joined desks" if n else "One desk")
        said += [concept, Mention(work, concept, Span(n, n + 1, "x"))]
    report = load(memory, capture_of(b"named", "named"), said)
    assert "2 concepts, 6 mentions" in report.as_text()
    told = report.as_json()["sources"][0]["things"]
    assert (told["concept"], told["mention"]) == (2, 6)


def test_a_loader_that_fails_takes_only_its_own_capture_with_it(store: Store) -> None:
    def failing() -> Iterator[Said]:
        yield Source()
        yield article()
        raise StoreError("the disk is full")

    pairs = [(PAGES[0][0], iter(PAGES[0][1])), (capture_of(b"bad", "bad"), failing()), (PAGES[1][0], iter(PAGES[1][1]))]
    with pytest.raises(StoreError, match="disk is full"):
        load_many(store, pairs)
    other = open_store(":memory:")
    load(other, *PAGES[0])
    assert digest(store) == digest(other)
    load(store, *PAGES[1])
    load(other, *PAGES[1])
    assert digest(store) == digest(other)


def test_progress_is_told(memory: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    told: list[tuple[str, int]] = []
    load(memory, capture_of(b"x", "works.ris"), [Source(), article(), Work(title="B")], progress=lambda *what: told.append(what))
    assert told[-1] == ("works.ris", 3)
