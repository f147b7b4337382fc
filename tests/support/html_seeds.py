"""The five seed texts, read where they lie, wrapped into pages as their sites set them: same words, same order, with the sites' chrome.

What HTML prints and text does not is kept to the least: the page's own metadata repeat what the text prints; nothing stands behind a link
badge; and where the saved text lost which of two columns a lone mark stands in, the page alternates them (`WAVES` says how), since a table
has to put it somewhere.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from shared import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

WAVES = ("2015/2016", "2019")
"""The columns of the interview table; a lone mark stands in the first for respondents of even numbers, else in the second."""
_COOKIES = '<div id="cookie-banner" role="dialog"><p>We use cookies to improve your experience.</p><button>Accept all</button></div>'
_SCRIPT = "<script>window.dataLayer = window.dataLayer || []; function gtag(){dataLayer.push(arguments);}</script>"


def write_pages(folder: Path) -> dict[str, Path]:
    """Write the five pages; the seed's name in the gold ("s0" …) → its page."""
    found = {}
    for number, (seed, wrap) in enumerate(zip(sorted((SHARED / "seeds").glob("*.txt")), _WRAPPERS, strict=True)):
        page = folder / f"{seed.stem}.html"
        page.write_text(wrap(seed.read_text(encoding="utf-8")), encoding="utf-8")
        found[f"s{number}"] = page
    return found


