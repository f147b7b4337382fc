"""VuFind record pages: labels in any language, text and HTML, what is empty, cut, joined or contradictory."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

from graph.record import Capture, Finding, Reject, Source, Work
from loaders import vufind

SAMPLES = Path(__file__).parent / "samples"
TEXT = (SAMPLES / "vufind.txt").read_text(encoding="utf-8")
HTML = (SAMPLES / "vufind.html").read_text(encoding="utf-8")
PAGE = """{title}
Boats cross the sound every hour, and who pays for them is a question that has not been put...
{saved}:
{container}: | Sound and strait 2019-03, Vol.4 (1), p.7-29 |
---|---|
{author}: | Ekström, Åsa |
{format}: | {article} |
{language}: | {code} |
{subjects}: | |
{access}: | x |
{tags}: | |
{summary}: | Boats cross the sound every hour, and who pays for them is a question that has not been put before. It is put here. |
---|---|
ISSN: | 2049-3630 |
DOI: | 10.5555/sound.7 |
"""
ENGLISH = {
    "title": "Boats across the sound", "saved": "Saved in", "container": "Published in", "author": "Main Author", "format": "Format",
    "article": "Article", "language": "Language", "code": "eng", "subjects": "Subjects", "access": "Online Access", "tags": "Tags",
    "summary": "Summary",
}  # fmt: skip
# Labels as catalogues in further languages print them.
OTHERS = {
    "nl": (
        "Bewaard in",
        "Gepubliceerd in",
        "Hoofdauteur",
        "Formaat",
        "Artikel",
        "Taal",
        "Onderwerpen",
        "Online toegang",
        "Tags",
        "Samenvatting",
    ),
    "sv": (
        "Sparad",
        "I publikationen",
        "Huvudupphovsman",
        "Materialtyp",
        "Artikel",
        "Språk",
        "Ämnen",
        "Länkar",
        "Taggar",
        "Sammanfattning",
    ),
    "pl": (
        "Zapisane w",
        "Wydane w",
        "1. autor",
        "Format",
        "Artykuł",
        "Język",
        "Hasła przedmiotowe",
        "Dostęp online",
        "Etykiety",
        "Streszczenie",
    ),
    "cs": ("Uloženo v", "Vydáno v", "Hlavní autor", "Médium", "Článek", "Jazyk", "Témata", "On-line přístup", "Tagy", "Shrnutí"),
    "ru": ("Сохранить в", "Опубликовано в", "Главный автор", "Формат", "Статья", "Язык", "Предметы", "Online-ссылка", "Метки", "Итог"),
    "ca": (
        "Guardat en",
        "Publicat a",
        "Autor principal",
        "Format",
        "Article",
        "Idioma",
        "Matèries",
        "Accés en línia",
        "Etiquetes",
        "Sumari",
    ),
    "tr": ("Kaydedildi", "Yayımlandığı yer", "Yazar", "Materyal Türü", "Makale", "Dil", "Konular", "Online Erişim", "Etiketler", "Özet"),
    "zh": ("保存到", "发表在", "主要作者", "格式", "文章", "语言", "主题", "在线阅读", "标签", "总结"),
}
NAMES = ("saved", "container", "author", "format", "article", "language", "subjects", "access", "tags", "summary")


def said(page: str | bytes) -> list[object]:
    capture = Capture(page if isinstance(page, bytes) else page.encode(), "page")
    found = list(vufind.read(capture))
    assert isinstance(found[0], Source)
    for work in (one for one in found if isinstance(one, Work)):
        for start, end in (piece for passage in work.passages for piece in passage.slices):
            assert capture.text[start:end].strip()
        if work.abstract_span:
            assert capture.text[work.abstract_span.start : work.abstract_span.end] == work.abstract_span.exact
    return found


def record(page: str | bytes) -> Work:
    (work,) = (one for one in said(page) if isinstance(one, Work))
    return work


def told(page: str, kind: str) -> dict[str, str]:
    return {one.what: one.detail for one in said(page) if isinstance(one, Finding) and one.kind == kind}


def page(**words: str) -> str:
    return PAGE.format(**{**ENGLISH, **words})


def check(work: Work) -> None:
    assert work.title == "Boats across the sound"
    assert [who.name for who in work.authors] == ["Åsa Ekström"]
    assert (work.kind, work.language, work.year, work.issued) == ("article", "en", 2019, "2019-03")
    assert (work.volume, work.issue, work.pages, work.doi) == ("4", "1", "7-29", "10.5555/sound.7")
    assert work.venue is not None
    assert (work.venue.title, work.venue.issns) == ("Sound and strait", ["2049-3630"])
    assert work.abstract.startswith("Boats cross")
    assert work.abstract.endswith("put here.")
    assert not work.keywords
    assert not work.publisher


@pytest.mark.parametrize("language", OTHERS)
def test_labels_of_many_languages(language: str) -> None:
    check(record(page(**dict(zip(NAMES, OTHERS[language], strict=True)))))


KEYS = {
    "saved": "Saved in", "container": "Published in", "author": "Main Author", "format": "Format", "article": "Article",
    "language": "Language", "subjects": "Subjects", "access": "Online Access", "tags": "Tags", "summary": "Summary",
}  # fmt: skip


@needs_shared
@pytest.mark.parametrize("language", ["da", "de", "el", "en", "es", "fi", "fr", "it", "pt"])
def test_labels_as_the_interface_has_them(language: str) -> None:
    """The interface's own language files, where they lie beside the checkout."""
    (path,) = (SHARED / "samples" / "vufind-labels").rglob(f"{language}.ini")
    words = dict(re.findall(r'^(.+?) = "(.*?)"$', path.read_text(encoding="utf-8"), re.MULTILINE))
    check(record(page(**{name: words[key] for name, key in KEYS.items() if key in words})))


