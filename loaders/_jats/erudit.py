"""An article in Érudit's schema (admin, liminaire, corps, partiesann): the work, its rights and its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import normal_doi
from graph.record import Contributor, Venue, Work
from graph.sources import edtf
from graph.sources.csl import name_to
from loaders._article.citing import cite
from loaders._article.writing import Writing, inline
from loaders._files import xml
from loaders._files.told_works import csl_of, whole_pages
from loaders._jats.front import joined_title
from loaders._values.languages import language_tag
from loaders._values.numbers import issns_in

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOTES = frozenset({"renvoi", "courriel", "objetmedia", "legende"})
_LEFT_OUT = frozenset(
    {"figure", "grfigure", "tableau", "grtableau", "equation", "grequation", "objetmedia", "no", "note", "grnote", "titre"}
)
_LEFT_OUT |= {"video", "audio", "grvideo", "graudio", "media", "image", "signature"}
_NOT_ENTRY = _NOTES | {"no", "idpublic"}
_BLOCKS = ("bloccitation", "listenonord", "listeord", "listerelation", "verbatim", "figure", "tableau", "equation", "exemple", "encadre")
_QUOTED = {"bloccitation", "verbatim", "epigraphe"}
_SEASONS = {"printemps": 21, "été": 22, "automne": 23, "hiver": 24}
_NO_SUFFIX = re.compile(r"^(?:jr|sr|jnr|snr|fils|père|i{1,3}|iv)\b\.?$", re.IGNORECASE)


def article_of(article: _Element) -> tuple[Work, str]:
    """The work, and the text that its passages and references have their places in."""
    work = Work(kind="article", language=language_tag(xml.attribute(article, "lang")))
    admin, front = xml.child(article, "admin"), xml.child(article, "liminaire")
    _titles(work, front)
    _people(work, front)
    _journal(work, admin)
    if xml.attribute(article, "typeart") == "compterendu":
        csl_of(work)["type"] = "review-book"
    writing = Writing(work, work.language)
    writing.passage(work.title, "title")
    _abstracts(work, front, writing)
    _keywords(work, front, writing)
    for body in xml.children(article, "corps"):
        _blocks(body, "", writing)
    back = xml.child(article, "partiesann")
    for appendix in xml.within(back, "annexe"):
        _blocks(appendix, inline(xml.child(appendix, "titre")), writing)
    entries = [inline(one, _NOT_ENTRY).strip(" ;") for one in xml.within(xml.child(back, "grbiblio"), "refbiblio")]
    work.references = cite([(entry, None) for entry in entries], writing)
    _entry_dois(work, xml.within(xml.child(back, "grbiblio"), "refbiblio"))
    return work, writing.text


def _entry_dois(work: Work, entries: list[_Element]) -> None:
    """DOIs that stand beside a reference in an element of their own."""
    told = [one for one in entries if inline(one, _NOT_ENTRY).strip(" ;")]
    for reference, entry in zip(work.references, told, strict=True):
        for one in xml.within(entry, "idpublic"):
            if xml.attribute(one, "scheme") == "doi" and not reference.work.doi:
                reference.work.doi = normal_doi(inline(one))


def _titles(work: Work, front: _Element | None) -> None:
    group = xml.child(front, "grtitre")
    work.title = joined_title(inline(xml.child(group, "titre"), _NOTES), inline(xml.child(group, "sstitre"), _NOTES))
    # a review is headed by what it reviews, a column by its name
    work.title = work.title or next((said for name in ("trefbiblio", "surtitre") if (said := inline(xml.child(group, name), _NOTES))), "")
    for other in xml.children(group, "titreparal"):
        work.custom.setdefault(f"title-{language_tag(xml.attribute(other, 'lang')) or 'other'}", inline(other, _NOTES))


def _people(work: Work, front: _Element | None) -> None:
    from loaders._people.affiliations import Affiliations

    read, translators = Affiliations(), list[Contributor]()
    for author in xml.children(xml.child(front, "grauteur"), "auteur"):
        role = inline(xml.child(author, "contribution")).casefold()
        persons = xml.children(author, "nompers")
        who = person(persons[0]) if persons else None
        if who is None and (body := inline(xml.child(author, "nomorg"), _NOTES)):
            who = Contributor(literal=body, organisation=True)
        if who is None:
            continue
        for place in xml.children(author, "affiliation"):
            if (body_of := read.read(inline(place, _NOTES))) and body_of not in who.affiliations:
                who.affiliations.append(body_of)
        if "tradu" in role or "transl" in role:
            translators.append(who)
        else:
            work.authors.append(who)
    if translators:
        csl_of(work)["translator"] = [name_to(who) for who in translators]


def person(name: _Element) -> Contributor | None:
    """`nompers` → name; degrees that stand as a suffix are no part of it."""
    given = " ".join(part for one in xml.children(name, "prenom", "autreprenom") if (part := inline(one, _NOTES)))
    family, suffix = inline(xml.child(name, "nomfamille"), _NOTES), inline(xml.child(name, "suffixe"), _NOTES)
    if not family and not given:
        return None
    if not family:
        family, given = given, ""
    return Contributor(family=family, given=given, suffix=suffix if _NO_SUFFIX.match(suffix) else "")


def _journal(work: Work, admin: _Element | None) -> None:
    about, journal, issue = xml.child(admin, "infoarticle"), xml.child(admin, "revue"), xml.child(admin, "numero")
    for one in xml.children(about, "idpublic"):
        if xml.attribute(one, "scheme") == "doi":
            work.doi = normal_doi(inline(one))
    pages = xml.child(about, "pagination")
    work.pages = whole_pages(inline(xml.child(pages, "ppage")), inline(xml.child(pages, "dpage")))
    if set(work.pages) <= set("0-"):
        work.pages = ""  # "0" stands where there is none
    title, short = inline(xml.child(journal, "titrerev")), inline(xml.child(journal, "titrerevabr"))
    issns = issns_in(inline(one) for one in xml.children(journal, "idissn", "idissnnum"))
    parallel = [inline(one) for one in xml.children(journal, "titrerevparal")]
    if title or issns:
        work.venue = Venue(title, [name for name in dict.fromkeys([short, *parallel]) if name and name != title], issns)
    work.volume = inline(xml.child(issue, "volume"))
    work.issue = "-".join(number for one in xml.children(issue, "nonumero") if (number := inline(one)))
    dated = xml.child(issue, "pub")
    year = re.search(r"\d{4}", inline(xml.child(dated, "annee")))
    if year:
        season = inline(xml.child(dated, "periode"))
        word = re.split(r"[-–—/\s]", season)[0].casefold()
        month = _SEASONS.get(word) or edtf.SEASONS.get(word) or edtf.month(word)
        work.year, work.issued = int(year[0]), edtf.joined(int(year[0]), month)
    work.publisher = inline(xml.child(admin, "editeur", "nomorg"))
    _rights(work, admin)


def _rights(work: Work, admin: _Element | None) -> None:
    from loaders._page.page import open_licence

    for rights in xml.children(admin, "droitsauteur"):
        links = [xml.attribute(one, "href") for one in xml.within(rights, "liensimple")]
        work.licence = work.licence or next((address for said in [*links, inline(rights)] if (address := open_licence(said))), "")
        holders = [inline(one) for one in xml.within(rights, "nomorg")] or [
            who.name for one in xml.within(rights, "nompers") if (who := person(one))
        ]
        work.rights_holder = work.rights_holder or ", ".join(holders)


def _abstracts(work: Work, front: _Element | None, writing: Writing) -> None:
    own = sorted(xml.children(front, "resume"), key=lambda one: language_tag(xml.attribute(one, "lang")) != work.language)
    for element in own:
        language = language_tag(xml.attribute(element, "lang"))
        said = " ".join(part for one in xml.within(element, "alinea") if (part := inline(one, _NOTES)))
        if not (span := writing.passage(said, "abstract", language=language)):
            continue
        if not work.abstract and language in {"", work.language}:
            work.abstract, work.abstract_span = span.exact, span
        else:
            work.custom.setdefault(f"abstract-{language or 'other'}", span.exact)


def _keywords(work: Work, front: _Element | None, writing: Writing) -> None:
    for group in xml.children(front, "grmotcle"):
        language = language_tag(xml.attribute(group, "lang"))
        words = [word for one in xml.within(group, "motcle") if (word := inline(one, _NOTES))]
        if language in {"", work.language}:
            work.keywords += words
        elif words:
            work.custom.setdefault(f"keywords-{language}", words)
    if work.keywords:
        writing.passage("; ".join(work.keywords), "keywords")


def _blocks(element: _Element, section: str, writing: Writing) -> None:
    """Headings and paragraphs in their order; figures, tables and notes are left out."""
    if title := inline(xml.child(element, "titre"), _NOTES):
        section = title
        writing.passage(title, "heading", section)
    for block in xml.children(element):
        name = xml.local(block)
        if name == "texte":  # the text of a scanned page, without structure: a passage a page
            for page in "".join(map(str, block.itertext())).split("\ufeff"):
                writing.passage(page, "body", section)
        elif name == "alinea":
            writing.passage(inline(block, _NOTES | set(_BLOCKS)), "body", section)
            for inner in xml.children(block, *_BLOCKS):
                _block(inner, section, writing)
        elif name not in _LEFT_OUT:
            _block(block, section, writing)


def _block(block: _Element, section: str, writing: Writing) -> None:
    name = xml.local(block)
    if name in _QUOTED:
        without = _NOTES | {"source", "no", "titre", "refbiblio"}
        writing.passage(
            " ".join(inline(one, without) for one in xml.within(block, "alinea", "ligne")) or inline(block, without), "quotation", section
        )
    elif name not in _LEFT_OUT:
        _blocks(block, section, writing)
