"""Every format says the same; no cell can break out of its place."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from queries import Column
from queries.result import Result, Thing

COLUMNS = (Column("case", "case"), Column("year", "year"), Column("note", "text"), Column("core", "boolean"))
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30)
ROW = st.tuples(
    st.none() | st.builds(Thing, st.just("https://w3id.org/govgraph/id/case/x"), st.none() | TEXT),
    st.none() | st.integers(1000, 3000),
    st.none() | TEXT,
    st.none() | st.booleans(),
)
RESULTS = st.lists(ROW, max_size=6).map(lambda rows: Result(COLUMNS, rows))


@given(RESULTS)
def test_json_holds_all(result: Result) -> None:
    assert json.loads(result.written("json"))["rows"] == result.plain()


@given(RESULTS)
def test_csv_has_one_line_a_row_and_no_formula(result: Result) -> None:
    rows = list(csv.reader(io.StringIO(result.written("csv"))))
    assert rows[0] == ["case", "caseLabel", "year", "note", "core"]
    assert len(rows) == len(result.rows) + 1
    assert not any(cell[:1] in ("=", "+", "-", "@") for row in rows[1:] for cell in row)


def test_a_text_that_a_spreadsheet_would_run_is_quoted_and_a_number_below_nothing_is_not() -> None:
    rows = Result(COLUMNS, [(None, -44, "-1+1", None)]).written("csv").splitlines()
    assert rows[1] == ",,-44,'-1+1,"


@given(RESULTS)
def test_xml_is_well_formed_and_whole(result: Result) -> None:
    root = ET.fromstring(result.written("xml"))
    assert len(root.findall(".//{*}result")) == len(result.rows)


@given(RESULTS)
def test_turtle_is_a_result_set(result: Result) -> None:
    triples = list(parse(result.written("ttl").encode(), format=RdfFormat.TURTLE))
    assert sum(t.predicate.value.endswith("#solution") for t in triples) == len(result.rows)


@given(RESULTS)
def test_lines_of_markdown_and_tsv(result: Result) -> None:
    assert len(result.written("tsv").splitlines()) >= len(result.rows) + 1
    assert len(result.written("md").split("\n")) == len(result.rows) + 3
    assert result.written("table").endswith(("row\n", "rows\n"))


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("a | b", r"a \| b"),
        ("R&D and &lt;", r"R&D and \&lt;"),
        ("](javascript:x) *loud* `code`", r"\](javascript:x) \*loud\* \`code\`"),
        ("__init__ at https://a.example/one_two", r"\_\_init\_\_ at https://a.example/one_two"),
        ("one\r\n\r\ntwo", "one two"),
        ("$5 and $6 of x^2^, says @smith (a@b.example)", r"\$5 and \$6 of x\^2\^, says \@smith (a@b.example)"),
    ],
    ids=["html", "pipe", "entity", "mark-up", "underscores", "lines", "pandoc"],
)
def test_a_cell_of_markdown_means_nothing_but_its_words(words: str, written: str) -> None:
    thing = Thing("https://w3id.org/govgraph/id/case/x", words)
    table = Result((Column("case", "case"), Column("note", "text")), [(thing, words)]).written("md")
    assert table.splitlines()[2] == f"| [{written}]({thing.id}) | {written} |"


MARKED = st.text(st.sampled_from(list("\\`*_[](){}<>|~$^@#!&;:/-+=.'\" ab1\n")), max_size=20)


class Cells(HTMLParser):
    """The cells and links of a page's tables; whatever else it has is named."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.others: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "a":
            self.links.append(dict(attrs)["href"] or "")
        elif tag not in ("table", "thead", "tbody"):
            self.others.add(tag)

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


@given(MARKED, MARKED)
def test_a_table_of_markdown_is_read_back_with_its_words_and_links(label: str, note: str) -> None:
    from markdown_it import MarkdownIt

    thing = Thing("https://w3id.org/govgraph/id/work/10.1002%2F(SICI)1(85", f"a{label}b")
    table = Result((Column("work", "work"), Column("note", "text")), [(thing, f"c{note}d")]).written("md")
    page = Cells(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(table))
    rows = [[cell.strip() for cell in row] for row in page.rows]
    assert rows == [["work", "note"], [" ".join(f"a{label}b".split()), " ".join(f"c{note}d".split())]]
    assert page.links == [thing.id]
    assert not page.others


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "a\tb", 'say "so", then\nmore'])
def test_a_spreadsheet_runs_nothing_and_keeps_the_cell_in_its_place(form: str, words: str) -> None:
    rows = [(Thing("https://w3id.org/govgraph/id/case/x", words), 2020, words, True)]
    written = Result(COLUMNS, rows).written(form)
    read = list(csv.reader(io.StringIO(written), delimiter="," if form == "csv" else "\t"))
    assert [len(row) for row in read] == [5, 5]
    for cell in (read[1][1], read[1][3]):
        assert cell[0] not in "=+-@\t\r"
        assert "".join(cell.split()).removeprefix("'") == "".join(words.split())


def test_what_no_xml_may_hold_does_not_break_it() -> None:
    root = ET.fromstring(Result((Column("note", "text"),), [("one\x0c two\x01",)]).written("xml"))
    assert [one.text for one in root.findall(".//{*}literal")] == ["one\ufffd two\ufffd"]