def _document(language: str, head: str, body: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"{head}\n{_SCRIPT}\n<style>body{{margin:0}}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _meta(pairs: list[tuple[str, str]]) -> str:
    return "\n".join(f'<meta name="{name}" content="{escape(content)}">' for name, content in pairs if content)


# VuFind: a title, the cut teaser, one table of fields and another behind the tab "Beschreibung", COinS.
def _vufind(text: str) -> str:
    lines = text.split("\n")
    title, teaser = lines[0], lines[1]
    rows = _fields(lines[2:])
    upper, lower = [row for row in rows if row[2] == 0], [row for row in rows if row[2] == 1]
    said = {label.rstrip(": "): value for label, value, _ in rows}
    coins = [("url_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"), ("rfr_id", "info:sid/vufind:generator")]
    coins += [("rft.genre", "article"), ("rft.atitle", title), ("rft.issn", said.get("ISSN", "").split(" ")[0]), ("rft.language", "eng")]
    head = f"<title>Beschreibung: {escape(title)}</title>\n" + _meta([("generator", "VuFind 9.1"), ("robots", "noindex")])
    body = f"""{_COOKIES}
<header class="hidden-print"><a class="navbar-brand" href="/">Universitätsbibliothek</a>
<nav><ul><li>Bücherkorb: 0</li><li>Login</li></ul></nav>
<form action="/Search/Results"><select><option>Alle Felder</option><option>Titel</option></select><button>Suchen</button></form></header>
<ul class="breadcrumb"><li><a href="/Search/Results">Suchergebnisse</a></li><li class="active">{escape(title[:20])}…</li></ul>
<main id="content"><div class="record" vocab="http://schema.org/" resource="#record" typeof="Article">
<ul class="action-toolbar"><li><a href="/Cite">Zitieren</a></li><li><a href="/SMS">Als SMS versenden</a></li></ul>
<h3 property="name">{escape(title)}</h3>
<p>{escape(teaser)}</p>
<div class="savedLists"><strong>{escape(lines[2])}</strong></div>
<table class="table table-striped" summary="Bibliographische Detailangaben">
{_rows(upper)}</table>
<div class="record-tabs"><ul class="nav nav-tabs"><li>Beschreibung</li><li>Internformat</li></ul></div>
<table class="table table-striped">
{_rows(lower)}</table>
<span class="Z3988" title="{escape(urlencode(coins))}"></span>
</div></main>
<aside><h4>Ähnliche Einträge</h4><ul><li>wird geladen</li></ul></aside>
<footer><ul><li>Suchoptionen</li><li>Erweiterte Suche</li><li>Impressum</li></ul><p>Fragen? auskunft@bibliothek.example</p></footer>"""
    return _document("de", head, body)


def _fields(lines: list[str]) -> list[tuple[str, str, int]]:
    """(label, value, number of the table): the rule under a table's first row tells where another table begins."""
    found: list[tuple[str, str, int]] = []
    table = -1
    for at, line in enumerate(lines):
        row = re.match(r"(?P<label>[^|]{1,40}:) \|(?P<value>.*)$", line)
        table += at + 1 < len(lines) and lines[at + 1].startswith("---|")
        if row:
            found.append((row["label"], row["value"].strip(" |"), table))
        elif found and line.strip("-| "):
            label, value, of = found[-1]
            if not value or label.startswith("Tag"):
                found[-1] = (label, f"{value} {line.strip(' |')}".strip(), of)
    return found


def _rows(rows: list[tuple[str, str, int]]) -> str:
    return "".join(f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>\n" for label, value, _ in rows)


# MDPI: metadata in the head, `html-article-content` with numbered sections, quotations, tables, the reference list, citation forms.
def _mdpi(text: str) -> str:
    lines = text.rstrip("\n").split("\n")
    title = lines[0]
    cite = lines.index("Share and Cite")
    refs = lines.index("References")
    after = next(n for n in range(refs + 1, cite) if not lines[n].startswith("- "))
    license_at = next(n for n in range(after, cite) if lines[n].startswith("©"))
    forms = lines[cite + 1 :]
    doi = re.search(r"10\.\d{4}/\S+", forms[0])
    chicago = re.search(
        r'Style(?P<who>.+?)\. (?P<year>\d{4})\. ".+" (?P<journal>\D+) (?P<volume>\d+), no\. (?P<issue>\d+): (?P<number>\d+)', text
    )
    head = f"<title>{escape(title)}</title>\n"
    if chicago and doi:
        head += _meta(
            [
                ("citation_publisher", "Multidisciplinary Digital Publishing Institute"),
                ("citation_title", title),
                ("citation_author", chicago["who"]),
                ("citation_journal_title", chicago["journal"]),
                ("citation_publication_date", chicago["year"]),
                ("citation_volume", chicago["volume"]),
                ("citation_issue", chicago["issue"]),
                ("citation_firstpage", chicago["number"]),
                ("citation_doi", doi[0]),
                ("dc.type", "Article"),
            ]
        )
    styles = ("MDPI and ACS Style", "AMA Style")
    shares = "".join(f"<p>{style}</p><p>{escape(form)}</p>" for style, form in zip(styles, forms, strict=False))
    chicago_form = forms[2].removeprefix("Chicago/Turabian Style") if len(forms) > 2 else ""
    body = f"""{_COOKIES}
<header><nav><a href="/">Journals</a> <a href="/topics">Topics</a> <a href="/login">Sign In / Sign Up</a></nav></header>
<aside><h3>Article Menu</h3><ul><li>Subscribe SciFeed</li><li>Recommended Articles</li></ul></aside>
<article><div class="html-article-content">
<h1 class="title hypothesis_container">{escape(title)}</h1>
<section class="html-abstract" id="html-abstract"><h2 id="html-abstract-title">Abstract</h2><b>:</b></section>
<div class="html-body">
{"".join(_sections(lines[2:refs]))}
</div>
<div class="html-back">
<section id="html-references_list"><h2>References</h2><ol class="html-xx">
{"".join(_reference(n, line) for n, line in enumerate(lines[refs + 1 : after], 1))}</ol></section>
{"".join(_sections(lines[after:license_at]))}
</div>
<div class="html-copyright">{_linked(lines[license_at])}</div>
</div></article>
<div id="cite"><h2>{escape(lines[cite])}</h2>{shares}<p>Chicago/Turabian Style</p><p>{escape(chicago_form)}</p></div>
<footer><p>Further Information</p><p>Subscribe to receive issue release notifications and newsletters</p><p>© 1996-2026 MDPI</p></footer>"""
    return _document("en", head, body)


def _sections(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at].lstrip(":")
        at += 1
        if at < len(lines) and lines[at].startswith("---|"):
            table = [line]
            at += 1
            while at < len(lines) and lines[at].count("|") > 1 and not re.match(r"\d+ \|", lines[at]):
                table.append(lines[at])
                at += 1
            yield _table(table)
        elif note := re.match(r"(\d+) \| (.+?) \|$", line):
            yield _note(f"<sup>{note[1]}</sup>", note[2])
        elif line.endswith(" |"):
            yield _note("", line.removesuffix(" |"))
        elif re.match(r"\d+\.\d", line):
            yield f'<h4 class="html-italic" data-nested="2">{escape(line)}</h4>\n'
        elif line.startswith("“"):
            yield f'<div class="html-disp-quote"><div class="html-p">{escape(line)}</div></div>\n'
        elif line.strip():
            yield f'<h2 data-nested="1">{escape(line)}</h2>\n'


def _note(mark: str, text: str) -> str:
    return f'<section class="html-fn_group"><table><tr><td>{mark}</td><td>{escape(text)}</td></tr></table></section>\n'


def _table(lines: list[str]) -> str:
    header, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    header = header[:-1]
    cells = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in _placed(row[:-1], len(header))) + "</tr>\n" for row in rows]
    heads = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    return f'<div class="html-table-wrap"><table><thead><tr>{heads}</tr></thead><tbody>\n{"".join(cells)}</tbody></table></div>\n'


def _placed(row: list[str], width: int) -> list[str]:
    """The cells of a row that lost a blank one, the lone mark put where `WAVES` says."""
    row = [cell for cell in row if cell]
    if width != 5 or len(row) == width:
        return row
    label, title, mark, where = row
    return [label, title, *((mark, "") if wave_of(label) == WAVES[0] else ("", mark)), where]


def wave_of(label: str) -> str:
    """The column in which the page puts the lone mark of a respondent."""
    return WAVES[int(re.sub(r"\D", "", label)) % 2]


