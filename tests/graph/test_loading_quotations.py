"""A person's claim may quote a source: its place is found in that source's capture, or the claim is rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.loading import load
from graph.opening import open_store
from graph.record import Claim, Concept, Reject, Source, Work
from graph.sources.capture import capture_of
from graph.upkeep.verify import verify
from ontology import terms

if TYPE_CHECKING:
    from graph.record import Said
    from graph.store import Store

PAGE = "A page of another's.\n\nThe single coun-\nter ended the queue in the town hall, and nobody missed it.\n"
ADDRESS = "https://pages.example/queue"


def loaded(quote: str, address: str = ADDRESS) -> tuple[Store, list[Reject]]:
    store = open_store("")
    work = Work(kind="article", title="The queue that ended", year=2011)
    load(store, capture_of(PAGE.encode(), "page.txt", retrieved_from=ADDRESS), [Source(label="The page"), work])
    theory = Concept(slug="single-counter", label="Single counter", kind="practice")
    claim = Claim(work, theory, "supports", [], status="CURATED", quotes=[(address, quote)])
    said: list[Said] = [Source(label="My atlas", display="full"), theory, claim]
    report = load(store, capture_of(b"my file", "case.md"), said)
    return store, report.sources[0].rejects


def test_the_quotation_is_found_across_a_line_end() -> None:
    store, rejects = loaded("The single counter ended the queue")
    assert not rejects
    query = f"SELECT ?start ?end ?source {{ ?c <{terms.EVIDENCED_BY}> ?e . ?e <{terms.POSITION}> ?start ; <{terms.END_POSITION}> ?end ; "
    rows = list(store.select(query + f"<{terms.FOUND_IN}>/<{terms.RETRIEVED_FROM}> ?source }}"))
    ((start, end, source),) = rows
    assert start is not None
    assert end is not None
    assert source is not None
    assert PAGE[int(start.value) : int(end.value)] == "The single coun-\nter ended the queue"
    assert source.value == ADDRESS
    assert verify(store).ok
    store.close()


def test_words_that_are_not_there_are_rejected() -> None:
    store, rejects = loaded("The single counter lengthened the queue")
    assert len(rejects) == 1
    assert "does not have these words" in rejects[0].reason
    assert not store.ask(f"ASK {{ ?c a <{terms.CLAIM}> }}")
    store.close()


def test_a_source_that_was_not_loaded_is_told() -> None:
    store, rejects = loaded("The single counter ended", "https://pages.example/other")
    assert len(rejects) == 1
    assert "https://pages.example/other" in rejects[0].reason
    store.close()


def test_a_titled_page_is_found_by_its_file_name_unless_two_have_it() -> None:
    store, _ = loaded("The single counter ended")
    work = Work(kind="article", title="The queue that came back", year=2012)

    def refused(name: str, quote: str) -> list[tuple[str, str]]:
        theory = Concept(slug="single-counter", label="Single counter", kind="practice")
        claim = Claim(work, theory, "supports", [], quotes=[("page.txt", quote)], quoted_at="row 7, column quotation")
        report = load(store, capture_of(name.encode(), name), [Source(label="Mine"), work, claim])
        return [(one.where, one.reason.partition("'page.txt' ")[2].partition(":")[0]) for one in report.sources[0].rejects]

    assert refused("one", "The single counter ended") == []
    assert refused("two", "The single counter began") == [("row 7, column quotation", "does not have these words")]
    load(store, capture_of(b"Another page", "page.txt"), [Source(label="Another page"), work])
    assert refused("three", "The single counter ended") == [
        ("row 7, column quotation", "is not in the store, or several are called so"),
    ]
    store.close()
