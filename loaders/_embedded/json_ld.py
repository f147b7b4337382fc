"""JSON-LD (and microdata) of schema.org → Work: contexts are never fetched, the names are schema.org's own.

Source: https://schema.org/CreativeWork and the types below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.identify import normal_doi, normal_isbn, normal_orcid
from graph.record import Contributor, Organisation, Reference, Work
from graph.sources.csl import name_to
from loaders._embedded.journals import short_among
from loaders._embedded.values import MOST, keywords_of, long_text_of, pages_of, people_of, put_date, text_of, venue_of
from loaders._files.told_works import csl_of
from loaders._page.page import open_licence, web_address
from loaders._people.names import comma_name

if TYPE_CHECKING:
    from graph.record import WorkKind

Node = dict[str, Any]
TYPES: dict[str, WorkKind] = {
    "scholarlyarticle": "article", "medicalscholarlyarticle": "article", "techarticle": "article", "thesis": "thesis", "report": "report",
    "chapter": "chapter", "book": "book", "audiobook": "book", "article": "article", "newsarticle": "article", "review": "article",
    "blogposting": "webpage", "dataset": "work", "creativework": "work",
}  # fmt: skip
"""Types that are works, those of scholarship first."""
_CSL_TYPES = {"newsarticle": "article-newspaper", "dataset": "dataset"}
_RANK = {name: rank for rank, name in enumerate(TYPES)}
_SERIES = {"periodical", "newspaper", "creativeworkseries", "magazine"}
_DEEPEST = 4


def works_of_json_ld(nodes: list[Node], window: str = "") -> list[Work]:
    """The works that the nodes describe, the most scholarly type first; a node named by `@id` alone is looked up among all.

    `window` is the page's own title: of a node's name and headline that stands which begins it.
    """
    known = {str(node["@id"]): node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 2}
    candidates = [node for one in nodes for node in (one, *_main(one)) if any(kind in TYPES for kind in kinds_of(node))]
    candidates.sort(key=lambda node: min(_RANK.get(kind, 99) for kind in kinds_of(node)))
    works: dict[tuple[str, str], Work] = {}
    for node in candidates:
        work = _Reader(known, window).work(node)
        if work.title or work.doi:
            works.setdefault((work.title, work.doi), work)
    return list(works.values())


def kinds_of(node: Node) -> list[str]:
    """The node's types in lower case, without schema.org's address."""
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.casefold().rpartition("/")[2].removeprefix("schema:") for kind in kinds if isinstance(kind, str)]


def _main(node: Node) -> list[Node]:
    """What a web page is about: `mainEntity`."""
    inner = [node.get("mainEntity")]
    return [one for one in inner if isinstance(one, dict)]


def said(value: object) -> str:
    """A value as text: the first of a list, the name of a node."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("value") or value.get("headline") or ""
        value = value[0] if isinstance(value, list) and value else value
    return text_of(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _listed(value: object) -> list[object]:
    """The values of a property: a list, or the one that stands alone."""
    return list(value)[:MOST] if isinstance(value, list) else [value] if value not in (None, "") else []


def _identifiers(node: Node) -> list[str]:
    found = []
    for value in [
        *_listed(node.get("doi")),
        *_listed(node.get("identifier")),
        *_listed(node.get("sameAs")),
        node.get("@id"),
        node.get("url"),
    ]:
        one = value.get("value") or value.get("@id") or value.get("url") or value.get("@value") if isinstance(value, dict) else value
        if isinstance(one, str):
            found.append(one)
    return found


class _Reader:
    def __init__(self, known: dict[str, Node], window: str) -> None:
        self.known, self.window = known, window.casefold()

    def work(self, node: Node, depth: int = 0) -> Work:
        kinds = kinds_of(node)
        headline, name = said(node.get("headline")), said(node.get("name"))
        cut_off = len(headline) > 20 and name.startswith(headline.rstrip(" .…"))
        named = bool(name) and self.window.startswith(name.casefold()) and not self.window.startswith(headline.casefold())
        work = Work(title=name if cut_off or named or not headline else headline)
        work.kind = next((TYPES[kind] for kind in kinds if kind in TYPES), "work")
        if csl_type := next((_CSL_TYPES[kind] for kind in kinds if kind in _CSL_TYPES), ""):
            csl_of(work)["type"] = csl_type
        identifiers = _identifiers(node)
        work.doi = next((doi for doi in map(normal_doi, identifiers) if doi), "")
        work.authors = self.people(node.get("author") or node.get("creator"))
        work.editors = self.people(node.get("editor"))
        if translators := self.people(node.get("translator")):
            csl_of(work)["translator"] = [name_to(who) for who in translators]
        put_date(work, said(node.get("datePublished")))
        work.pages = said(node.get("pagination")) or pages_of(said(node.get("pageStart")), said(node.get("pageEnd")))
        work.volume, work.issue = said(node.get("volumeNumber")), said(node.get("issueNumber"))
        work.publisher = said(self.whole(node.get("publisher")))
        work.edition = said(node.get("bookEdition"))
        about = node.get("abstract") or (node.get("description") if work.kind in ("article", "thesis", "report", "chapter") else "")
        work.abstract = long_text_of(said(about))
        work.language = self.language(node.get("inLanguage"))
        work.isbns = list(dict.fromkeys(n for value in _listed(node.get("isbn")) if (n := normal_isbn(said(value)))))
        work.keywords = keywords_of([said(word) for word in _listed(node.get("keywords"))])
        work.url = web_address(said(node.get("url")))
        licence = node.get("license")
        work.licence = open_licence(
            str(licence.get("@id") or licence.get("url") or said(licence)) if isinstance(licence, dict) else said(licence)
        )
        work.rights_holder = said(self.whole(node.get("copyrightHolder")))
        self.container(work, node)
        if not depth:
            work.references = [cited for one in _listed(node.get("citation")) if (cited := self.cited(one))]
        return work

    def whole(self, value: object) -> object:
        """A node that only names its `@id`, as it stands elsewhere on the page."""
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict) and len(value) <= 2 and isinstance(value.get("@id"), str):
            return self.known.get(value["@id"], value)
        return value

    def people(self, value: object) -> list[Contributor]:
        return [who for one in _listed(value) for who in self.agents(one)]

    def agents(self, value: object) -> list[Contributor]:
        value = self.whole(value)
        if not isinstance(value, dict):
            return people_of([said(value)])
        kinds = kinds_of(value)
        if any(kind.endswith("organization") for kind in kinds) or "collegeoruniversity" in kinds:
            return [Contributor(literal=said(value), organisation=True)] if said(value) else []
        family, given = said(value.get("familyName")), said(value.get("givenName"))
        who = Contributor(family=family, given=given) if family else comma_name(said(value))
        if who is None:
            return []
        who.orcid = next((orcid for one in _identifiers(value) if (orcid := normal_orcid(one))), "")
        bodies = [said(self.whole(body)) for body in _listed(value.get("affiliation"))]
        who.affiliations = [Organisation(label) for label in bodies if label]
        return [who]

    def language(self, value: object) -> str:
        value = value[0] if isinstance(value, list) and value else value
        return (said(value.get("alternateName")) or said(value) if isinstance(value, dict) else said(value))[:12]

    def container(self, work: Work, node: Node) -> None:
        """Issue, volume, journal or book, one inside the other."""
        part = self.whole(node.get("isPartOf"))
        issns = [said(issn) for issn in _listed(node.get("issn"))]
        for _ in range(_DEEPEST):
            if not isinstance(part, dict):
                break
            kinds = set(kinds_of(part))
            work.volume = work.volume or said(part.get("volumeNumber"))
            work.issue = work.issue or said(part.get("issueNumber"))
            if not work.issued:
                put_date(work, said(part.get("datePublished")))
            issns += [said(issn) for issn in _listed(part.get("issn"))]
            work.publisher = work.publisher or said(self.whole(part.get("publisher")))
            if kinds & _SERIES or (
                work.kind == "article" and said(part) and not kinds & {"website", "webpage", "publicationissue", "publicationvolume"}
            ):
                names = [said(name) for name in (*_listed(part.get("name")), *_listed(part.get("alternateName")))]
                work.venue = work.venue or venue_of(said(part), issns, short_among(names, said(part)))
            elif kinds & {"book", "collection"} and work.kind == "chapter":
                work.part_of = self.work(part, depth=1)
                break
            part = self.whole(part.get("isPartOf"))

    def cited(self, value: object) -> Reference | None:
        """An entry of `citation`: a work of its own, or its string."""
        value = self.whole(value)
        if isinstance(value, dict):
            work = self.work(value, depth=1)
            return Reference(work, raw=said(value.get("text")) or work.title) if work.title or work.doi else None
        raw = said(value)
        if not raw:
            return None
        from loaders.reading.references import parse

        return parse(raw)