@needs_shared
def test_the_founding_page() -> None:
    """Every field that the gold has, and none that it has not."""
    gold = json.loads((SHARED / "gold" / "seed_gold.json").read_text(encoding="utf-8"))
    want = next(work for work in gold["works"] if work["id"] == "w-alberta")
    work = record((SHARED / "seeds" / gold["files"]["s0"]["name"]).read_bytes())
    assert work.venue is not None
    assert (work.title, work.abstract, work.issued, work.year) == (want["title"], want["abstract"], want["issued"], want["year"])
    assert (work.volume, work.issue, work.doi, work.language) == (want["volume"], want["issue"], want["doi"], want["language"]["bcp47"])
    assert work.pages == f"{want['pages']['start']}-{want['pages']['end']}"
    assert (work.venue.title, work.venue.issns) == (want["container"], want["issn"])
    assert (work.authors, work.keywords, work.publisher, work.editors) == ([], [], "", [])


def test_empty_fields_make_nothing_and_are_told() -> None:
    empty = page().replace("Ekström, Åsa", "")
    work = record(empty)
    assert not work.authors
    assert told(empty, "absent") | {"authors": "the field is printed and empty", "subjects": "the field is printed and empty"} == told(
        empty, "absent"
    )
    assert told(empty, "absent")["isbn"] == "not printed"


def test_a_missing_field_is_absent() -> None:
    lines = [line for line in page().splitlines() if not line.startswith(("Language", "DOI", "Summary", "Published in"))]
    work = record("\n".join(lines))
    assert (work.language, work.doi, work.abstract, work.venue, work.year) == ("", "", "", None, None)


def test_the_teaser_is_neither_abstract_nor_work() -> None:
    assert record(page()).abstract.count("Boats cross") == 1
    cut = "\n".join(line for line in page().splitlines() if not line.startswith("Summary"))
    assert record(cut).abstract == ""
    assert told(cut, "unknowable")["abstract"] == "only a teaser that is cut off is printed"


