"""An MDPI page's article as a Work: all the places that print its data, merged field by field."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from graph.identify import normal_orcid
from graph.record import Contributor, Disagreement, Finding, Organisation, Venue, Work
from graph.sources.edtf import edtf, year_of
from loaders._mdpi.forms import Form, read_form
from loaders._page.findings import looked_for
from loaders._page.page import clean
from loaders._people.affiliations import is_organised
from loaders.reading.names import body, is_body
from loaders.reading.people import all_people, read_people

if TYPE_CHECKING:
    from loaders._mdpi.layout import Layout, Piece
    from loaders._page.page import Page

_FIELDS = {"title": "title", "year": "year", "volume": "volume", "issue": "issue", "number": "pages", "doi": "doi", "journal": "venue"}
_RULE = "what most of the printed forms say; of equals the first on the page"
_DATES = re.compile(r"\bPublished:\s*(\d{1,2}\s[A-Z][a-z]+\s\d{4})")
_COPYRIGHT = re.compile(r"©\s*(\d{4})\s+by\s")
_BETWEEN_NAMES = re.compile(r"(?:and|&|,|;)?[\s\d,*†‡§#]*", re.IGNORECASE)
"""A line that a page breaks off between names of its byline: "and", or the marks after a name."""
_KIND_LINE = re.compile(
    r"(?:Open Access)?\s*(?:Article|Review|Editorial|Case Report|Communication|Concept Paper|Essay|Perspective|Brief Report|"
    r"Commentary|Opinion)"
)
_INSTITUTION = re.compile(
    r"\b(?:universit\w+|college|institut\w*|school of (?:economics|business)|academy|ministry|council|centre|center|hochschule|"
    r"polytechnic\w*|hospital|"
    r"foundation|agency|laborator\w+)\b",
    re.IGNORECASE,
)


def article(page: Page, layout: Layout, html: str = "") -> tuple[Work, list[Finding]]:
    """The article's Work without references and passages, and what is to be told of its fields; `html` is the page's markup, if any."""
    forms = [form for b in page.blocks if (form := read_form(page.text[b.start : b.end], b.start))]
    embedded = _embedded(page)
    work = Work(kind="article", language=_language(page))
    findings: list[Finding] = []
    printed_title = _title_line(page, layout, forms)
    votes = [*([Form("title line", 0, title=printed_title)] if printed_title else []), *forms, *([embedded] if embedded else [])]
    chosen = {name: _settle(work, name, votes) for name in _FIELDS}
    work.title = chosen["title"]
    work.volume, work.issue, work.doi = chosen["volume"], chosen["issue"], chosen["doi"].lower()
    work.year = int(chosen["year"]) if chosen["year"].isdecimal() else None
    if re.search(r"[-–]", chosen["number"]):
        work.pages = chosen["number"]
    else:
        work.article_number = chosen["number"]
    short = list(dict.fromkeys(f.abbreviation for f in votes if f.abbreviation))
    if chosen["journal"] or short:
        work.venue = Venue(chosen["journal"] or short[0], [s for s in short if s != chosen["journal"]], _issns(page))
    _dates(page, work)
    _authors(page, layout, work, votes)
    _orcids(html, work.authors)
    _abstract(page, layout, work)
    work.url = f"https://doi.org/{work.doi}" if work.doi else page.markup.canonical
    findings += [looked_for(name, getattr(work, name)) for name in ("title", "authors", "doi", "venue", "volume", "issue")]
    findings += [Finding("conflicting", d.property, f"{d.chosen} / {d.other}") for d in work.disagreements]
    return work, findings


def _language(page: Page) -> str:
    told = page.first_meta("dc.language", "citation_language") or page.markup.language or "en"
    return told.split("-")[0].casefold()[:3]


def _settle(work: Work, name: str, votes: list[Form]) -> str:
    """The value that most forms print; others are kept as disagreements. An article number and a first page differ only in kind."""
    said = [_tidy(name, value) for f in votes if (value := getattr(f, name))]
    if not said:
        return ""
    counted = Counter(_compared(v) for v in said)
    best = max(counted.values())
    winner = next(v for v in said if counted[_compared(v)] == best)
    for other in dict.fromkeys(said):
        if _compared(other) != _compared(winner) and not (name == "number" and winner.startswith(other)):
            work.disagreements.append(Disagreement(_FIELDS[name], winner, other, _RULE))
    return winner


def _compared(value: str) -> str:
    return re.sub(r"[\W_]+", " ", value).casefold().strip()


def _tidy(name: str, value: str) -> str:
    return clean(value).strip(" .") if name == "title" else clean(value)


def _title_line(page: Page, layout: Layout, forms: list[Form]) -> str:
    """The h1; in text the line before the abstract that the forms print, else the first one long enough. Marks its piece."""
    front = layout.of("front")
    known = {_compared(f.title) for f in forms if f.title}
    by_form = [p for p in front if _compared(page.text[p.start : p.end]) in known]
    tagged = [p for p in front if "h1" in p.marks]
    first = [p for p in front if p.end - p.start > 25 and not _not_a_title(page.text[p.start : p.end])] if not known else []
    for piece in [*tagged[:1], *by_form[:1], *first[:1]]:
        piece.kind = "title"
        return clean(page.text[piece.start : piece.end])
    return ""


def _not_a_title(text: str) -> bool:
    return (
        read_form(text, 0) is not None
        or _KIND_LINE.fullmatch(text.strip()) is not None
        or re.match(r"by\b|\d|https?:|\(This article|\*", text) is not None
    )


def _embedded(page: Page) -> Form | None:
    meta = page.markup.meta
    if not meta:
        return None
    first, last = page.first_meta("citation_firstpage", "prism.startingpage"), page.first_meta("citation_lastpage")
    date = page.first_meta("citation_publication_date", "citation_date", "dc.date", "prism.publicationdate")
    doi = re.search(r"10\.\d{4,9}/\S+", page.first_meta("citation_doi", "dc.identifier", "prism.doi"))
    form = Form(
        "metadata",
        0,
        title=page.first_meta("citation_title", "dc.title"),
        journal=page.first_meta("citation_journal_title", "prism.publicationname"),
        abbreviation=page.first_meta("citation_journal_abbrev"),
        year=str(year) if (year := year_of(edtf(date.replace("/", "-")) or date)) else "",
        volume=page.first_meta("citation_volume", "prism.volume"),
        issue=page.first_meta("citation_issue", "prism.number"),
        number=f"{first}-{last}" if first and last and first != last else first,
        doi=doi[0] if doi else "",
    )
    for name in meta.get("citation_author", []) or meta.get("dc.creator", []):
        people = all_people(name, natural="," not in name)
        form.people += people.people if people else [body(name) if is_body(name) else Contributor(literal=name)]
    return form


def _issns(page: Page) -> list[str]:
    told = [*page.markup.meta.get("citation_issn", []), *page.markup.meta.get("prism.issn", [])]
    return list(dict.fromkeys(m[0].upper() for t in told if (m := re.search(r"\d{4}-\d{3}[\dXx]", t))))


def _dates(page: Page, work: Work) -> None:
    published = _DATES.search(page.text)
    if published:
        work.issued = edtf(published[1])
    embedded = page.first_meta("citation_online_date", "dc.date", "citation_publication_date", "prism.publicationdate")
    if not work.issued and work.year and year_of(dated := edtf(embedded.replace("/", "-"))) == work.year:
        work.issued = dated
    printed = _COPYRIGHT.search(page.text)
    if printed and work.year is None:
        work.year = int(printed[1])
    elif printed and work.year != int(printed[1]):
        work.disagreements.append(
            Disagreement("year", str(work.year), printed[1], "the year of the citation forms before the copyright line's")
        )


def _authors(page: Page, layout: Layout, work: Work, votes: list[Form]) -> None:
    byline = _byline(page, layout, work.title)
    lists = [p for p in (byline, *(f.people for f in votes)) if p]
    if not lists:
        return
    most = max(len(p) for p in lists if p is not byline) if any(p is not byline for p in lists) else len(byline)
    full = [p for p in lists if len(p) == most] or lists[:1]
    work.et_al = any(f.et_al for f in votes) and all(len(p) < 2 for p in lists)
    for forms in zip(*full, strict=True):
        best = max(forms, key=lambda c: (bool(c.orcid) or len(c.given.replace(".", "")) > 2, len(c.given)))
        orcid = next((c.orcid for c in forms if c.orcid), "")
        author = Contributor(best.family, best.given, best.literal, best.suffix, orcid, best.organisation)
        author.affiliations = next((c.affiliations for c in forms if c.affiliations), [])
        others = dict.fromkeys(c.name for c in forms if "." in c.given and c.family.casefold() == author.family.casefold())
        author.alternatives = [name for name in others if name != author.name and len(name) <= len(author.name)]
        work.authors.append(author)
    order = [[c.family or c.literal for c in p] for p in full]
    if any(sorted(o) == sorted(order[0]) and o != order[0] for o in order):
        other = next(o for o in order if o != order[0])
        work.disagreements.append(Disagreement("author order", "; ".join(order[0]), "; ".join(other), "the byline's order"))


def _orcids(html: str, authors: list[Contributor]) -> None:
    """ORCID iDs stand in the byline as links around a picture, so that the page's text does not have them."""
    byline = re.search(r"art-authors.*?(?=art-affiliations|bib-identity|html-abstract|$)", html[:400_000], re.DOTALL)
    for link in re.finditer(r"orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])", byline[0] if byline else ""):
        before = byline[0][: link.start()] if byline else ""
        last = max(authors, key=lambda a: before.rfind(a.family or a.literal), default=None)
        if last is not None and before.rfind(last.family or last.literal) >= 0:
            last.orcid = last.orcid or normal_orcid(link[1])


