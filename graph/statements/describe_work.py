"""Works, their people, venues, publishers and sources → statements. The inner loop of every bulk load: one pass, no intermediate values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.identify import (
    ID,
    digest,
    doi_key,
    normal_doi,
    normal_isbn,
    normal_issn,
    normal_orcid,
    normal_title,
    plain_letters,
    slug,
)
from graph.record import UNKNOWN
from graph.statements.names import split_name
from graph.statements.writing import ALT_LABEL, LABEL, PREF_LABEL, SLUG, Writing, is_a, predicate
from graph.text import boolean, integer, literal
from ontology import terms

if TYPE_CHECKING:
    from graph.record import Contributor, Disagreement, Organisation, Proposer, Source, Venue, Work

_CLASSES = {
    "article": is_a(terms.ARTICLE),
    "book": is_a(terms.BOOK),
    "chapter": is_a(terms.CHAPTER),
    "report": is_a(terms.REPORT),
    "thesis": is_a(terms.THESIS),
    "webpage": is_a(terms.WEB_PAGE),
    "work": is_a(terms.WORK),
}
_SORTS = {"article": "a", "chapter": "c", "book": "b", "report": "b", "thesis": "b", "webpage": "w", "work": ""}
"""Works of one title in two of these are two records, whatever else they share."""
_PERSON = is_a(terms.PERSON)
_ORGANISATION = is_a(terms.ORGANISATION)
_CONTRIBUTION = is_a(terms.CONTRIBUTION)
_HAS_AUTHOR = predicate(terms.HAS_AUTHOR)
_HAS_EDITOR = predicate(terms.HAS_EDITOR)
_HAS_CONTRIBUTION = predicate(terms.HAS_CONTRIBUTION)
_CONTRIBUTOR = predicate(terms.CONTRIBUTOR)
_ORDINAL = predicate(terms.ORDINAL)
_GIVEN = predicate(terms.GIVEN_NAME)
_FAMILY = predicate(terms.FAMILY_NAME)
_TITLE = predicate(terms.TITLE)
_YEAR = predicate(terms.PUBLICATION_YEAR)
_CITES = predicate(terms.CITES)
_PUBLISHED_IN = predicate(terms.PUBLISHED_IN)
_PUBLISHED_BY = predicate(terms.PUBLISHED_BY)
_DOI = predicate(terms.DOI)

# field of Work → property, for those whose value is the text as printed
_TEXTS = tuple(
    (name, predicate(iri))
    for name, iri in (
        ("year_suffix", terms.YEAR_SUFFIX),
        ("issued", terms.EDTF_DATE),
        ("modified", terms.DCTERMS_MODIFIED),
        ("told_by", terms.TOLD_BY),
        ("volume", terms.VOLUME),
        ("issue", terms.ISSUE_NUMBER),
        ("pages", terms.PAGES),
        ("article_number", terms.ARTICLE_NUMBER),
        ("edition", terms.EDITION),
        ("place", terms.PLACE_OF_PUBLICATION),
        ("abstract", terms.ABSTRACT),
        ("language", terms.LANGUAGE),
        ("licence", terms.LICENCE),
        ("rights_holder", terms.RIGHTS_HOLDER),
    )
)
_LISTS = tuple(
    (name, predicate(iri))
    for name, iri in (
        ("keywords", terms.KEYWORD),
        ("badges", terms.LINK_BADGE),
        ("method", terms.METHOD),
        ("authors_as_printed", terms.AUTHORS_AS_PRINTED),
    )
)


def work_key(work: Work, origin: str) -> str:
    """The key of a work: its DOI, else first family or publisher, year and a hash of what tells it from others.

    A work without title is known on its own page only (`origin`): two pages that print "Smith, 2006" may mean two works.
    """
    doi = normal_doi(work.doi) if work.doi else ""
    if doi:
        return doi_key(doi)
    people = work.authors or work.editors
    family = _family(people[0]) if people else (work.authors_as_printed[0] if work.authors_as_printed else "")
    lead = slug(family or work.publisher)[:40].rstrip("-")
    year = "" if work.year is None else str(work.year)
    title = normal_title(work.title)
    if title:
        within = work.venue or work.part_of
        container = normal_title(within.title) if within is not None else ""
        anonymous = "" if people or year else work.url
        # All names as printed: two forms of one list are two records, joined by evidence, and never one list with everybody twice.
        names = ";".join([plain_letters(who.name) for who in people]) or family
        told = (_SORTS[work.kind], title, year, work.year_suffix, names, container, work.volume, work.pages, work.edition, anonymous)
        # An issue or article number tells apart what one person writes into every issue; works without one keep their key.
        numbered = [f"{sort} {number}" for sort, number in (("issue", work.issue), ("article", work.article_number)) if number]
        return f"{lead or 'work'}-{year or 'nd'}-{digest('|'.join((*told, *numbered)), 12)}"
    if not lead:
        return digest("|".join((origin, str(_position(work)), work.abstract[:200], work.url, work.key, year)), 12)
    printed = (origin, year, work.year_suffix, "; ".join(work.authors_as_printed) or family, work.key, work.url)
    return f"{lead}-{year or 'nd'}-{digest('|'.join(printed), 12)}"


def _position(work: Work) -> int | None:
    if work.abstract_span is not None:
        return work.abstract_span.start
    if work.passages and work.passages[0].slices:
        return work.passages[0].slices[0][0]
    return work.line


def _family(contributor: Contributor) -> str:
    if contributor.family or contributor.organisation:
        return contributor.family or contributor.literal
    return split_name(contributor.literal)[1]


def work(w: Writing, one: Work) -> str:
    """A work with everything it refers to."""
    key = one.known_as or work_key(one, w.origin)
    iri = f"{ID}work/{key}"
    w.remember(one, iri)
    if one.known_as:
        return iri
    add = w.lines.append
    s = f"<{iri}>"
    add(s + _CLASSES[one.kind])
    add(f'{s}{SLUG}"{key.lower()}"' if key.isascii() else f"{s}{SLUG}{literal(key.lower())}")
    add(s + w.mark)
    _printed(w, s, one)
    _identifiers(w, s, one)
    if one.authors or one.editors:
        _people(w, s, key, one)
        if one.et_al and not one.authors_as_printed:
            add(f"{s} <{terms.AUTHORS_AS_PRINTED}> {literal('; '.join(who.name for who in one.authors or one.editors) + ' et al.')}")
    if one.publisher:
        add(f"{s}{_PUBLISHED_BY}<{_named_organisation(w, one.publisher)}>")
    _around(w, s, one)
    for told in one.disagreements:
        _disagreement(w, iri, told)
    return iri


def _printed(w: Writing, s: str, one: Work) -> None:
    add = w.lines.append
    if one.title:
        title = literal(one.title)
        add(s + _TITLE + title)
        add(s + LABEL + title)
    if one.year is not None:
        add(s + _YEAR + integer(one.year))
    for name, p in _TEXTS:
        value = getattr(one, name)
        if value:
            add(s + p + literal(value))
    for name, p in _LISTS:
        for value in getattr(one, name):
            if value:
                add(s + p + literal(value))


def _around(w: Writing, s: str, one: Work) -> None:
    """What the work stands in, refers to and is about."""
    if one.venue is not None:
        held = venue(w, one.venue)
        if held:
            w.lines.append(f"{s}{_PUBLISHED_IN}<{held}>")
    if one.part_of is not None:
        w.lines.append(f"{s} <{terms.PART_OF_WORK}> <{w.refer(one.part_of)}>")
    for reference in one.references:
        w.lines.append(f"{s}{_CITES}<{w.refer(reference.work)}>")
    for concept in one.about:
        w.lines.append(f"{s} <{terms.ABOUT_CONCEPT}> <{w.refer(concept)}>")


def _identifiers(w: Writing, s: str, one: Work) -> None:
    if one.doi:
        doi = normal_doi(one.doi)
        if doi:
            w.lines.append(s + _DOI + literal(doi))
    for printed in one.isbns:
        isbn = normal_isbn(printed)
        if isbn:
            w.lines.append(f'{s} <{terms.ISBN}> "{isbn}"')
    if one.url.lower().startswith(("http://", "https://")):
        w.lines.append(f"{s} <{terms.LANDING_PAGE}> {literal(one.url)}")


def _people(w: Writing, s: str, key: str, one: Work) -> None:
    add = w.lines.append
    named: dict[str, int] = {}
    authors = [contributor(w, who, key, named) for who in one.authors]
    named = {}  # an editor of an author's name is that author; two authors of one name are two
    for iri in authors:
        add(f"{s}{_HAS_AUTHOR}<{iri}>")
    if len(authors) > 1:
        parts = [f"{s[:-1]}#author-{number}>" for number in range(1, len(authors) + 1)]
        w.lines += [f"{s}{_HAS_CONTRIBUTION}{part}" for part in parts]
        for number, (part, iri) in enumerate(zip(parts, authors, strict=True), 1):
            add(part + _CONTRIBUTION)
            add(f"{part}{_CONTRIBUTOR}<{iri}>")
            add(part + _ORDINAL + integer(number))
    for who in one.editors:
        add(f"{s}{_HAS_EDITOR}<{contributor(w, who, key, named)}>")


def contributor(w: Writing, who: Contributor, key: str, named: dict[str, int]) -> str:
    """A person, keyed under the work unless they have an ORCID iD, or an organisation. `named`: how often this role had the name so far."""
    if who.organisation:
        return _named_organisation(w, who.name)
    name = who.name
    orcid = normal_orcid(who.orcid) if who.orcid else ""
    if orcid:
        segment, iri = orcid, f"{ID}person/{orcid}"
        value = (orcid, who.given, who.family, who.literal, who.suffix, *who.alternatives)
        if not who.affiliations:
            if value in w.told:
                return iri
            w.tell(value, iri)
    else:
        segment = slug(name) or "unnamed"
        count = named[segment] = named.get(segment, 0) + 1
        if count > 1:
            segment = f"{segment}-{count}"
        iri = f"{ID}person/{key}/{segment}"
    add = w.lines.append
    s = f"<{iri}>"
    label = literal(name)
    add(s + _PERSON)
    add(s + LABEL + label)
    add(s + PREF_LABEL + label)
    if who.given:
        add(s + _GIVEN + literal(who.given))
    if who.family:
        add(s + _FAMILY + literal(who.family))
    add(f'{s}{SLUG}"{segment.lower()}"')
    add(s + w.mark)
    if orcid:
        add(f'{s} <{terms.ORCID}> "{orcid}"')
    for other in who.alternatives:
        add(s + ALT_LABEL + literal(other))
    for body in who.affiliations:
        add(f"{s} <{terms.AFFILIATED_WITH}> <{w.refer(body)}>")
    return iri


def venue(w: Writing, one: Venue) -> str:
    """A journal or other serial by its smallest ISSN, else by its title; "" where it has neither."""
    value = (one.title, one.issn_l, *one.issns, *one.abbreviations)
    known = w.told.get(value)
    if known is not None:
        return known
    numbers = sorted({normal_issn(printed) for printed in one.issns} - {""})
    linking = normal_issn(one.issn_l) if one.issn_l else ""
    key = min([*numbers, linking] if linking else numbers, default="") or slug(one.title)
    iri = f"{ID}venue/{key}" if key else ""
    w.tell(value, iri)
    if not iri:
        return ""
    s = f"<{iri}>"
    add = w.lines.append
    add(s + is_a(terms.JOURNAL if one.journal else terms.VENUE))
    if one.title:
        add(s + LABEL + literal(one.title))
    add(s + SLUG + literal(key.lower()))
    add(s + w.mark)
    for number in numbers:
        add(f'{s} <{terms.ISSN}> "{number}"')
    if linking:
        add(f'{s} <{terms.ISSN_L}> "{linking}"')
    for short in one.abbreviations:
        if short and short != one.title:
            add(s + ALT_LABEL + literal(short))
    return iri


def _named_organisation(w: Writing, label: str) -> str:
    """An organisation of which no more than the name is printed."""
    known = w.told.get(label)
    if known is not None:
        return known
    key = slug(label) or "unnamed"
    iri = f"{ID}organisation/{key}"
    w.tell(label, iri)
    s = f"<{iri}>"
    w.lines += (s + _ORGANISATION, s + LABEL + literal(label), s + SLUG + literal(key), s + w.mark)
    return iri


def organisation(w: Writing, one: Organisation) -> str:
    """An organised body by its name; one whose name the source withholds is keyed under its work."""
    key = slug(one.label) or "unnamed"
    path = f"{work_key(one.work, w.origin)}/{key}" if one.anonymised and one.work is not None else key
    iri = f"{ID}organisation/{path}"
    w.remember(one, iri)
    add = w.lines.append
    s = f"<{iri}>"
    add(s + (is_a(terms.PUBLIC_ORGANISATION) if one.public else _ORGANISATION))
    add(s + LABEL + literal(one.label))
    add(s + SLUG + literal(key))
    add(s + w.mark)
    for other in one.alternatives:
        if other and other != one.label:
            add(s + ALT_LABEL + literal(other))
    if one.part_of is not None:
        add(f"{s} <{terms.PART_OF_ORGANISATION}> <{w.refer(one.part_of)}>")
    if one.anonymised:
        add(f"{s} <{terms.ANONYMISED}> {boolean(True)}")
    for span in one.evidence:
        add(f"{s} <{terms.EVIDENCED_BY}> <{w.evidence(span)}>")
    return iri


def source(w: Writing, one: Source) -> str:
    """The capture itself, with what may be shown of it."""
    s = f"<{w.source}>"
    w.remember(one, w.source)
    address = w.capture.retrieved_from or one.retrieved_from
    w.origin = address or w.digest
    values = (
        (terms.RDFS_LABEL, one.label or w.capture.name),
        (terms.CONTENT_HASH, w.digest),
        (terms.SLUG, w.digest),
        (terms.RETRIEVED_FROM, address),
        (terms.LICENCE, one.licence or UNKNOWN),
        (terms.RIGHTS_HOLDER, one.rights_holder or UNKNOWN),
        (terms.DISPLAY, one.display),
        (terms.LANGUAGE, one.language),
    )
    w.lines.append(s + is_a(terms.SOURCE))
    w.lines += [f"{s} <{p}> {literal(value)}" for p, value in values if value]
    w.lines.append(f"{s} <{terms.TEXT_LENGTH}> {integer(len(w.capture.text))}")
    if one.proposer is not None:
        _proposer(w, s, one.proposer)
    return w.source


def _proposer(w: Writing, s: str, one: Proposer) -> None:
    """The language model whose answers the capture has, and what it read."""
    w.agent = f"{w.source}#model"
    agent = f"<{w.agent}>"
    w.lines += (
        f"{s} <{terms.PROV_WAS_ATTRIBUTED_TO}> {agent}",
        f"{s} <{terms.PROV_WAS_DERIVED_FROM}> <{ID}source/{one.of}>",
        agent + is_a(terms.PROV_SOFTWARE_AGENT),
        f"{agent} <{terms.MODEL_NAME}> {literal(one.model)}",
        f"{agent} <{terms.MODEL_HOST}> {literal(one.host)}",
        f"{agent} <{terms.PROMPT_VERSION}> {literal(one.prompt)}",
    )
    if one.answered:
        w.lines.append(f"{s} <{terms.PROV_GENERATED_AT_TIME}> {literal(one.answered)}^^<{terms.XSD_DATE_TIME}>")
    if one.waits:
        w.lines.append(f"{s} <{terms.AWAITS_READER}> {boolean(True)}")


# what loaders call a field of a work → its property, where the names differ
_PROPERTIES = {
    "year": "publicationYear",
    "issue": "issueNumber",
    "issued": "edtfDate",
    "authors": "hasAuthor",
    "author order": "hasContribution",
    "editors": "hasEditor",
    "venue": "publishedIn",
    "container": "publishedIn",
    "publisher": "publishedBy",
    "place": "placeOfPublication",
    "url": "landingPage",
}


def _disagreement(w: Writing, iri: str, told: Disagreement) -> None:
    """Two values that one page prints for one property of a work."""
    name = _PROPERTIES.get(told.property) or re.sub(r"\W", "", told.property)
    s = f"<{iri}#disagreement-{name}-{digest(told.chosen + '|' + told.other, 8)}>"
    w.lines += (
        s + is_a(terms.DISAGREEMENT),
        f"{s} <{terms.DISAGREES_ON}> <{terms.GOV}{name}>",
        f"{s} <{terms.CHOSEN_VALUE}> {literal(told.chosen)}",
        f"{s} <{terms.OTHER_VALUE}> {literal(told.other)}",
        f"{s} <{terms.RULE}> {literal(told.rule)}",
    )
