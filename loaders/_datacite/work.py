"""A record of DataCite in the form of its JSON → Work (https://datacite-metadata-schema.readthedocs.io/en/4.6/)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Disagreement, Reference, Work
from graph.sources import edtf
from graph.sources.csl import name_to, web_address
from graph.sources.csl_terms import KIND_OF_TYPE, TYPE_OF_KIND
from loaders._datacite.container import CITED, place
from loaders._datacite.people import name, names
from loaders._datacite.values import Entry, field, listed, sort_of, text
from loaders._files.json_records import few

if TYPE_CHECKING:
    from graph.record import WorkKind

# Of resourceTypeGeneral; "Text" and the like are told apart by the finer types below.
_GENERAL = {
    "journalarticle": "article-journal", "article": "article-journal", "scholarlyarticle": "article-journal",
    "datapaper": "article-journal", "preprint": "article", "book": "book", "bookchapter": "chapter", "chapter": "chapter",
    "journal": "periodical", "dissertation": "thesis", "thesis": "thesis", "doctoralthesis": "thesis", "mastersthesis": "thesis",
    "phdthesis": "thesis", "conferencepaper": "paper-conference", "conferenceproceeding": "book", "conferenceproceedings": "book",
    "proceedings": "book", "report": "report", "technicalreport": "report", "workingpaper": "report",
    "projectdeliverable": "report", "standard": "standard", "peerreview": "review", "review": "review", "dataset": "dataset",
    "software": "software", "computationalnotebook": "software", "collection": "collection", "blogposting": "post-weblog",
    "blogpost": "post-weblog", "webpage": "webpage", "website": "webpage", "audiovisual": "motion_picture",
    "film": "motion_picture", "image": "graphic", "sound": "song", "presentation": "speech", "map": "map", "poster": "document",
}  # fmt: skip
_WORDS = {
    "review-book": ("book review", "rezension", "compte rendu", "reseña", "resenha"),
    "thesis": ("thesis", "dissertation", "habilitation", "hochschulschrift", "thèse", "tesis", "tese", "mémoire"),
    "chapter": ("chapter", "part of book", "kapitel", "sammelband", "chapitre", "capítulo"),
    "paper-conference": ("conference paper", "proceedings paper", "konferenzbeitrag", "tagungsbeitrag", "communication"),
    "report": (
        "report",
        "working paper",
        "discussion paper",
        "policy brief",
        "bericht",
        "arbeitspapier",
        "rapport",
        "informe",
        "relatório",
    ),
    "article-journal": ("article", "artikel", "aufsatz", "zeitschrift", "artículo", "artigo", "journal contribution"),
    "book": ("monograph", "edited volume", "edited book", "textbook", "buch", "livre", "libro", "livro"),
}
"""Free types by their words; the first row that fits."""
_KINDS: dict[str, WorkKind] = {"standard": "report", "collection": "work", "periodical": "work"}


def attributes(entry: Entry) -> Entry:
    """What a record of the REST API says: what stands under `attributes`, with its id.

    Raises:
        InputError: it is another thing than a work.
    """
    inner = entry.get("attributes")
    if isinstance(inner, Mapping):
        sort = text(entry.get("type"))
        if sort and sort not in {"dois", "works", "data-center-works", "doi"}:
            raise InputError(f"'{sort}' of DataCite is no bibliographic work")
        return {"id": entry.get("id"), **inner}
    if "errors" in entry or ("status" in entry and "title" in entry and "creators" not in entry and "doi" not in entry):
        raise InputError(f"the service tells of a fault, no work: {text(entry.get('errors')) or text(entry.get('title'))}")
    return entry


def texts_of(entry: Entry) -> tuple[str, str]:
    """(title, abstract) of a record, as its Work has them."""
    said = attributes(entry)
    titles = [
        (re.sub(r"\W", "", text(field(one, "titleType"))).lower(), text(one.get("title")))
        for one in listed(said.get("titles") or said.get("title"))
    ]
    main = next((title for sort, title in titles if title and not sort), "") or next((title for _, title in titles if title), "")
    subtitle = next((title for sort, title in titles if sort == "subtitle"), "")
    if main and subtitle and subtitle.casefold() not in main.casefold():
        main = f"{main}{' ' if main[-1] in ':?!.–—' else ': '}{subtitle}"
    told = [
        (sort_of(one, "descriptionType"), text(one.get("description") or one.get("name")))
        for one in listed(said.get("descriptions") or said.get("description"))
    ]
    return main, next((words for sort, words in told if sort in {"abstract", ""} and words), "")


def work_of(entry: Entry) -> Work:
    """A record → Work.

    Raises:
        InputError: it is no work, or a value cannot be.
    """
    said = attributes(entry)
    title, abstract = texts_of(entry)
    kind, csl_type = _kind(said)
    work = Work(kind=kind, title=title, abstract=abstract, doi=_doi(said))
    work.key = work.doi or text(said.get("id"))
    extra: dict[str, Any] = {} if TYPE_OF_KIND[kind] == csl_type else {"type": csl_type}
    work.authors, more = names(said.get("creators") or said.get("creator") or said.get("author"))
    _contributors(work, said, extra)
    work.et_al = more
    _dates(work, said)
    work.publisher, work.language = text(said.get("publisher")), text(said.get("language"))
    work.keywords = list(dict.fromkeys(word for one in listed(said.get("subjects")) if (word := text(one.get("subject")))))
    work.url = web_address(text(said.get("url")))
    rights = [
        text(field(one, "rightsUri")) or text(one.get("rightsURI")) or text(one.get("rights"))
        for one in listed(field(said, "rightsList") or said.get("license"))
    ]
    work.licence = next((one for one in rights if web_address(one)), "") or next((one for one in rights if one), "")
    place(work, said, extra)
    _related(work, said)
    if version := text(said.get("version")):
        extra["version"] = version
    if extra:
        work.custom["csl"] = extra
    if not (work.title or work.doi or work.authors):
        raise InputError("no title, name or DOI to know the work by")
    return work


def _doi(said: Entry) -> str:
    own = [text(said.get("doi")), text(said.get("id")), text(said.get("identifier"))]
    named = [one for one in listed(said.get("identifiers")) if sort_of(one, "identifierType") == "doi"]
    own += [text(one.get("identifier") or one.get("Identifier")) for one in named]
    return next((doi for value in own if (doi := normal_doi(value))), "")


def _kind(said: Entry) -> tuple[WorkKind, str]:
    """The general type, where it says more than "Text" or "Other"; else the free one, else what DataCite makes of both."""
    types = said.get("types") if isinstance(said.get("types"), Mapping) else {}
    assert isinstance(types, Mapping)
    general, free = (text(field(types, name)) or text(field(said, name)) for name in ("resourceTypeGeneral", "resourceType"))
    free = free or text(said.get("resource-type-subtype"))
    made = {"article-journal": "article-journal", "other": ""}.get(text(types.get("citeproc")), text(types.get("citeproc")))
    found = [_GENERAL.get(re.sub(r"\W|_", "", one).lower(), "") for one in (general, free)]
    csl_type = found[0] or found[1] or _loose(free) or (made if made in KIND_OF_TYPE else "")
    if csl_type in _KINDS:
        return _KINDS[csl_type], csl_type
    return (KIND_OF_TYPE[csl_type], csl_type) if csl_type in KIND_OF_TYPE else ("work", csl_type or "document")


def _loose(free: str) -> str:
    """A free type by a word in it, in the languages of German, French, Spanish and Portuguese repositories, too."""
    folded = free.casefold()
    return next((csl_type for csl_type, words in _WORDS.items() if any(word in folded for word in words)), "")


def _contributors(work: Work, said: Entry, extra: dict[str, Any]) -> None:
    for one in listed(few(said.get("contributors"))):
        role, who = sort_of(one, "contributorType"), name(one)
        if who is None:
            continue
        if role == "editor":
            work.editors.append(who)
        elif role == "translator":
            extra.setdefault("translator", []).append(name_to(who))
        elif role == "rightsholder" and not work.rights_holder:
            work.rights_holder = who.name


def _dates(work: Work, said: Entry) -> None:
    """The year of publication, with the fullest date of that year; another year of issue is kept as a disagreement."""
    dates = [(sort_of(one, "dateType"), edtf.edtf(text(one.get("date") or one.get("name")))) for one in listed(said.get("dates"))]
    if published := edtf.edtf(text(said.get("published") or said.get("date-published"))):
        dates.insert(0, ("issued", published))
    year = edtf.year_of(edtf.edtf(text(field(said, "publicationYear"))))
    issued = [date for sort, date in dates if sort == "issued" and date]
    if year is None:
        work.issued = next(
            (date for wanted in ("issued", "available", "created", "submitted") for sort, date in dates if sort == wanted and date), ""
        )
        work.year = edtf.year_of(work.issued)
        return
    near = [date for date in issued if edtf.year_of(date) == year] or [
        date for wanted in ("available",) for sort, date in dates if sort == wanted and edtf.year_of(date) == year
    ][:1]
    work.year, work.issued = year, max(near, key=len, default=edtf.joined(year))
    for date in issued:
        other = edtf.year_of(date)
        if other is not None and other != year:
            work.disagreements.append(
                Disagreement("publicationYear", str(year), str(other), "publicationYear goes before the date of issue")
            )


def _related(work: Work, said: Entry) -> None:
    others: list[str] = []
    for one in listed(field(said, "relatedIdentifiers")):
        relation, mark = text(field(one, "relationType")), text(field(one, "relatedIdentifier"))
        doi = normal_doi(mark) if text(field(one, "relatedIdentifierType")).upper() == "DOI" else ""
        if relation.lower() in CITED and doi:
            work.references.append(Reference(Work(doi=doi)))
        elif mark:
            others.append(f"{relation} {text(field(one, 'relatedIdentifierType')).lower()}:{mark}")
    funders = [text(field(one, "funderName")) for one in listed(field(said, "fundingReferences"))]
    found = {"relations": others, "funders": [one for one in dict.fromkeys(funders) if one]}
    work.custom.update({key: values for key, values in found.items() if values})