def test_the_interface_says_nothing_of_the_content() -> None:
    german = page(container="Veröffentlicht in", format="Format", language="Sprache", code="", summary="Zusammenfassung", tags="Tags")
    assert record(german).language == ""
    assert "says nothing" in told(german, "found")["interface language"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ekström, Åsa, Brandt, Otto", ["Åsa Ekström", "Otto Brandt"]),
        ("Ekström, Åsa; Brandt, Otto; O’Neil, Siobhán", ["Åsa Ekström", "Otto Brandt", "Siobhán O’Neil"]),
        ("Ekström, Åsa, 1950-", ["Åsa Ekström"]),
        ("Ekström, Åsa (VerfasserIn), Brandt, Otto (VerfasserIn)", ["Åsa Ekström", "Otto Brandt"]),
        ("van der Berg, Piet", ["Piet van der Berg"]),
        ("Ríos Vega, Marta", ["Marta Ríos Vega"]),
        ("Pike, I. V.", ["I. V. Pike"]),
        ("King, Martin L., Jr., Brandt, Otto", ["Martin L. King Jr.", "Otto Brandt"]),
        ("Åsa Ekström, Otto Brandt, Ada Quill", ["Åsa Ekström", "Otto Brandt", "Ada Quill"]),
    ],
)
def test_several_names_in_one_cell(cell: str, names: list[str]) -> None:
    assert [who.name for who in record(page().replace("Ekström, Åsa", cell)).authors] == names


def test_an_uneven_row_of_commas_is_not_cut_by_guess() -> None:
    uneven = page().replace("Ekström, Åsa", "Ekström, Åsa, Brandt")
    assert not record(uneven).authors
    assert "where one name ends" in told(uneven, "unknowable")["authors"]


def test_an_abstract_that_is_but_an_address_gives_nothing() -> None:
    work = record(re.sub(r"(?m)^Summary: .*$", "Summary: | bo@falk.example.org |", page()))
    assert (work.abstract, work.abstract_span, [passage.kind for passage in work.passages]) == ("", None, ["title"])


def test_roles_and_bodies() -> None:
    extra = "Other Authors: | Quill, Ada (Editor), Falk, Bo (Translator) |\nCorporate Author: | Strait Commission |\nFormat:"
    work = record(page().replace("Format:", extra))
    assert [who.name for who in work.authors] == ["Åsa Ekström", "Strait Commission"]
    assert work.authors[1].organisation
    assert [who.name for who in work.editors] == ["Ada Quill"]


@pytest.mark.parametrize(
    ("printed", "place", "publisher", "year"),
    [
        ("London : Strait Press, 2011", "London", "Strait Press", 2011),
        ("London ; New York : Strait Press, c2011", "London ; New York", "Strait Press", 2011),
        ("[S.l.] : [s.n.], 1990-", "", "", 1990),
        ("Strait Press, 2011", "", "Strait Press", 2011),
        ("London, Strait University Press, 2011", "London", "Strait University Press", 2011),
        ("Strait University Press, London 2011", "London", "Strait University Press", 2011),
        ("London Strait University Press 2011", "London", "Strait University Press", 2011),
        ("London, 2011", "London", "", 2011),
        ("2011", "", "", 2011),
    ],
)
def test_imprints(printed: str, place: str, publisher: str, year: int) -> None:
    work = record(f"Straits\nMain Author: | Falk, Bo |\nFormat: | Book |\nPublished: | {printed} |\nTags: | |\n")
    assert (work.place, work.publisher, work.year) == (place, publisher, year)


def test_a_chapter_stands_in_its_book() -> None:
    chapter = page(article="Book Chapter").replace("Sound and strait 2019-03, Vol.4 (1), p.7-29", "Handbook of straits 2019, p.7-29")
    work = record(chapter.replace("ISSN: | 2049-3630 |", "ISBN: | 9780306406157 |\nPublished: | Oslo : Strait Press, 2019 |"))
    assert (work.kind, work.venue, work.pages, work.isbns) == ("chapter", None, "7-29", [])
    assert work.part_of is not None
    assert (work.part_of.kind, work.part_of.title, work.part_of.publisher) == ("book", "Handbook of straits", "Strait Press")
    assert work.part_of.isbns == ["9780306406157"]


def test_a_label_that_no_interface_has_is_told_by_the_form_of_its_value() -> None:
    work = record(page(container="Megjelent itt", author="Szerző"))
    assert work.venue is not None
    assert (work.venue.title, work.volume) == ("Sound and strait", "4")
    assert not work.authors
    assert "Szerző" in told(page(author="Szerző"), "ignored")["fields"]


