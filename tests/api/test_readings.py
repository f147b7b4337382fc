"""Readings beside their titles: each with its own authors, and an address that stands in a link as it is."""

from __future__ import annotations

from api.pages.readings import readings
from graph.loading import load
from graph.opening import open_store
from graph.record import Contributor, Source, Work
from graph.sources.capture import capture_of
from ontology import terms
from queries.result import Thing

SICI = "10.5555/(sici)1099(199601)11:1<1::aid-c3>3.0.co;2-0"


def test_what_is_no_work_of_the_graph_is_left_out_and_the_others_keep_their_authors() -> None:
    told = [
        Work("article", title="Counters", authors=[Contributor("Desk", "Bo")], year=2011, doi=SICI),
        Work("article", title="Queues", authors=[Contributor("Line", "Cy")], year=2012, doi="10.5555/queues"),
    ]
    store = open_store("")
    load(store, capture_of(b"two works", "two.txt"), [Source(label="two"), *told])
    rows = store.select(f"SELECT ?w ?title {{ ?w a <{terms.WORK}> ; <{terms.GOV}title> ?title }} ORDER BY ?title")
    first, second = [Thing(work.value, title.value) for work, title in rows if work is not None and title is not None]
    found = readings(store, [Thing(f"{terms.BASE}id/work/gone", "Gone"), first, second])
    assert [(one.work, one.about) for one in found] == [(first, "Bo Desk, 2011"), (second, "Cy Line, 2012")]
    assert found[0].address == "https://doi.org/10.5555/(sici)1099(199601)11:1%3C1::aid-c3%3E3.0.co;2-0"