def _reference(number: int, line: str) -> str:
    badge = {
        "Google Scholar": '[<a href="https://scholar.google.com/scholar_lookup?title=x" class="google-scholar">Google Scholar</a>]',
        "CrossRef": '[<a class="cross-ref">CrossRef</a>]',
        "PubMed": '[<a class="pub_med">PubMed</a>]',
        "Green Version": '[<a class="green-version">Green Version</a>]',
    }
    printed = re.sub(r"\[([A-Z][A-Za-z ]+)\]", lambda found: badge.get(found[1], found[0]), escape(line.removeprefix("- ")))
    return f'<li id="B{number}-x" class="html-x" data-content="{number}.">{printed}</li>\n'


def _linked(line: str) -> str:
    return re.sub(r"https?://[^\s)]+", lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(line))


# The atlas: WordPress, here a page whose theme prints no title; quoted paragraphs in blockquotes; names of concepts and places as links.
def _atlas(text: str) -> str:
    body = f"""<div id="page"><header id="masthead"><a class="home-link" href="/pm/">Atlas of Public Policy and Management</a>
<nav><ul><li><a href="/pm/">Home</a></li><li><a href="/pm/about/">About</a></li></ul></nav></header>
<div id="main"><article class="page type-page status-publish hentry"><div class="entry-content">
{"".join(map(_paragraph, filter(None, text.split(chr(10)))))}</div></article></div>
<div id="tertiary" class="sidebar"><nav><h3>Search</h3></nav></div>
<footer id="colophon"><p>Proudly powered by WordPress</p></footer></div>"""
    return _document("en-US", "<title>Atlas of Public Policy and Management</title>", body)


def _paragraph(line: str) -> str:
    printed = escape(line, quote=False)
    if line.startswith("“"):
        return f"<blockquote><p>{printed}</p></blockquote>\n"
    if not re.search(r"[.:)]|\d", line) and not line.startswith("…"):
        return f"<h3>{printed}</h3>\n"
    see = re.match(r"See also: (.+)\.$", printed)
    if see:
        return f'<p>See also: <a href="/pm/concepts/x/">{see[1]}</a>.</p>\n'
    printed = re.sub(r"(Atlas\d{3})", r'<a href="/pm/courses/x/">\1</a>', printed)
    return f"<p>{_linked_text(printed)}</p>\n"


def _linked_text(printed: str) -> str:
    return re.sub(r"(?<=\bat )(https?://[^\s,]+)", r'<a href="\1">\1</a>', printed)


# vLex: the page's labels as a list of definitions, the article's text a paragraph a page with line breaks, the offer of a trial.
def _vlex(text: str) -> str:
    title, labels, *pages = re.split(r"\n{2,}", text.strip())
    head = f'<title>{escape(title)} - vLex</title>\n<meta name="description" content="{escape(title)}">'
    header, article = _labels(labels)
    offer = [page for page in pages if len(page) < 40]
    pages = [article, *(page for page in pages if page not in offer)]
    paragraphs = "".join("<p>" + "<br>\n".join(escape(line) for line in page.split("\n")) + "</p>\n" for page in pages)
    body = f"""<header><nav><a href="/">vLex</a><a href="/products">Products</a><a href="/login">Log in</a></nav></header>
{_COOKIES}
<main><article class="document"><h1>{escape(title)}</h1>
<dl class="document-metadata">{header}</dl>
<div class="document-content">
{paragraphs}</div>
<div class="paywall"><h3>{escape(offer[0])}</h3><a href="/signup">{escape(offer[1])}</a></div></article></main>
<footer><ul><li>Terms of use</li></ul><p>©2024 vLex.com All rights reserved</p></footer>"""
    return _document("en", head, body)


def _labels(block: str) -> tuple[str, str]:
    """The labels at the head of a block as a list of definitions, and what follows them."""
    header = []
    lines = block.split("\n")
    while lines and (found := re.match(r"(Date|Author|Published date|DOI|Subject Matter)(?=[A-Z\d])(.+)", lines[0])):
        names = [f'<a href="/search?q=x">{escape(part)}</a>' for part in found[2].split(",")]
        header.append(f"<dt>{found[1]}</dt><dd>{','.join(names) if found[1] == 'Author' else escape(found[2])}</dd>")
        lines.pop(0)
    return "".join(header), "\n".join(lines)


# scite: one card an abstract, labels of structured ones run in as the site prints them.
def _scite(text: str) -> str:
    lines = [line for line in text.split("\n") if line]
    foot = next(n for n, line in enumerate(lines) if line.startswith("scite is"))
    cards = "".join(f'<div class="card"><div class="abstract"><p>{escape(line)}</p></div></div>\n' for line in lines[:foot])
    feet = "".join(f"<p>{escape(line)}</p>\n" for line in lines[foot:])
    body = f"""<div id="__next"><nav><a href="/">scite_</a><a href="/pricing">Pricing</a><a href="/login">Log in</a></nav>
{_COOKIES}
<main>
{cards}</main>
<div class="footer">
{feet}</div></div>"""
    return _document("en", "<title>scite</title>", body)


_WRAPPERS: tuple[Callable[[str], str], ...] = (_vufind, _mdpi, _atlas, _vlex, _scite)
