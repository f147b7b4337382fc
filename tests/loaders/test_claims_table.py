"""Tables of cases and claims filled by hand: the templates, CSV in its variants, workbooks, and every error by row and column."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import loaders
import queries
from graph.loading import load
from graph.opening import open_store
from graph.record import Capture, Case, Claim, Finding, Reject, Respondent, Source, Work
from graph.sources.capture import capture_of, read_capture
from loaders import claims_table
from loaders._claims.columns import TEMPLATES, template

SAMPLE = Path(__file__).parent / "samples" / "claims_table.csv"
HEAD = ["work_doi", "case", "jurisdiction", "theory", "stance", "finding", "quotation", "source", "page", "basis", "status", "confidence"]
GOOD = ["10.5555/a", "Town", "CA-AB", "post-npm", "supports", "It held.", "", "", "", "", "", ""]


def table(*rows: list[str], delimiter: str = ",", name: str = "t.csv") -> Capture:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return capture_of(out.getvalue().encode(), name)


def said(capture: Capture, kind: type) -> list:
    return [one for one in claims_table.read(capture) if isinstance(one, kind)]


def refused(*rows: list[str]) -> list[tuple[str, str]]:
    return [(one.where, one.reason) for one in said(table(HEAD, *rows), Reject)]


def changed(**cells: str) -> list[str]:
    return [cells.get(column, value) for column, value in zip(HEAD, GOOD, strict=True)]


def test_the_sample() -> None:
    capture = read_capture(SAMPLE)
    everything = list(claims_table.read(capture))
    assert [one for one in everything if isinstance(one, Reject)] == []
    tides, ferries = [one for one in everything if isinstance(one, Work)]
    port, agency = [one for one in everything if isinstance(one, Case)]
    assert ([place.code for place in port.jurisdictions], [body.label for body in port.organisations]) == (["NO"], ["Ilse Harbour Board"])
    assert (port.work is tides, agency.work is ferries, agency.anonymised, agency.note[:12]) == (True, True, True, "Two agencies")
    first, second, third = [one for one in everything if isinstance(one, Claim)]
    assert [(one.theory.slug, one.stance, one.status, one.page_locator) for one in (first, second, third)] == [
        ("new-public-management", "challenges", "CURATED", "12"),
        ("post-npm", "supports", "STATED", "14"),
        ("post-npm", "proposes", "STATED", ""),
    ]
    assert (first.cases, third.cases, second.basis, first.confidence) == ([port], [], "interpretive", 0.8)
    for claim in (first, second, third):
        (span,) = claim.evidence
        assert capture.text[span.start : span.end] == span.exact
    assert first.evidence[0].exact == 'Managers kept the old rota "because it floats".'
    assert [one.detail[:5] for one in everything if isinstance(one, Finding) and one.kind == "unknowable"] == ["row 3"]


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_reads_back_whole(kind: str) -> None:
    capture = capture_of(template(kind).encode(), "filled.csv")
    assert loaders.recognise(capture) == "claims_table"
    assert said(capture, Reject) == []
    assert len(said(capture, Case)) == 1
    assert len(said(capture, Claim)) == (kind == "claims")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters(delimiter: str) -> None:
    capture = table(HEAD, GOOD, delimiter=delimiter)
    assert loaders.recognise(capture) == "claims_table"
    (claim,) = said(capture, Claim)
    assert claim.cases[0].jurisdictions[0].code == "CA-AB"


def test_a_quotation_with_its_source_is_looked_up_when_loaded() -> None:
    (claim,) = said(table(HEAD, changed(finding="", quotation="So it held, after all.", source="a.pdf")), Claim)
    assert (claim.quotes, claim.evidence, claim.quoted_at) == ([("a.pdf", "So it held, after all.")], [], "row 2, column quotation")


def test_a_concept_of_the_scheme_brings_its_label_and_kind() -> None:
    (claim,) = said(table(HEAD, changed(theory="e-government")), Claim)
    assert (claim.theory.slug, claim.theory.label, claim.theory.kind) == ("e-government", "E-government", "practice")


def test_all_faults_of_a_row_are_told_at_once() -> None:
    found = refused(changed(work_doi="none", theory="post-nmp", stance="likes"))
    assert [where for where, _ in found] == [f"row 2, column {column}" for column in ("work_doi", "theory", "stance")]


def test_errors_name_row_and_column() -> None:
    wrong = {
        "work_doi": ("not-a-doi", "not a DOI"),
        "theory": ("post-nmp", "did you mean post-npm"),
        "stance": ("likes", "is no stance"),
        "jurisdiction": ("Atlantis", "no ISO 3166"),
        "finding": ("", "a finding in your own words"),
        "basis": ("felt", "explicit or interpretive"),
        "status": ("maybe", "STATED, CURATED or REJECTED"),
        "confidence": ("9", "from 0 to 1"),
    }
    found = refused(GOOD, *(changed(**{column: value}) for column, (value, _) in wrong.items()))
    assert len(found) == len(wrong)
    for (where, reason), (row, (column, (_, words))) in zip(found, enumerate(wrong.items(), 3), strict=True):
        assert where == f"row {row}, column {column}"
        assert words in reason


def test_what_is_wrong_with_a_row_does_not_cost_the_others() -> None:
    capture = table(HEAD, changed(stance="likes"), [], changed(jurisdiction="Atlantis; NO"), ["# not yet"], [*GOOD, "one too many"])
    assert [[place.code for place in claim.cases[0].jurisdictions] for claim in said(capture, Claim)] == [["NO"]]
    assert [one.where for one in said(capture, Reject)] == ["row 2, column stance", "row 4, column jurisdiction", "row 6"]


def test_rows_are_counted_once_and_what_a_loaded_row_lacks_is_no_reject() -> None:
    wrong = [changed(theory="post-nmp", stance="likes"), changed(confidence="9", basis="felt"), GOOD, [*GOOD, "one too many"]]
    report = load(open_store(""), (capture := table([*HEAD, "stanse"], *wrong)), claims_table.read(capture)).sources[0]
    assert (report.records, report.rejected, len(report.rejects)) == (4, 1, 5)
    told = report.as_text()
    assert "found       4 rows" in told
    assert "rejected    1 of 4 records" in told
    assert "left out    3 parts of what was loaded" in told


def test_headers() -> None:
    misspelt = table(["Work-DOI", "Case", "Stanze", "theory", "My own remark"], ["10.5555/a", "Town", "supports", "post-npm", "hm"])
    first, *_ = said(misspelt, Reject)
    assert (first.where, first.reason) == ("row 1, column Stanze", "no such column; did you mean stance?")
    assert any(one.what == "column My own remark" for one in said(misspelt, Finding))
    (reject,) = said(capture_of(b"a,b\n1,2\n", "t.csv"), Reject)
    assert "govgraph template" in reject.reason


def test_anonymised_cases_gain_no_place() -> None:
    rows = [["work_doi", "case", "jurisdiction", "anonymised"], ["10.5555/a", "Agency A", "NO", "yes"]]
    assert [case.jurisdictions for case in said(table(*rows), Case)] == [[]]
    assert [one.where for one in said(table(*rows), Reject)] == ["row 2, column jurisdiction"]


def workbook(**sheets: list[list[str]]) -> bytes:
    """A minimal XLSX: numbers as numbers, all else as inline text."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    names = list(enumerate(sheets, 1))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in names)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        + "".join(f'<Relationship Id="r{at}" Type="{office}/worksheet" Target="worksheets/s{at}.xml"/>' for at, _ in names)
        + "</Relationships>",
    }
    for at, name in names:
        rows = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in sheets[name])
        parts[f"xl/worksheets/s{at}.xml"] = f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for place, text in parts.items():
            file.writestr(place, text)
    return out.getvalue()


