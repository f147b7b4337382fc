"""COinS (`<span class="Z3988" title="ctx_ver=…&rft.…">`) → Work. Sources: http://ocoins.info/, ANSI/NISO Z39.88-2004."""

from __future__ import annotations

from graph.identify import normal_doi, normal_isbn
from graph.record import Contributor, Work, WorkKind
from loaders._embedded.values import MOST, pages_of, people_of, put_date, text_of, venue_of

_GENRES: dict[str, WorkKind] = {
    "article": "article", "proceeding": "chapter", "conference": "book", "book": "book", "bookitem": "chapter", "dissertation": "thesis",
    "report": "report", "preprint": "article",
}  # fmt: skip
_FORMATS: dict[str, WorkKind] = {":journal": "article", ":book": "book", ":dissertation": "thesis"}


def work_of_coins(coins: dict[str, list[str]]) -> Work:
    """What one ContextObject says; keys in lower case."""

    def first(*names: str) -> str:
        return next((text_of(coins[name][0]) for name in names if coins.get(name)), "")

    genre, form = first("rft.genre"), first("rft_val_fmt")
    part = first("rft.atitle")
    work = Work(title=part or first("rft.btitle", "rft.title"))
    by_form: WorkKind = next((kind for end, kind in _FORMATS.items() if form.endswith(end)), "work")
    work.kind = _GENRES.get(genre, by_form)
    work.doi = next((d for d in map(normal_doi, [*coins.get("rft_id", []), *coins.get("rft.doi", [])]) if d), "")
    work.authors = _people(coins)
    put_date(work, first("rft.date"))
    work.volume, work.issue = first("rft.volume"), first("rft.issue")
    work.pages = first("rft.pages") or pages_of(first("rft.spage"), first("rft.epage"))
    work.publisher, work.place, work.edition = first("rft.pub", "rft.publisher", "rft.inst"), first("rft.place"), first("rft.edition")
    work.isbns = list(dict.fromkeys(n for n in map(normal_isbn, coins.get("rft.isbn", [])) if n))
    work.language = first("rft.language")[:12]
    book = first("rft.btitle") or (first("rft.title") if genre in ("bookitem", "proceeding") else "")
    if part and book and (genre in ("bookitem", "proceeding") or form.endswith(":book")):
        work.kind = "chapter"
        work.part_of = Work(kind="book", title=book, isbns=work.isbns, publisher=work.publisher, place=work.place)
        work.part_of.year, work.part_of.issued = work.year, str(work.year or "")
        work.isbns = []
    else:
        journal = first("rft.jtitle") or (first("rft.title") if part else "")
        short = first("rft.stitle") if journal or part else ""
        work.venue = venue_of(journal, [*coins.get("rft.issn", []), *coins.get("rft.eissn", [])], short)
    return work


def _people(coins: dict[str, list[str]]) -> list[Contributor]:
    """The author in parts, then those in one string each: `rft.au` may or may not repeat the first."""
    names = coins.get("rft.au") or coins.get("rft.creator") or []
    people = people_of(names[:MOST])
    family = text_of(next(iter(coins.get("rft.aulast", [])), ""))
    given = text_of(next(iter(coins.get("rft.aufirst") or coins.get("rft.auinit") or coins.get("rft.auinit1") or []), ""))
    if family and not any(who.family.casefold() == family.casefold() or family.casefold() in who.name.casefold() for who in people):
        people.insert(0, Contributor(family=family, given=given))
    if not people and (body := text_of(next(iter(coins.get("rft.aucorp", [])), ""))):
        people = [Contributor(literal=body, organisation=True)]
    return people
