"""MODS, Dublin Core through OAI-PMH, ONIX and lobid: what their records say as libraries, journals and publishers write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shared import SHARED, needs_shared

import loaders
from graph.record import Capture, Reject, Work
from graph.sources.capture import read_capture
from graph.sources.csl import work_to_csl

SAMPLES = Path(__file__).parent / "samples"
DC = '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">{}</oai_dc:dc>'
OAI = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{}</OAI-PMH>'


def read(text: str, name: str = "test.xml") -> tuple[list[Work], list[Reject]]:
    said = list(loaders.read(Capture(text.encode(), name), extract=False))
    return [one for one in said if isinstance(one, Work)], [one for one in said if isinstance(one, Reject)]


def core(**elements: str | list[str]) -> Work:
    """The work of a plain oai_dc document."""
    pairs = [(name, value) for name, values in elements.items() for value in ([values] if isinstance(values, str) else values)]
    works, rejects = read(DC.format("".join(f"<dc:{name}>{value}</dc:{name}>" for name, value in pairs)))
    assert not rejects, rejects
    return works[0]


def mods(inside: str) -> Work:
    works, rejects = read(f'<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>T</title></titleInfo>{inside}</mods>')
    assert not rejects, rejects
    return works[0]


@pytest.mark.parametrize(
    "source",
    [
        "In: Fenn, Ulf (Hrsg.): Towns and Halls. Oslo 2003, S. 3-9",
        "In: Fenn, Ulf (Ed.): Towns and Halls. New Sund: Fern-Sons Press, 2003. pp. 3-9",
    ],
)
def test_sources_of_chapters(source: str) -> None:
    told = work_to_csl(core(title="T", type="bookPart", source=source, date="2003"))
    assert (told["type"], told["container-title"], told["page"]) == ("chapter", "Towns and Halls", "3-9")


@pytest.mark.parametrize(
    ("source", "numbers"),
    [
        ("Journal of Towns; Vol 12, No 3 (2010): Squares; 12-25", ("Journal of Towns", "12", "3", "12-25")),
        ("Journal of Towns; Vol. 5 No. 2 (2012): Squares: and clocks; 33-54", ("Journal of Towns", "5", "2", "33-54")),
        ("Revista de Cidades; v. 3 n. 1 (2010); 5-19", ("Revista de Cidades", "3", "1", "5-19")),
        ("Revista de Ciudades; Vol. 7 Núm. 14 (2003); 5-19", ("Revista de Ciudades", "7", "14", "5-19")),
        ("Zeitschrift der Städte; Bd. 3 Nr. 2 (2010); 3-20", ("Zeitschrift der Städte", "3", "2", "3-20")),
        ("Diálogos; v. 12 n. 3 (2008): Título; 11-20; 1234-5679", ("Diálogos", "12", "3", "11-20")),
        ("Journal of Towns; 2012: Vol 3, No 1; 5-9", ("Journal of Towns", "3", "1", "5-9")),
        ("Towns Quarterly ; 12 ; 3 ; 33-54", ("Towns Quarterly", "12", "3", "33-54")),
        ("Journal of Towns, 2012, 12 (3), pp.33-54.", ("Journal of Towns", "12", "3", "33-54")),
        ("Revista de Cidades v.35 n.1 2001", ("Revista de Cidades", "35", "1", "")),
    ],
)
def test_sources_of_journals(source: str, numbers: tuple[str, str, str, str]) -> None:
    work = core(title="T", type="article", source=source)
    assert work.venue is not None
    assert (work.venue.title, work.volume, work.issue, work.pages) == numbers


def test_the_date_of_issue_is_no_time_of_day() -> None:
    assert core(title="T", date=["2016-05-11T09:10:56Z", "2015-06"]).issued == "2015-06"
    assert core(title="T", date="2003-04-15T10:18:51Z").issued == "2003-04-15"
    assert core(title="T", date=["info:eu-repo/date/embargoEnd/2030-01-01", "2012"]).issued == "2012"


def test_creators_with_affiliations_and_contributors() -> None:
    work = core(title="T", creator=["Hill, Ana M.; University of Nowhere", "Kim, Lee; Park, Jo"], contributor="Roe, Ida")
    assert [who.name for who in work.authors] == ["Ana M. Hill", "Lee Kim", "Jo Park"]
    assert [place.label for place in work.authors[0].affiliations] == ["University of Nowhere"]
    assert work.custom["contributors"] == ["Roe, Ida"]


def test_a_citation_of_a_chapter() -> None:
    cited = "Hill, A (2009) Clocks. In: Handbook of Squares. Made Up Press, London, pp. 33-54. ISBN 9783161484100"
    work = core(title="Clocks", creator="Hill, A", type="Book Section", publisher="Made Up Press", identifier=cited, date="2009")
    assert work.part_of is not None
    assert (work.kind, work.part_of.title, work.pages) == ("chapter", "Handbook of Squares", "33-54")


@pytest.mark.parametrize(
    ("citation", "where"),
    [
        (
            "Hill, A. &amp; Kim, J. (2001). Clocks, and squares. Journal of Towns, 16(3), 191-203.",
            ("Journal of Towns", "16", "3", "191-203"),
        ),
        ("Hill, A. (2001) Clocks and squares [Les horloges: et places]. Towns, 18(1-2), pp. 251-266.", ("Towns", "18", "1-2", "251-266")),
        ("Hill, A. Clocks and squares. In J. Kim (Ed.), Handbook of towns (pp. 3-9). Oslo: Press.", ("Handbook of towns", "", "", "3-9")),
        ("Hill, A. (2001). Horloges. Revue, 16(3), 191-203.", ("", "16", "3", "191-203")),
        ("Journal of Towns, v. 12, n. 3, p. 5-19, 2010", ("Journal of Towns", "12", "3", "5-19")),
    ],
)
def test_citations_of_the_work_itself(citation: str, where: tuple[str, str, str, str]) -> None:
    kind = "chapter" if "In J." in citation else "article"
    work = core(title="Clocks and squares", creator="Hill, A.", type=kind, identifier=citation, date="2001")
    held = work.part_of or work.venue
    assert (held.title if held else "", work.volume, work.issue, work.pages) == where


def test_metadata_of_repositories() -> None:
    dim = "".join(
        f'<dim:field mdschema="dc" element="{element}" qualifier="{qualifier}">{value}</dim:field>'
        for element, qualifier, value in [
            ("contributor", "author", "Hill, Ana"), ("title", "", "D"), ("date", "accessioned", "2019-01-01T00:00:00Z"),
            ("date", "issued", "2018"), ("type", "", "article"), ("source", "title", "Towns"), ("source", "volume", "3"),
            ("citation", "startPage", "5"), ("citation", "endPage", "9"), ("identifier", "doi", "10.5555/dim"),
        ]
    )  # fmt: skip
    xoai = (
        '<metadata xmlns="http://www.lyncode.com/xoai"><element name="dc"><element name="contributor"><element name="author">'
        '<element name="none"><field name="value">Park, Jo</field></element></element></element><element name="title">'
        '<element name="en_US"><field name="value">X</field></element></element></element></metadata>'
    )
    header = "<header><identifier>oai:x:{}</identifier></header>"
    records = "".join(
        f"<record>{header.format(number)}<metadata>{held}</metadata></record>"
        for number, held in enumerate([f'<dim:dim xmlns:dim="http://www.dspace.org/xmlns/dspace/dim">{dim}</dim:dim>', xoai])
    )
    works, rejects = read(OAI.format(f"<ListRecords>{records}</ListRecords>"))
    assert not rejects
    first, second = works
    assert first.venue is not None
    assert (first.issued, first.venue.title, first.volume, first.pages, first.doi) == ("2018", "Towns", "3", "5-9", "10.5555/dim")
    assert (second.key, second.title, [who.name for who in second.authors]) == ("oai:x:1", "X", ["Jo Park"])


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ('<error code="badResumptionToken">expired</error>', "badResumptionToken"),
        ("<Identify><repositoryName>x</repositoryName></Identify>", "Identify"),
        ('<ListRecords><record><header status="deleted"><identifier>oai:x:1</identifier></header></record></ListRecords>', "deleted"),
        ("<ListRecords><record><header/><metadata><foo/></metadata></record></ListRecords>", "foo"),
        ("<ListRecords><record><header/></record></ListRecords>", "no metadata"),
    ],
)
def test_answers_without_records_are_told(inside: str, reason: str) -> None:
    works, rejects = read(OAI.format(inside))
    assert not works
    assert [reason in reject.reason for reject in rejects] == [True]


def test_markup_in_a_title_and_values_of_dspace() -> None:
    assert core(title="On <i>towns</i> of water").title == "On towns of water"
    written = (
        '<dublin_core><dcvalue element="title" qualifier="none">T</dcvalue><dcvalue element="date" qualifier="issued">2001</dcvalue>'
        '<dcvalue element="contributor" qualifier="author">Hill, Ana</dcvalue></dublin_core>'
    )
    works, _ = read(written)
    assert [(work.title, work.year, work.authors[0].name) for work in works] == [("T", 2001, "Ana Hill")]


def test_xml_of_another_kind_is_refused_with_what_it_is() -> None:
    for text, reason in (('<lido:lido xmlns:lido="http://www.lido-schema.org"/>', "LIDO"), ("<a>" * 900 + "</a>" * 900, "nested deeper")):
        works, rejects = read(text)
        assert not works
        assert reason in rejects[0].reason


def test_sample_of_oai_counts_up_and_hands_marc_on() -> None:
    said = list(loaders.read(read_capture(SAMPLES / "oai_dc.xml"), extract=False))
    assert [one.key for one in said if isinstance(one, Work)] == [f"oai:journal.example:{number}" for number in (1, 3, 4)]
    assert [one.where.partition(",")[0] for one in said if isinstance(one, Reject)] == ["record 2", "record 5"]


@pytest.mark.parametrize(
    ("name", "authors", "editors"),
    [
        ("<namePart>West, Matthew,</namePart><namePart type='date'>1953-</namePart>", ["Matthew West"], []),
        ("<namePart type='given'>Jo</namePart><namePart type='family'>van der Berg</namePart>", ["Jo van der Berg"], []),
        ("<namePart>John Smith</namePart><role><roleTerm type='code'>edt</roleTerm></role>", [], ["John Smith"]),
        ("<namePart>Hill, Ana</namePart><role><roleTerm type='text'>Creator</roleTerm></role>", ["Ana Hill"], []),
        ("<namePart>Hill, Ana</namePart><role><roleTerm type='text'>thesis advisor</roleTerm></role>", [], []),
        (
            "<namePart type='family'>King</namePart><namePart type='given'>M.</namePart><namePart type='termsOfAddress'>Jr.</namePart>",
            ["M. King Jr."],
            [],
        ),
    ],
)
def test_names_of_mods(name: str, authors: list[str], editors: list[str]) -> None:
    work = mods(f'<name type="personal">{name}</name>')
    assert ([who.name for who in work.authors], [who.name for who in work.editors]) == (authors, editors)


@pytest.mark.parametrize(
    ("origin", "issued"),
    [
        ("<dateIssued encoding='marc'>2011</dateIssued><dateIssued>c2011</dateIssued>", "2011"),
        ("<dateIssued>[ca. 1990]</dateIssued>", "1990~"),
        ("<dateIssued point='start'>2001</dateIssued><dateIssued point='end'>2002</dateIssued>", "2001/2002"),
        ("<copyrightDate>2013-05</copyrightDate>", "2013-05"),
        ("<dateIssued>20100512</dateIssued>", "2010-05-12"),
        ("<dateCreated>1999</dateCreated><dateIssued>2001</dateIssued>", "2001"),
        ("<dateIssued encoding='marc'>198u</dateIssued>", "198X"),
    ],
)
def test_dates_of_mods(origin: str, issued: str) -> None:
    assert mods(f"<originInfo>{origin}</originInfo>").issued == issued


@pytest.mark.parametrize(
    ("genre", "kind"),
    [
        ("monographDoctoralThesis", "thesis"),
        ("comprehensiveLicentiateThesis", "thesis"),
        ("studentThesis", "thesis"),
        ("Academic theses", "thesis"),
        ("Doktorsavhandling, monografi", "thesis"),
        ("conferenceProceedings", "book"),
    ],
)
def test_genres_of_repositories(genre: str, kind: str) -> None:
    assert mods(f"<genre>{genre}</genre><originInfo><publisher>P</publisher></originInfo>").kind == kind


def test_parts_of_mods() -> None:
    host = '<relatedItem type="host"><titleInfo><title>Towns</title></titleInfo><part>{}</part></relatedItem>'
    article = mods(host.format("<text>Vol. 12, no. 3 (1998), p. 3-9</text>"))
    assert (article.kind, article.volume, article.issue, article.pages) == ("article", "12", "3", "3-9")
    chapter = mods(host.format('<extent unit="pages"><list>pp. 5-9</list></extent>') + "<genre>conference paper</genre>")
    assert (work_to_csl(chapter)["type"], chapter.pages) == ("paper-conference", "5-9")
    kept = mods(
        '<relatedItem type="host"><titleInfo><title>Manuscripts</title></titleInfo><typeOfResource collection="yes"/></relatedItem>'
    )
    assert (kept.venue, kept.part_of) == (None, None)


SHORT = """<ONIXmessage><product><a001>x1</a001><a002>03</a002><productidentifier><b221>02</b221><b244>316148410X</b244></productidentifier>
<b012>BC</b012><title><b202>01</b202><b203>Squares</b203><b029>a made-up guide</b029></title>
<contributor><b034>1</b034><b035>B01</b035><b037>Hill, Ana</b037></contributor>
<contributor><b034>2</b034><b035>A12</b035><b036>Jo Park</b036></contributor>
<b057>3</b057><b061>210</b061><publisher><b291>01</b291><b081>Press</b081></publisher><b209>Oslo</b209><b003>20011105</b003>
<language><b253>01</b253><b252>nor</b252></language><series><b018>Guides</b018><b019>4</b019></series></product></ONIXmessage>"""


def test_onix_2_with_short_tags() -> None:
    works, rejects = read(SHORT)
    assert not rejects
    work = work_to_csl(works[0])
    wanted = {
        "title": "Squares: a made-up guide", "editor": [{"family": "Hill", "given": "Ana"}], "edition": "3", "publisher": "Press",
        "publisher-place": "Oslo", "issued": {"date-parts": [[2001, 11, 5]]}, "number-of-pages": "210", "collection-title": "Guides",
        "collection-number": "4", "language": "no",
    }  # fmt: skip
    assert {key: work.get(key) for key in wanted} == wanted
    assert work["custom"]["contributors"] == ["Jo Park (A12)"]


def test_who_edited_and_translated_a_product_is_both() -> None:
    works, _ = read(SHORT.replace("<b035>A12</b035>", "<b035>B10</b035>"))
    work = work_to_csl(works[0])
    assert [who["family"] for who in work["editor"]] == ["Hill", "Park"]
    assert [who["family"] for who in work["translator"]] == ["Park"]


def test_lobid_in_a_search_answer_and_broken() -> None:
    record = json.loads((SAMPLES / "lobid.json").read_text())
    answer = {"@context": record["@context"], "id": "http://lobid.org/resources/search?q=x", "member": [record, {"title": []}]}
    works, rejects = read(json.dumps(answer), "lobid.json")
    assert [work.title for work in works] == ["Steuerung ohne Rathaus: eine erfundene Untersuchung"]
    assert len(rejects) == 1


@needs_shared
def test_every_shared_file_is_read_or_refused() -> None:
    folders = ("mods", "oai-pmh", "onix", "vufind-fixtures")
    files = [path for name in folders for path in sorted((SHARED / "samples" / name).rglob("*")) if path.is_file()]
    files += sorted((SHARED / "hostile" / "xml").iterdir())
    assert len(files) > 40
    for path in files:
        said = list(loaders.read(read_capture(path), extract=False))
        assert any(isinstance(one, Work | Reject) for one in said), path
        faults = [one.reason for one in said if isinstance(one, Reject) and "please report" in one.reason]
        assert not faults, (path, faults)


def test_dublin_core_in_an_answer_of_sru() -> None:
    inside = DC.format("<dc:title>A</dc:title><dc:creator>Hill, Ana</dc:creator>")
    works, rejects = read(
        '<zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/"><zs:records><zs:record><zs:recordSchema>dc</zs:recordSchema>'
        f"<zs:recordData>{inside}</zs:recordData></zs:record></zs:records></zs:searchRetrieveResponse>"
    )
    assert ([work.title for work in works], rejects) == (["A"], [])


ANSWER = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header><identifier>oai:x:1</identifier></header>'
    "<metadata>{}</metadata></record></ListRecords></OAI-PMH>"
)
RESOURCE = (
    '<resource xmlns="http://datacite.org/schema/kernel-4"><identifier identifierType="DOI">10.5555/a</identifier><creators><creator>'
    "<creatorName>Hill, Ana</creatorName></creator></creators><titles><title>Tables of doors</title></titles><publisher>Arbury</publisher>"
    '<publicationYear>2019</publicationYear><resourceType resourceTypeGeneral="Dataset"/></resource>'
)
JATS = (
    '<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/" article-type="research-article"><front><journal-meta><journal-title-group>'
    "<journal-title>Door Studies</journal-title></journal-title-group></journal-meta><article-meta>"
    '<article-id pub-id-type="doi">10.5555/b</article-id><title-group><article-title>On doors</article-title></title-group><contrib-group>'
    '<contrib contrib-type="author"><name><surname>Hill</surname><given-names>Ana</given-names></name></contrib></contrib-group>'
    "<pub-date><year>2020</year></pub-date><volume>3</volume><abstract><p>Doors open and close.</p></abstract></article-meta></front>"
    "<body><p>Text.</p></body><back><ref-list><ref><mixed-citation>Berg, J. (1999). Hinges. Oslo: Press.</mixed-citation></ref></ref-list>"
    "</back></article>"
)


@pytest.mark.parametrize(
    "wrapped", [RESOURCE, f'<oai_datacite xmlns="http://schema.datacite.org/oai/oai-1.1/"><payload>{RESOURCE}</payload></oai_datacite>']
)
def test_datacite_in_an_answer_of_oai_pmh(wrapped: str) -> None:
    (work,), rejects = read(ANSWER.format(wrapped))
    assert (work.title, work.doi, work.year, work.publisher, work.authors[0].family) == (
        "Tables of doors",
        "10.5555/a",
        2019,
        "Arbury",
        "Hill",
    )
    assert rejects == []


def test_articles_in_an_answer_of_oai_pmh() -> None:
    (work,), rejects = read(ANSWER.format(JATS))
    assert (work.title, work.doi, work.volume, work.venue and work.venue.title) == ("On doors", "10.5555/b", "3", "Door Studies")
    assert work.abstract == "Doors open and close."
    assert [one.work.title for one in work.references] == ["Hinges"]
    assert {one.kind for one in work.passages} == {"title", "abstract"}
    assert rejects == []
