"""What an HTML page says about its works in its own markup: meta elements, JSON-LD and microdata of schema.org, COinS, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.record import Disagreement, Work
from loaders._embedded.coins import work_of_coins
from loaders._embedded.journals import complete, folded, settle
from loaders._embedded.json_ld import works_of_json_ld
from loaders._embedded.meta import open_graph, works_of_meta

if TYPE_CHECKING:
    from loaders._page.markup import Markup

_TEXTS = (
    "title", "doi", "volume", "issue", "pages", "article_number", "publisher", "place", "abstract", "language", "licence", "rights_holder",
    "edition", "url",
)  # fmt: skip
_MOST_NAMESAKES = 100
_RULE = "what the page prints for its reader before what its metadata say"


def embedded_work(markup: Markup) -> Work | None:
    """The one work that a page of a known site is about, or None where its metadata name none; nothing of it has a place in the text."""
    work = Work()
    for _, other in works_of_meta(markup):
        fill(work, other)
    for other in [*map(work_of_coins, markup.coins[:1]), *works_of_json_ld(markup.json_ld, markup.title)[:1]]:
        fill(work, other)
    settle(work.venue)
    return work if work.title or work.doi else None


def embedded_works(markup: Markup) -> tuple[list[Work], list[Work]]:
    """(works, left out) of a page of any site: the vocabularies that speak of one work joined, where they differ with Disagreements.

    Meta elements speak of one work, that of the page. COinS speak of as many as there are (a list of results, an issue's contents), JSON-LD
    too where no meta elements stand; nodes for other works beside a page's own (related articles) are left out.
    """
    main: Work | None = None
    vocabulary = ""
    for name, other in works_of_meta(markup):
        if main is None:
            main, vocabulary = other, name
        else:
            main.disagreements += fill(main, other, f"{vocabulary} before {name}")
    works = [main] if main is not None and (main.title or main.doi) else []
    coins = [work for work in map(work_of_coins, markup.coins) if work.title or work.doi]
    left_out: list[Work] = []
    for name, found in (
        ("JSON-LD", works_of_json_ld(markup.json_ld, markup.title)),
        ("microdata", works_of_json_ld(markup.microdata, markup.title)),
        ("COinS", coins),
    ):
        listed = len(found) > 1 and name == "COinS"
        left_out += _join(works, found, name, listed=listed, own=main is not None)
    if not works:  # a page that is a list of works, and no work that cites them
        _join(works, [work for work in map(work_of_coins, markup.cited_coins) if work.title or work.doi], "COinS", listed=True, own=False)
    if not works and (shown := open_graph(markup)):
        works = [shown]
    if main is not None and len(works) == 1 and works[0] is not main:  # meta elements without a title
        fill(works[0], main)
    for work in works:
        settle(work.venue)
    return works, left_out


def _join(works: list[Work], found: list[Work], name: str, *, listed: bool, own: bool) -> list[Work]:
    """Add one vocabulary's works to those of others; what is left out is given back."""
    left_out: list[Work] = []
    alone = works[0] if len(works) == 1 and len(found) == 1 else None
    known = _Known(works)
    for other in found:
        same = alone or known.one_with(other, listed=listed)
        if same is not None:
            same.disagreements += fill(same, other, f"the page's other metadata before its {name}")
        elif not works or listed or not own:
            works.append(other)
            known.add(other)
        else:
            left_out.append(other)
    return left_out


class _Known:
    """Works by DOI and by title: two are one if their DOIs are, or their titles where not both have a DOI."""

    def __init__(self, works: list[Work]) -> None:
        self._by_doi: dict[str, Work] = {}
        self._by_title: dict[str, list[Work]] = {}
        for work in works:
            self.add(work)

    def add(self, work: Work) -> None:
        if work.doi:
            self._by_doi.setdefault(work.doi, work)
        if title := folded(work.title):
            self._by_title.setdefault(title, []).append(work)

    def one_with(self, other: Work, *, listed: bool) -> Work | None:
        """The work that this is; in a list of many works two of one title ("Editorial") are one only in one place of one year."""
        if other.doi and (same := self._by_doi.get(other.doi)) is not None:
            return same
        for titled in self._by_title.get(folded(other.title), [])[:_MOST_NAMESAKES]:
            apart = any(mine and theirs and mine != theirs for mine, theirs in zip(_place(titled), _place(other), strict=True))
            if not (titled.doi and other.doi) and not (listed and apart):
                return titled
        return None


def _place(work: Work) -> tuple[str, ...]:
    return str(work.year or ""), work.volume, work.issue, work.pages, work.authors[0].family if work.authors else ""


def fill(work: Work, other: Work, rule: str = _RULE) -> list[Disagreement]:
    """Give the work what it lacks and the other has; where both have a title, DOI, year, volume or issue that differ, say so."""
    found = []
    for name, mine, theirs in (
        ("title", work.title, other.title),
        ("doi", work.doi, other.doi),
        ("publicationYear", str(work.year or ""), str(other.year or "")),
        ("volume", work.volume, other.volume),
        ("issueNumber", work.issue, other.issue),
    ):
        if mine and theirs and folded(mine) != folded(theirs):
            found.append(Disagreement(name, mine, theirs, rule))
    for name in _TEXTS:
        if not getattr(work, name):
            setattr(work, name, getattr(other, name))
    for name in ("authors", "editors", "isbns", "keywords", "references"):
        if not getattr(work, name):
            setattr(work, name, list(getattr(other, name)))
    _details_of_people(work, other)
    if work.year is None or (work.year == other.year and len(other.issued) > len(work.issued)):
        work.year, work.issued = other.year, other.issued
    if work.kind == "work":
        work.kind = other.kind
        if told := other.custom.get("csl"):
            work.custom.setdefault("csl", told)
    work.part_of = work.part_of or (other.part_of if work.kind == "chapter" else None)
    if work.venue is None:
        work.venue = other.venue if work.part_of is None else None
    elif other.venue:
        complete(work.venue, other.venue)
    return found


def _details_of_people(work: Work, other: Work) -> None:
    """ORCID and affiliations of the same person in the same place of both lists."""
    if len(work.authors) != len(other.authors):
        return
    for mine, theirs in zip(work.authors, other.authors, strict=True):
        if mine is not theirs and mine.family and folded(mine.family) == folded(theirs.family):
            mine.orcid = mine.orcid or theirs.orcid
            mine.affiliations = mine.affiliations or theirs.affiliations
