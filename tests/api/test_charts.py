"""Charts: well-formed whatever the answer holds, told in words, and as readable on a narrow dark screen as on a wide light one."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small import small_atlas
from starlette.testclient import TestClient

import queries
from api.app import application
from api.charts import drawn
from api.settings import Settings
from graph.errors import UsageError
from queries import STANCES, Chart, Column, Example, SavedQuery
from queries.result import Result, Thing

if TYPE_CHECKING:
    from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
COLUMNS = (
    Column("theory", "concept"),
    Column("stance", "text"),
    Column("year", "year"),
    Column("works", "integer"),
    Column("case", "case"),
)
CHARTS = (
    Chart("bar", {"x": "theory", "y": "works", "by": "stance"}),
    Chart("bar", {"x": "theory", "y": "works,year"}),
    Chart("bar", {"x": "stance"}),
    Chart("timeline", {"start": "year", "label": "theory", "by": "stance"}),
    Chart("timeline", {"start": "year", "end": "works", "label": "theory"}),
    Chart("network", {"from": "theory", "to": "case"}),
    Chart("map", {"place": "theory", "count": "works"}),
    Chart("map", {"place": "stance"}),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = small_atlas(tmp_path_factory.mktemp("charts") / "store")
    with TestClient(application(Settings(), store), follow_redirects=False) as made:
        yield made
    store.close()


def asked(chart: Chart) -> SavedQuery:
    return SavedQuery("drawn", Path("drawn.rq"), "", 'What <b>&" of it?', "", (), COLUMNS, Example(), chart=chart)


TEXT = st.text(max_size=60) | st.sampled_from(
    ["CA", "CA-AB", "SG", "</title><script>", '" onload="x', "\ud800", "\x00\x0b", "&amp;", "supports", "challenges"]
)
THING = st.none() | st.builds(Thing, st.sampled_from(["urn:a", "urn:b", "urn:c", 'urn:"<']), st.none() | TEXT)
NUMBER = st.none() | st.integers(-(10**9), 10**9)
ROWS = st.lists(st.tuples(THING, st.none() | TEXT, st.none() | st.integers(1900, 2030) | NUMBER, NUMBER, THING), max_size=60)


@given(chart=st.sampled_from(CHARTS), rows=ROWS, alone=st.booleans())
def test_any_answer_is_drawn_well_formed(chart: Chart, rows: list[tuple[Any, ...]], alone: bool) -> None:
    written = drawn(asked(chart), Result(COLUMNS, rows), alone=alone)
    if written:
        root = ET.fromstring(written)
        assert root.find(f"{SVG}title").text == 'What <b>&" of it?'
        assert root.find(f"{SVG}desc").text
        assert not {element.tag.removeprefix(SVG) for element in root.iter()} - {
            "svg", "title", "desc", "style", "rect", "text", "line", "path", "circle",
        }  # fmt: skip
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or name in ("href", "style")]
        assert "http" not in written.replace("http://www.w3.org/2000/svg", "")


def test_bars_are_as_long_as_their_numbers() -> None:
    a, b = Thing("urn:a", "A"), Thing("urn:b", "B")
    rows: list[tuple[Any, ...]] = [
        (thing, stance, None, works, None) for thing, stance, works in ((a, "supports", 1), (a, "challenges", 3), (b, "supports", 2))
    ]
    root = ET.fromstring(drawn(asked(CHARTS[0]), Result(COLUMNS, rows)))
    bars = {(bar.get("class"), float(str(bar.get("width")).rstrip("%"))) for bar in root.iter(f"{SVG}rect") if "%" in str(bar.get("width"))}
    assert bars == {("supports", 20.5), ("challenges", 61.5), ("supports", 41.0)}
    assert "A 4, B 2" in root.find(f"{SVG}desc").text


def test_every_piece_of_a_bar_is_told_in_numbers_however_many_there_are() -> None:
    theory = Thing("https://example.org/id/concept/x", "X")
    rows = [(theory, stance, 2000, number, None) for number, stance in enumerate(STANCES, 11)]
    root = ET.fromstring(drawn(asked(CHARTS[0]), Result(COLUMNS, rows), alone=True))
    shown = " ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text")).replace("\N{NO-BREAK SPACE}", " ")
    assert all(f"{stance} {number}" in shown for number, stance in enumerate(STANCES, 11))
    assert "…" not in shown


@pytest.mark.parametrize("name", [query.name for query in queries.every() if query.chart])
def test_a_query_s_chart_stands_beside_its_table(client: TestClient, name: str) -> None:
    first = {"concept": "shared-counters", "theory": "shared-counters", "jurisdiction": "CA", "author": "x"}
    given = {p.name: first[p.name] for p in queries.saved(name).parameters if p.required and p.name in first}
    page = client.get(f"/queries/{name}", params=given, headers={"accept": "text/html"})
    alone = client.get(f"/queries/{name}.svg", params=given)
    if alone.status_code == 200:
        assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img"' in page.text
        assert "<table>" in page.text
        assert alone.headers["content-type"].startswith("image/svg+xml")
        ET.fromstring(alone.text)
    else:
        assert alone.status_code in (400, 404)


def test_a_query_without_a_chart_says_so(client: TestClient) -> None:
    assert client.get("/queries/concept-labels.svg?concept=shared-counters&language=de").status_code == 404


@pytest.mark.parametrize(
    ("chart", "told"),
    [
        ("pie x=case", "no chart 'pie'"),
        ("bar x=nothing", "'x=nothing' is not understood"),
        ("bar z=case", "'z=case' is not understood"),
        ("bar y=case", "a bar needs x=COLUMN"),
        ("network from=case", "a network needs to=COLUMN"),
        ("bar x", "'x=' is not understood"),
    ],
)
def test_a_wrong_chart_is_told_with_file_and_line(tmp_path: Path, chart: str, told: str) -> None:
    text = f"#+ summary: What?\n#+ columns:\n#+   case: case\n#+ chart: {chart}\nSELECT ?case ?caseLabel {{}}"
    (tmp_path / "drawn.rq").write_text(text)
    with pytest.raises(UsageError, match=rf"drawn\.rq:4: {told}"):
        queries.saved("drawn", tmp_path)


def mapped(*rows: tuple[str, str, int]) -> str:
    columns = (Column("place", "jurisdiction"), Column("cases", "integer"))
    found = [(Thing(f"https://w3id.org/govgraph/id/jurisdiction/{code}", name), number) for code, name, number in rows]
    query = SavedQuery(
        "drawn", Path("drawn.rq"), "", "Where?", "", (), columns, Example(), chart=Chart("map", {"place": "place", "count": "cases"})
    )
    return drawn(query, Result(columns, found))


def places(picture: str) -> dict[str, str]:
    """What each mark says → how dark it is."""
    marks = [mark for mark in ET.fromstring(picture).iter() if mark.get("class") == "place" and mark.find(f"{SVG}title") is not None]
    return {mark.find(f"{SVG}title").text or "": mark.get("fill-opacity", "") for mark in marks}


def test_a_map_shows_each_place_darker_the_more_it_has() -> None:
    shades = places(mapped(("NO", "Norway", 8), ("CA-AB", "Alberta", 1), ("SG", "Singapore", 4), ("SE", "Sweden", 3), ("SE", "Sweden", 1)))
    assert set(shades) == {"Norway: 8", "Alberta: 1", "Singapore: 4", "Sweden: 4"}
    assert shades["Alberta: 1"] < shades["Singapore: 4"] == shades["Sweden: 4"] < shades["Norway: 8"]


def test_a_province_does_not_take_its_country_s_shade() -> None:
    picture = mapped(("CA", "Canada", 8), ("CA-AB", "Alberta", 1))
    country, ground, province = picture.index(">Canada: 8<"), picture.rindex('class="ground"'), picture.index(">Alberta: 1<")
    assert country < ground < province


def test_places_without_an_outline_are_listed_beside_the_map() -> None:
    picture = mapped(("EU", "European Union", 2), ("NO", "Norway", 1), *((f"XX-{n}", f"Nowhere {n}", 1) for n in range(20)))
    words = [text.text for text in ET.fromstring(picture).iter(f"{SVG}text")]
    assert words.index("Not on the map:") < words.index("European Union: 2")
    assert "and 9 more, in the table" in words
    told = ET.fromstring(picture).findtext(f"{SVG}desc") or ""
    assert told.startswith("Map of cases by place: European Union 2, Norway 1, Nowhere 0 1")
    assert told.endswith("21 of them without an outline")
    assert 'class="map"' not in mapped(("EU", "European Union", 2))
    assert mapped(("NO", "Norway", 0)) == ""


def test_a_map_shows_the_part_of_the_world_where_its_places_are() -> None:
    def wide(*rows: tuple[str, str, int]) -> float:
        return float(
            next(mark.get("viewBox", "").split()[2] for mark in ET.fromstring(mapped(*rows)).iter(f"{SVG}svg") if mark.get("viewBox"))
        )

    assert (
        wide(("CA-AB", "Alberta", 1))
        < wide(("CA-AB", "Alberta", 1), ("NO", "Norway", 1))
        < wide(("CA", "Canada", 1), ("NZ", "New Zealand", 1))
    )
