"""Every kind of work that Crossref's XML describes, each in the least of its own elements."""

from __future__ import annotations

import pytest

import loaders
from graph.record import Work
from graph.sources.capture import capture_of

DATA = "<doi_data><doi>10.5555/q</doi><resource>https://example.org/q</resource></doi_data>"
PERSON = "<person_name sequence='first' contributor_role='author'><given_name>Ada</given_name><surname>Brook</surname></person_name>"
SELF = f"<contributors>{PERSON}</contributors><titles><title>A title</title></titles>"
P = "<publisher><publisher_name>P</publisher_name></publisher>"

CONFERENCE = f"""<conference><contributors><person_name contributor_role="chair"><surname>Chair</surname></person_name></contributors>
  <event_metadata><conference_name>Meeting on rooms</conference_name><conference_location>Northmark</conference_location></event_metadata>
  <proceedings_metadata><proceedings_title>Rooms 2005</proceedings_title>{P}
    <publication_date><year>2005</year></publication_date></proceedings_metadata>
  <conference_paper>{SELF}<publication_date><year>2005</year></publication_date>{DATA}</conference_paper></conference>"""
PREPRINT = f"""<posted_content type="preprint"><group_title>Rooms</group_title>{SELF}
  <posted_date><month>2</month><day>3</day><year>2021</year></posted_date>
  <institution><institution_name>Preprints</institution_name></institution>{DATA}</posted_content>"""
REPORT = f"""<report-paper><report-paper_metadata>{SELF}<publication_date><year>1999</year></publication_date>{P}
  <publisher_item><item_number>R-7</item_number></publisher_item>{DATA}</report-paper_metadata></report-paper>"""
DATASET = f"""<database><database_metadata><titles><title>Tables of rooms</title></titles></database_metadata>
  <dataset dataset_type="record">{SELF}
    <database_date><publication_date><year>2012</year></publication_date></database_date>{DATA}</dataset></database>"""
REVIEW = f"<peer_review stage='pre-publication'>{SELF}<review_date><year>2018</year></review_date>{DATA}</peer_review>"
STANDARD = f"""<standard><standard_metadata>{SELF}<approval_date><year>2001</year></approval_date>
  <standards_body><standards_body_name>Body</standards_body_name></standards_body>{DATA}</standard_metadata></standard>"""
GRANT = f"""<grant><project><project_title>A title</project_title><investigators><person role="lead_investigator">
  <givenName>Ada</givenName><familyName>Brook</familyName></person></investigators></project>
  <award-start-date>2019-04-01</award-start-date>{DATA}</grant>"""
CHAPTER = f"""<book book_type="monograph"><book_metadata><titles><title>Rooms</title></titles>
  <publication_date><year>2003</year></publication_date>{P}</book_metadata><content_item>{SELF}{DATA}</content_item></book>"""
THESIS = f"""<dissertation>{PERSON}<titles><title>A title</title></titles><approval_date><year>2010</year></approval_date>
  <institution><institution_name>University</institution_name></institution>{DATA}</dissertation>"""


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param(CONFERENCE, ("chapter", 2005, "Rooms 2005", "P"), id="conference paper"),
        pytest.param(PREPRINT, ("article", 2021, "", "Preprints"), id="preprint"),
        pytest.param(REPORT, ("report", 1999, "", "P"), id="report"),
        pytest.param(DATASET, ("work", 2012, "Tables of rooms", ""), id="dataset"),
        pytest.param(REVIEW, ("article", 2018, "", ""), id="peer review"),
        pytest.param(STANDARD, ("report", 2001, "", "Body"), id="standard"),
        pytest.param(GRANT, ("work", 2019, "", ""), id="grant"),
        pytest.param(CHAPTER, ("chapter", 2003, "Rooms", "P"), id="chapter"),
        pytest.param(THESIS, ("thesis", 2010, "", "University"), id="dissertation"),
    ],
)
def test_a_kind_of_work(xml: str, expected: tuple[str, int, str, str]) -> None:
    whole = f"<doi_records><doi_record><crossref>{xml}</crossref></doi_record></doi_records>"
    _, work = loaders.read(capture_of(whole.encode(), "x.xml"), extract=False)
    assert isinstance(work, Work)
    held = work.part_of.title if work.part_of else work.venue.title if work.venue else ""
    assert (work.kind, work.year, held, work.publisher) == expected
    assert (work.title, work.doi, [who.name for who in work.authors]) == ("A title", "10.5555/q", ["Ada Brook"])