def _cell(text: str) -> str:
    return f"<c><v>{text}</v></c>" if text.isdecimal() else f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def test_a_workbook_with_two_sheets() -> None:
    pytest.importorskip("python_calamine")
    about = [["Notes"], ["for the team"]]
    titled = [["work_title", "work_year", "work_authors", "case"], ["On weirs", "2012", "Lund, Ada", "Town"]]
    capture = capture_of(workbook(about=about, claims=[HEAD, GOOD, changed(stance="likes")], cases=titled), "filled.xlsx")
    assert loaders.recognise(capture) == "claims_table"
    assert [claim.stance for claim in said(capture, Claim)] == ["supports"]
    assert [work.year for work in said(capture, Work)] == [None, 2012]
    assert [one.where for one in said(capture, Reject)] == ["sheet claims, row 3, column stance"]


def test_broken_and_bomb_like_workbooks_are_rejected() -> None:
    pytest.importorskip("python_calamine")
    whole = workbook(claims=[HEAD, GOOD])
    for data in (whole[:-200], whole.replace(b"PK\x05\x06", b"PK\x05\x07"), b"PK\x03\x04[Content_Types].xml xl/"):
        assert len(said(capture_of(data, "t.xlsx"), Reject)) == 1
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "x")
        for part in range(30):
            file.writestr(f"xl/{part}", bytes(10_000_000))
    (reject,) = said(capture_of(out.getvalue(), "t.xlsx"), Reject)
    assert "unpacks to" in reject.reason


