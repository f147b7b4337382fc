"""Records and pages that nobody published, as other systems write them: for measuring how fast they are read."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = """
accountability administration agencies austerity bureaucracy capacity change citizens collaboration contracting cost crisis digital
discretion governance hierarchy innovation management markets networks participation performance policy reform service trust value
""".split()  # noqa: SIM905 - words are read more easily than quotation marks
_PEOPLE = (("Berg", "Jonas"), ("Gómez", "Inés"), ("O'Brien", "Omar"), ("van Dam", "Iris"), ("Łukaszewicz", "Zofia"), ("Ito", "Hiro"))
_SCRIPT = "window.dataLayer = window.dataLayer || []; function gtag() { if (a < b && c > d) { dataLayer.push(arguments) } }\n"
_STYLE = ".a { color: #fff; margin: 0 }\n"


class _Written:
    """One record's values, by its number."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        self.number, self.year, self.first = number, 1980 + number % 45, self.chance.randint(1, 300)
        self.title = self.words(9).capitalize()
        self.journal = f"Journal of Invented {self.words(2).title()}"
        self.people = self.chance.sample(_PEOPLE, self.chance.choice((1, 2, 2, 3)))
        self.doi = f"10.9999/written.{number}"

    def words(self, count: int) -> str:
        """Some words in a row."""
        return " ".join(self.chance.choices(_WORDS, k=count))


def _records(count: int) -> Iterator[_Written]:
    return map(_Written, range(count))


def ris(count: int) -> bytes:
    """RIS as reference managers write it."""
    return "\n".join(
        f"TY  - JOUR\nTI  - {one.title}\n"
        + "".join(f"AU  - {family}, {given}\n" for family, given in one.people)
        + f"T2  - {one.journal}\n"
        + f"PY  - {one.year}\nVL  - {one.number % 60}\nIS  - 2\nSP  - {one.first}\nEP  - {one.first + 20}\nDO  - {one.doi}\nER  - \n"
        for one in _records(count)
    ).encode()


def bibtex(count: int) -> bytes:
    """BibTeX as publishers write it."""
    return "\n".join(
        f"@article{{k{one.number},\n  author = {{{' and '.join(f'{family}, {given}' for family, given in one.people)}}},\n"
        f"  title = {{{one.title}}},\n  journal = {{{one.journal}}},\n  year = {{{one.year}}},\n  volume = {{{one.number % 60}}},\n"
        f"  number = {{2}},\n  pages = {{{one.first}--{one.first + 20}}},\n  doi = {{{one.doi}}}\n}}\n"
        for one in _records(count)
    ).encode()


def marc(count: int) -> bytes:
    """MARC 21 as libraries hand it out."""
    from pymarc import Field, Indicators, Leader, Record, Subfield

    def record(one: _Written) -> bytes:
        made = Record(force_utf8=True)
        made.leader = Leader(f"{str(made.leader)[:5]}nam a22{str(made.leader)[12:]}")
        (family, given), *others = one.people
        for tag, indicators, parts in (
            ("100", "1 ", f"a{family}, {given}"),
            ("245", "10", f"a{one.title} :$ba study /$c{given} {family}."),
            ("264", " 1", f"aArbury :$bInvented Press,$c{one.year}."),
            ("300", "  ", f"a{one.first} pages"),
            ("490", "1 ", f"a{one.journal} ;$v{one.number % 60}"),
            *(("700", "1 ", f"a{family}, {given},$eeditor.") for family, given in others),
        ):
            subfields = [Subfield(part[0], part[1:]) for part in parts.split("$")]
            made.add_ordered_field(Field(tag, Indicators(*indicators), subfields))
        return bytes(made.as_marc())

    return b"".join(map(record, _records(count)))


def csl(count: int) -> bytes:
    """CSL-JSON, a record a line."""
    return "\n".join(json.dumps(_variables(one)) for one in _records(count)).encode()


def _variables(one: _Written) -> dict[str, object]:
    return {
        "id": f"k{one.number}", "type": "article-journal", "title": one.title, "container-title": one.journal,
        "author": [{"family": family, "given": given} for family, given in one.people], "DOI": one.doi,
        "issued": {"date-parts": [[one.year]]}, "volume": str(one.number % 60), "page": f"{one.first}-{one.first + 20}",
    }  # fmt: skip