def _byline(page: Page, layout: Layout, title: str) -> list[Contributor]:
    """The names between title and abstract: after "by", or the first line there that is a list of names."""
    front = layout.of("front")
    lines = [(p, page.text[p.start : p.end]) for p in front if clean(page.text[p.start : p.end]) != title]
    at = next((n for n, (_, line) in enumerate(lines) if re.match(r"by\b", line.strip())), None)
    if at is None:
        return []
    end = _byline_end(lines, at)
    line = " ".join(line.strip() for _, line in lines[at:end])
    found = _names(re.sub(r"^by\s*", "", line))
    _affiliations(line, found, [line for _, line in lines[end:]])
    return found


def _byline_end(lines: list[tuple[Piece, str]], at: int) -> int:
    """The first line after a byline that the page may have broken at its "by", its names, their marks and its "and"."""
    end = at + 1
    while end < len(lines):
        piece, line = lines[end]
        before = lines[end - 1][1].strip()
        same = ".art-authors" in piece.marks
        marks_follow = re.match(r"\s*[\d*†‡§#]", line) is not None and before[-1:] in "0123456789*†‡§#"
        between = _BETWEEN_NAMES.fullmatch(line.strip()) is not None and not marks_follow
        goes_on = re.search(r"(?:^by|,|;|\band|&)$", before) is not None or re.match(r"\s*(?:and\b|[&,;])", line) is not None
        if not same and not between and not (goes_on and _names(line)):
            break
        end += 1
    return end