def test_tabs_and_colons_in_place_of_pipes() -> None:
    plain = "\n".join(line for line in page().splitlines() if "---" not in line)
    check(record(re.sub(r": \| (.*?) ?\|$", r":\t\1", plain, flags=re.MULTILINE)))
    check(record(re.sub(r"^(.*?): \| (.*?) ?\|$", r"**\1:** \2", plain, flags=re.MULTILINE)))
    check(record(re.sub(r"^(.*?): \| (.*?) ?\|$", r"\1:\n\2", plain, flags=re.MULTILINE)))


def test_similar_records_below_are_not_the_record() -> None:
    more = page() + "\nSimilar Items\n- Another strait\nby: Falk, Bo\nPublished: (2001)\nLanguage: ger\nISSN: 1234-5679\n"
    check(record(more))


def test_site_chrome_above_is_not_the_title() -> None:
    check(record("Skip to content\nLibrary of Straits\nLogin\n" + page()))


def test_a_number_that_fails_its_check_digit_is_kept_and_told() -> None:
    wrong = page().replace("2049-3630", "2049-3631")
    assert record(wrong).venue.issns == ["2049-3631"]
    assert "check digit" in told(wrong, "conflicting")["issn"]


def test_html() -> None:
    work = record(HTML)
    assert (work.kind, work.title) == ("book", "Kleine Häfen, große Fragen : ein Handbuch")
    assert [who.name for who in work.editors] == ["Ada Quill", "Åsa Ekström"]
    assert [(who.name, who.organisation) for who in work.authors] == [("Rat der Kleinen Häfen", True)]
    assert (work.place, work.publisher, work.year, work.edition, work.language) == ("Kiel", "Hafenverlag", 2016, "2. Auflage", "de")
    assert work.keywords == ["Hafen > Verwaltung", "Gemeinde"]
    assert work.isbns == ["9780306406157"]
    assert "@" not in work.abstract
    source = said(HTML)[0]
    assert isinstance(source, Source)
    assert (source.retrieved_from, source.rights_holder, source.display) == (
        "https://katalog.example.org/Record/42",
        "Beispielbibliothek",
        "quote",
    )
    assert told(HTML, "ignored")["markup"].startswith("a JSON-LD block")


def test_what_the_page_says_for_machines_fills_gaps_and_may_contradict() -> None:
    said_in_span = ("genre=article", "atitle=Boats", "date=2018", "volume=9", "au=Falk%2C+Bo", "jtitle=Sound", "issue=2")
    coins = "&amp;".join(f"rft.{pair}" for pair in said_in_span)
    html = (
        '<html><body><h1 property="name">Boats</h1><table><tr><th>Published in:</th><td><a href="/j">Sound</a> 2019, Vol.9, p.1-4</td></tr>'
        "<tr><th>Format:</th><td>Article</td></tr><tr><th>Tags:</th><td></td></tr></table>"
        f'<span class="Z3988" title="{coins}"></span></body></html>'
    )
    work = record(html)
    assert [who.name for who in work.authors] == ["Bo Falk"]
    assert (work.issue, work.year) == ("2", 2019)
    assert [(two.property, two.chosen, two.other) for two in work.disagreements] == [("publicationYear", "2019", "2018")]


def test_a_page_that_is_no_record_is_rejected() -> None:
    found = said("")
    assert [type(one) for one in found] == [Source, Reject]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)), st.text(alphabet=' |:-\n\t,.;()<>&"ÄéΩ0', max_size=8))
def test_cut_and_spliced_text_never_raises_and_cuts_exactly(first: int, second: int, inserted: str) -> None:
    said(TEXT[: min(first, second)] + inserted + TEXT[max(first, second) :])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(HTML)), st.integers(0, len(HTML)), st.text(alphabet='<>/="&tdrh ', max_size=8))
def test_cut_and_spliced_html_never_raises_and_cuts_exactly(first: int, second: int, inserted: str) -> None:
    said(HTML[: min(first, second)] + inserted + HTML[max(first, second) :])