def pages(count: int) -> list[bytes]:
    """Landing pages of articles, some 58 kB each: metadata, scripts, menus, an abstract, 36 references, 14 related articles."""
    return [_page(one).encode() for one in _records(count)]


def _page(one: _Written) -> str:
    people = [f"{given} {family}" for family, given in one.people]
    meta = [
        ("citation_title", one.title), ("citation_journal_title", one.journal), ("citation_volume", "12"), ("citation_issue", "3"),
        ("citation_firstpage", one.first), ("citation_lastpage", one.first + 20), ("citation_doi", one.doi),
        ("citation_publication_date", f"{one.year}/05/01"), ("citation_publisher", "Invented Press"), ("citation_language", "en"),
        ("dc.Title", one.title), ("dc.Date", f"{one.year}-05-01"), ("og:title", one.title), ("og:type", "article"),
        *(("citation_author", name) for name in people), *(("dc.Creator", name) for name in people),
        *(("citation_reference", _cited(one, place)) for place in range(18)),
    ]  # fmt: skip
    linked = json.dumps({"@context": "https://schema.org", "@type": "ScholarlyArticle", "headline": one.title, "datePublished": one.year})
    return (
        f'<!DOCTYPE html><html lang="en" class="page"><head><meta charset="utf-8"><title>{one.title}</title>'
        + "".join(f'<meta name="{name}" content="{value}">\n' for name, value in meta)
        + f'<script type="application/ld+json">{linked}</script><script>{_SCRIPT * 100}</script><style>{_STYLE * 80}</style></head><body>'
        + f'<header class="header">{_menu(one)}</header><main><article><div class="row"><div class="col-md-8"><h1>{one.title}</h1>'
        + "".join(f'<div class="author"><a href="/a/{name}"><span>{name}</span></a><p>Department</p></div>' for name in people)
        + "<section><h2>Abstract</h2>"
        + "".join(f"<p>{one.words(70)}.</p>" for _ in range(3))
        + '</section><section class="refs"><h2>References</h2><ol>'
        + "".join(_reference(one, place) for place in range(36))
        + f'</ol></section></div><aside class="col-md-4">{"".join(_card(one, place) for place in range(14))}</aside></div></article></main>'
        + f"<footer>{_menu(one)}<p>© {one.year} Invented Press</p></footer><script>{_SCRIPT * 25}</script></body></html>"
    )


def _cited(one: _Written, place: int) -> str:
    where = f"citation_journal_title={one.journal}; citation_volume={place}; citation_publication_date={1980 + place}"
    return f"citation_title={one.words(8)}; citation_author=J. Berg; {where}"


def _menu(one: _Written) -> str:
    links = (
        f'<li class="menu-item"><a class="link" href="/{place}"><span class="icon"></span>{one.words(2)}</a></li>' for place in range(48)
    )
    return f'<nav class="navbar"><ul class="menu">{"".join(links)}</ul></nav>'


def _reference(one: _Written, place: int) -> str:
    return (
        f'<li id="{one.number}-{place}" class="reference"><span class="label">{place}.</span><span class="note">Berg, J., &amp; Castro, M. '
        f"({1980 + place}). {one.words(9)}. <i>{one.journal}</i>, {place}(2), {place}–{place + 20}.</span>"
        f'<div class="links"><a class="doi" href="https://doi.org/10.9999/x.{place}">Crossref</a>'
        f'<a class="scholar" href="https://example.org/{one.number}/{place}">Google Scholar</a></div></li>\n'
    )


def _card(one: _Written, place: int) -> str:
    return (
        f'<div class="card"><h4 class="title"><a href="/doi/10.9999/{one.number}.{place}">{one.words(8)}</a></h4><ul class="loa"><li>'
        f"<span>A. Berg</span></li></ul>"
        f'<div class="meta"><span>{one.journal}</span> <time datetime="2021-01-01">Jan 2021</time></div></div>\n'
    )