def _names(line: str) -> list[Contributor]:
    """Names of a byline, its figures and stars left out: "Anna Lind 1,*, Bo Falk 2 and Cai Ek 1"."""
    shown = re.sub(r"\[email\W+protected\]|\bOrcID\b|\[ORCID\]|\bORCID\b", "", line[:5000], flags=re.IGNORECASE)
    bare = re.sub(r"(?<=[^\W\d_])\s{0,3}(?:[\d*†‡§#]+(?:\s?,\s?[\d*†‡§#]+)*)(?=\s*(?:,|and\b|&|$))", "", shown)
    people = read_people(" ".join(bare.split()).strip(" ,"), whole=True, natural=True)
    return people.people if people else []


def _affiliations(text: str, people: list[Contributor], lines: list[str]) -> None:
    places: dict[str, Organisation] = {}
    number = ""
    for printed in lines[:20]:
        if re.fullmatch(r"\s*[\d*†]{1,2}\s*", printed):  # HTML prints the figure in a cell of its own
            number = printed.strip()
            continue
        line, number = f"{number} {printed}".strip(), ""
        m = re.match(r"(\d{1,2})\s*(?=[^\W\d])", line)
        institution = _institution(line[m.end() :] if m else line)
        if institution and (m or not places):
            places[m[1] if m else ""] = Organisation(institution)
    for n, person in enumerate(people):
        at = text.find(person.family)
        following = [text.find(p.family, at + 1) for p in people[n + 1 :]]
        stretch = text[at : min([f for f in following if f > 0], default=len(text))] if at >= 0 else ""
        marks = re.findall(r"\d{1,2}", stretch)
        person.affiliations = [places[k] for k in marks if k in places] or ([places[""]] if "" in places else [])


def _institution(line: str) -> str:
    """The body that an address names, without its departments, street and country."""
    parts = [clean(p) for p in line.split(",")]
    named = [
        p
        for p in parts
        if (_INSTITUTION.search(p) or is_organised(p))
        and not re.match(r"(?:department|faculty|division|section|chair)\b", p, re.IGNORECASE)
    ]
    universities = [p for p in named if re.search(r"universit", p, re.IGNORECASE)]
    return (universities or named or [""])[0] if len(parts) > 1 else ""


def _abstract(page: Page, layout: Layout, work: Work) -> None:
    pieces = layout.of("abstract")
    if pieces:
        from graph.record import Span

        start, end = pieces[0].start, pieces[-1].end
        work.abstract = clean(" ".join(page.text[p.start : p.end] for p in pieces))
        work.abstract_span = Span(start, end, page.text[start:end])
    keywords = " ".join(page.text[p.start : p.end] for p in layout.of("keywords"))
    work.keywords = [w for k in re.split(r"\s*;\s*", clean(keywords)) if (w := k.strip(" ."))]