def test_without_the_extra_a_workbook_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    (reject,) = said(capture_of(workbook(claims=[HEAD, GOOD]), "t.xlsx"), Reject)
    assert "make extras EXTRAS=sheets" in reject.reason


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12) | st.sampled_from([*GOOD, *HEAD]), max_size=14), max_size=5), st.sampled_from(",;\t"))
def test_no_table_raises_and_no_row_is_lost(rows: list[list[str]], delimiter: str) -> None:
    capture = table(HEAD, *rows, delimiter=delimiter)
    everything = list(claims_table.read(capture))
    for one in everything:
        if isinstance(one, Claim):
            assert all(capture.text[span.start : span.end] == span.exact for span in one.evidence)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    list(claims_table.read(capture_of(data, "t.csv")))
    list(claims_table.read(capture_of(b"PK\x03\x04xl/[Content_Types].xml" + data, "t.xlsx")))


def test_a_claim_may_be_a_respondent_s() -> None:
    head = [*HEAD, "Respondent"]
    rows = [[*GOOD, "R12"], [*changed(stance="challenges"), "R12"], [*changed(finding="It fell."), ""]]
    capture = table(head, *rows)
    (respondent,) = said(capture, Respondent)
    first, second, own = said(capture, Claim)
    assert (respondent.label, respondent.work) == ("R12", first.work)
    assert first.voiced_by is second.voiced_by
    assert own.voiced_by is None
    store = open_store("")
    load(store, capture, claims_table.read(capture))
    rows_found = queries.run(store, "voices-against-work", {})
    told = [dict(zip((column.name for column in rows_found.columns), row, strict=True)) for row in rows_found.rows]
    assert [(one["voice"], one["says"], one["held"]) for one in told] == [("R12", "challenges", "supports")]
    store.close()


@pytest.mark.parametrize(
    ("line", "licence", "holder", "display"),
    [
        (["# licence: CC BY 4.0"], "CC BY 4.0", "", "full"),
        (["# License", ": CC0"], "CC0", "", "full"),
        (["#licence: all rights reserved"], "all rights reserved", "", "quote"),
        (["# Rights holder: The counters group"], "", "The counters group", "quote"),
        (["# a note on the licence"], "", "", "quote"),
    ],
)
@pytest.mark.parametrize("at", [0, 2])
def test_a_table_may_say_how_far_it_may_be_shown(line: list[str], licence: str, holder: str, display: str, at: int) -> None:
    rows = [HEAD, GOOD]
    rows.insert(at, line)
    (source,) = said(table(*rows), Source)
    assert (source.licence, source.rights_holder, source.display) == (licence, holder, display)
    assert len(said(table(*rows), Claim)) == 1


def test_a_claim_s_page_is_told_though_its_words_stand_in_a_table() -> None:
    store = open_store("")
    capture = table(HEAD, changed(page="14"))
    load(store, capture, claims_table.read(capture))
    found = queries.run(store, "claims-on-concept", {"concept": "post-npm"})
    assert [row[[column.name for column in found.columns].index("page")] for row in found.rows] == ["14"]
    store.close()
