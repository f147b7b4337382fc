"""Exports of indexes: ReDIF templates of RePEc, Web of Science and Scopus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import Capture, Reject, Source, Work
from loaders import recognise, redif, scopus, web_of_science

if TYPE_CHECKING:
    from types import ModuleType

SAMPLES = Path(__file__).parent / "samples"


def read(loader: ModuleType, written: str | bytes) -> tuple[list[Work], list[Reject]]:
    said = list(loader.read(Capture(written if isinstance(written, bytes) else written.encode(), "test.txt")))
    assert isinstance(said[0], Source)
    return [one for one in said if isinstance(one, Work)], [one for one in said if isinstance(one, Reject)]


def test_redif_sample() -> None:
    (paper, article, chapter), rejects = read(redif, (SAMPLES / "redif.redif").read_bytes())
    assert [reject.where for reject in rejects] == ["record 1, line 1"]
    assert "describes no work" in rejects[0].reason
    assert (paper.title, paper.abstract) == ("Ferries and Forms: paying at the landing", "Ferry towns tried e-government early.")
    assert [(who.family, who.given, [body.label for body in who.affiliations]) for who in paper.authors] == [
        ("Quillfeather", "Nora B.", ["University of Arbury"]),
        ("van den Marsh", "Odile", []),
    ]
    assert paper.custom["csl"] == {"collection-title": "Arbury Working Papers", "number": "2031-07"}
    assert (article.volume, article.issue, article.issued) == ("4", "2", "2019-05")
    assert chapter.part_of is not None
    assert (chapter.part_of.title, [who.name for who in chapter.part_of.editors]) == ("Crossings of the North", ["Ulf Fenn"])


def test_a_line_with_a_colon_that_names_no_field_goes_on() -> None:
    written = "Template-Type: ReDIF-Article 1.0\nTitle: T\nAbstract: One\nPurpose: two\nhttps://example.org three\nX-Note: n\nYear: 2001\n"
    (work,), _ = read(redif, written)
    assert (work.abstract, work.year) == ("One Purpose: two https://example.org three", 2001)


NAMES = st.text("abcdefgéü", min_size=2, max_size=9).map(str.title)


@given(NAMES, NAMES)
def test_redif_names_in_either_order(given_name: str, family: str) -> None:
    (work,), _ = read(
        redif, f"Template-Type: ReDIF-Article 1.0\nAuthor-Name: {given_name} {family}\nAuthor-Name: {family}, {given_name}\nTitle: T\n"
    )
    assert [(who.family, who.given) for who in work.authors] == [(family, given_name)] * 2


def test_redif_family_names_in_capitals() -> None:
    names = {
        "DUPONT Jean": "DUPONT",
        "DE LA CRUZ J.-P.": "DE LA CRUZ",
        "Jean DUPONT": "DUPONT",
        "OECD": "",
        "Jo van der Berg": "van der Berg",
    }
    for name, family in names.items():
        (work,), _ = read(redif, f"Template-Type: ReDIF-Article 1.0\nAuthor-Name: {name}\nTitle: T\n")
        assert work.authors[0].family == family


@pytest.mark.parametrize(
    ("printed", "issued"), [("1999", "1999"), ("199905", "1999-05"), ("19990531", "1999-05-31"), ("1999-05", "1999-05"), ("soon", "")]
)
def test_redif_dates(printed: str, issued: str) -> None:
    (work,), _ = read(redif, f"Template-Type: ReDIF-Paper 1.0\nTitle: T\nCreation-Date: {printed}\nHandle: RePEc:a:b:c\n")
    assert work.issued == issued


def test_web_of_science_sample() -> None:
    (article, chapter), rejects = read(web_of_science, (SAMPLES / "web_of_science.txt").read_bytes())
    assert not rejects
    assert (article.title, article.issued, article.pages) == ("Ferries and Forms: Paying at the Landing", "2031-03", "201-219")
    assert [(who.name, who.orcid, who.affiliations[0].label) for who in article.authors] == [
        ("Nora B. Quillfeather", "0000-0002-1825-0097", "Univ Arbury"),
        ("Odile Marsh", "", "Univ Arbury"),
    ]
    cited, body = article.references
    assert (cited.work.year, cited.work.volume, cited.work.pages, cited.work.doi) == (2019, "4", "17", "10.5555/rrt.4.2")
    assert (body.work.title, body.work.authors[0].organisation) == ("FERRIES", True)
    assert chapter.part_of is not None
    assert chapter.part_of.title == "Crossings of the North"


def test_web_of_science_as_a_table() -> None:
    rows = ("PT AU AF TI SO PY VL BP EP UT", "J Hill,_A;_Kim,_B Hill,_Ana;_Kim,_Bo A_title RIVER 2001 3 1 9 WOS:1", "        WOS:2")
    table = "\n".join(row.replace(" ", "\t").replace("_", " ") for row in rows) + "\n"
    assert recognise(Capture(table.encode(), "savedrecs.txt")) == "web_of_science"
    (work,), rejects = read(web_of_science, table)
    assert ([who.name for who in work.authors], work.pages, work.volume) == (["Ana Hill", "Bo Kim"], "1-9", "3")
    assert [reject.where for reject in rejects] == ["record 2, line 3"]


def test_lines_without_indent_names_with_addresses_and_patents() -> None:
    written = "PT J\nTI A resource for\nUS lakes\nAU Hill, Ana (a@example.org)\nKim, Bo\nSO HYDRO\nPY 2013\nPS 221-230\nER\n"
    written += "PT P\nAU YANG Y\nTI Use\nPN CN1-A\nER\n"
    (article, patent), rejects = read(web_of_science, written)
    assert not rejects
    assert (article.title, article.pages, [who.name for who in article.authors]) == (
        "A resource for US lakes",
        "221-230",
        ["Ana Hill", "Bo Kim"],
    )
    assert [(who.family, who.given) for who in patent.authors] == [("YANG", "Y")]


def test_a_record_without_its_end_is_told_and_does_not_run_into_the_next() -> None:
    works, rejects = read(web_of_science, "FN ISI\nVR 1.0\nPT J\nTI First\nSO A\nPT J\nTI Second\nSO B\nER\n")
    assert [work.title for work in works] == ["Second"]
    assert [reject.where for reject in rejects] == ["record 1, line 3"]


@needs_shared
def test_samples_of_others() -> None:
    files = [*(SHARED / "samples" / "wos-isi").rglob("*.isi"), *(SHARED / "samples" / "jabref-multi").rglob("IsiImporterTestI*.isi")]
    assert files
    for path in files:
        data = path.read_bytes()
        assert recognise(Capture(data, path.name)) == "web_of_science", path
        works, rejects = read(web_of_science, data)
        assert len(works) + len(rejects) == sum(line.startswith(b"PT ") for line in data.lstrip(b"\xef\xbb\xbf").splitlines()), path
        assert not rejects, path


def test_scopus() -> None:
    (article, chapter), rejects = read(scopus, (SAMPLES / "scopus.csv").read_bytes())
    assert [(who.family, who.given) for who in article.authors] == [("Quillfeather", "Nora B."), ("Marsh", "Odile")]
    assert article.venue is not None
    assert (article.pages, article.venue.issns, article.keywords) == ("201-219", ["1234-5679"], ["ferries", "fees"])
    assert chapter.part_of is not None
    assert ([who.name for who in chapter.authors], chapter.part_of.isbns, chapter.abstract) == (["O. Marsh"], ["9780000000002"], "")
    assert [reject.where for reject in rejects] == ["record 3, line 4"]


def test_old_exports_of_scopus_separate_names_by_commas() -> None:
    (work,), _ = read(scopus, 'Authors,Title,Year,Source title,EID\n"Hill A., Kim B.-C., de la Cruz D.E.",T,2001,J,2-s2\n')
    assert [(who.family, who.given) for who in work.authors] == [("Hill", "A."), ("Kim", "B.-C."), ("de la Cruz", "D.E.")]
