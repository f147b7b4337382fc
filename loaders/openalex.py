"""OpenAlex: one work, the answer to a query (`results`), or the JSON lines of its snapshot (https://docs.openalex.org/api-entities/works/work-object).

Abstracts are put together again from their inverted index. A work cited is known here by OpenAlex's number alone: it becomes a reference
where its record, with a DOI, stands in the same file. Keywords, topics and concepts that OpenAlex's models assign are no statement of the
work and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Contributor, Finding, Organisation, Reference, Venue, Work
from graph.sources import edtf
from graph.sources.csl import plain, web_address
from graph.sources.csl_terms import ALIASES, KIND_OF_TYPE, TYPE_OF_KIND
from graph.statements.names import split_name
from loaders._files.decode import text_of
from loaders._files.json_records import few, is_json, read_json, records
from loaders._jats.text import unmarked
from loaders._people.names import comma_name, is_body, undivided
from loaders._values.numbers import orcid_in, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said, WorkKind

LABEL = "OpenAlex JSON"
MEDIA = "json"
LONGEST = 50_000
"""Words of an abstract; an index that claims more is not put together."""
_INSIDE = frozenset({"results"})
_TYPES = {
    "journal-article": "article-journal",
    "preprint": "article",
    "review": "article-journal",
    "editorial": "article-journal",
    "letter": "article-journal",
    "erratum": "article-journal",
    "retraction": "article-journal",
    "peer-review": "review",
    "reference-entry": "entry",
    "dataset": "dataset",
    "standard": "standard",
    "software": "software",
}
_NUMBER = re.compile(r"(?:^|/)(W\d+)$")


def recognise(capture: Capture) -> float:
    """By the addresses of OpenAlex's own things and the names of its fields."""
    head = is_json(capture)
    if not head:
        return 0.0
    marks = len(
        set(
            re.findall(
                r'"(authorships|publication_year|primary_location|biblio|referenced_works|host_venue|abstract_inverted_index)"', head
            )
        )
    )
    own = re.search(r'"id"\s*:\s*"https:\\?/\\?/openalex\.org\\?/', head) is not None
    return 0.97 if own and marks else 0.9 if marks > 2 else 0.8 if own else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    written = text_of(capture)
    dois: dict[str, str] = {}
    if '"referenced_works"' in written:
        for _, _, entry in records(written, _INSIDE):
            if isinstance(entry, Mapping) and (number := _number(entry.get("id"))):
                dois[number] = normal_doi(_text(entry.get("doi")))
    unknown = 0

    def citing(entry: Mapping[str, Any]) -> Work:
        nonlocal unknown
        work = work_of(entry)
        cited = [number for one in _list(entry.get("referenced_works")) if (number := _number(one))]
        work.references = [Reference(Work(doi=doi)) for number in cited if (doi := dois.get(number, ""))]
        unknown += len(cited) - len(work.references)
        return work

    yield from read_json(capture, "openalex", _INSIDE, citing, _texts_of)
    if unknown:
        yield Finding("ignored", "references", f"{unknown} to works whose records, or whose DOIs, are not in this file")


def _text(value: object) -> str:
    return plain(value) if isinstance(value, str) else str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _in(entry: object, *path: str) -> Any:
    for name in path:
        entry = entry.get(name) if isinstance(entry, Mapping) else None
    return entry


def _number(value: object) -> str:
    found = _NUMBER.search(value) if isinstance(value, str) else None
    return found[1] if found else ""


def _texts_of(entry: Mapping[str, Any]) -> tuple[str, str]:
    title = entry.get("title") or entry.get("display_name")
    abstract = entry.get("abstract")
    index = entry.get("abstract_inverted_index")
    if isinstance(index, str) and index.startswith("{"):  # some exports write the index as a text
        import json

        try:
            index = json.loads(index)
        except ValueError:
            index = None
    words = _words(index) if isinstance(index, Mapping) else abstract if isinstance(abstract, str) else ""
    return (unmarked(title) if isinstance(title, str) else ""), unmarked(words)


def _words(index: Mapping[str, Any]) -> str:
    """The words of an inverted index in their order; older records have it inside `InvertedIndex`."""
    index = index.get("InvertedIndex", index) if isinstance(index.get("InvertedIndex", index), Mapping) else index
    places: dict[int, str] = {}
    for word, found in index.items():
        for place in _list(found):
            if isinstance(place, int) and not isinstance(place, bool) and 0 <= place < LONGEST:
                places[place] = word
    return " ".join(places[place] for place in sorted(places))


def work_of(entry: Mapping[str, Any]) -> Work:
    """One record → Work, without what it cites.

    Raises:
        InputError: it is no work.
    """
    own = _text(entry.get("id"))
    if own and not _number(own) and "openalex.org/" in own:
        raise InputError(f"{own} is an author, source or other thing of OpenAlex, no work")
    kind, csl_type = _kind(_text(entry.get("type")), _text(entry.get("type_crossref")))
    title, abstract = _texts_of(entry)
    work = Work(kind=kind, title=title, abstract=abstract, doi=normal_doi(_text(entry.get("doi")) or _text(_in(entry, "ids", "doi"))))
    work.key, work.language = _number(own), _text(entry.get("language"))
    work.authors = [who for one in few(entry.get("authorships")) if isinstance(one, Mapping) and (who := _author(one))]
    work.et_al = entry.get("is_authors_truncated") is True
    _date(work, entry)
    _published(work, entry)
    csl: dict[str, str] = {} if csl_type == TYPE_OF_KIND[kind] else {"type": csl_type}
    for name, key in (("pmid", "PMID"), ("pmcid", "PMCID")):
        if found := re.search(r"(?:PMC)?\d+/?$", _text(_in(entry, "ids", name))):
            csl[key] = found[0].rstrip("/")
    if csl:
        work.custom["csl"] = csl
    if work.key:
        work.custom["record-id"] = f"https://openalex.org/{work.key}"
    if entry.get("is_retracted") is True:
        work.custom["retracted"] = "true"
    if not (work.title or work.doi or work.authors):
        raise InputError("no title, name or DOI to know the work by")
    return work


def _kind(given: str, crossref: str) -> tuple[WorkKind, str]:
    csl_type = _TYPES.get(given) or ALIASES.get(given, given)
    if given == "article":
        csl_type = {"proceedings-article": "paper-conference", "posted-content": "article"}.get(crossref, "article-journal")
    if csl_type in {"dataset", "standard", "software"}:
        return ("report" if csl_type == "standard" else "work"), csl_type
    return (KIND_OF_TYPE[csl_type], csl_type) if csl_type in KIND_OF_TYPE else ("work", "document")


def _author(authorship: Mapping[str, Any]) -> Contributor | None:
    printed, known = _text(authorship.get("raw_author_name")), _text(_in(authorship, "author", "display_name"))
    name = known or printed
    if not name:
        return None
    who = comma_name(name) if "," in name else _parted(printed, name) or _person(name)
    if who is None:
        return None
    if known and printed and printed.casefold() not in {name.casefold(), f"{who.family}, {who.given}".casefold()}:
        who.alternatives.append(printed)
    if not who.organisation:
        who.orcid = orcid_in(_text(_in(authorship, "author", "orcid")) or _text(authorship.get("raw_orcid")))
    bodies = [_text(_in(one, "display_name")) for one in _list(authorship.get("institutions"))]
    bodies = bodies or [_text(one) for one in _list(authorship.get("raw_affiliation_strings"))]
    who.affiliations = [Organisation(label) for label in dict.fromkeys(bodies) if label]
    return who


def _person(name: str) -> Contributor:
    """A name without a comma: also a long one is a person's, unless its words say that it is a body's."""
    who = undivided(name)
    if who.organisation and not is_body(name) and len(name.split()) > 1:
        given, family = split_name(name)
        who = Contributor(family=family, given=given)
    return who


def _parted(printed: str, name: str) -> Contributor | None:
    """The name where the author's own way of printing the same words tells the family name: before a comma, or in capitals."""
    words, own = name.split(), printed.replace(",", " ").split()
    if sorted(map(str.casefold, words)) != sorted(map(str.casefold, own)):
        return None
    family = printed.partition(",")[0].split() if "," in printed else [word for word in own if word.isupper() and len(word) > 2]
    if not 0 < len(family) < len(own) or ("," not in printed and len(family) > 1):
        return None
    told = {word.casefold() for word in family}
    return Contributor(
        family=" ".join(word for word in words if word.casefold() in told),
        given=" ".join(word for word in words if word.casefold() not in told),
    )


def _date(work: Work, entry: Mapping[str, Any]) -> None:
    """The year, with the day where it is one: OpenAlex writes 1 January where it knows the year alone."""
    year = entry.get("publication_year")
    date = edtf.edtf(_text(entry.get("publication_date")))
    work.year = year if isinstance(year, int) and not isinstance(year, bool) and 0 < year < 10_000 else edtf.year_of(date)
    same = edtf.year_of(date) == work.year and not date.endswith("-01-01")
    work.issued = date if date and same else edtf.joined(work.year) if work.year else ""


def _published(work: Work, entry: Mapping[str, Any]) -> None:
    place = entry.get("primary_location") if isinstance(entry.get("primary_location"), Mapping) else {}
    source = _in(place, "source") or entry.get("host_venue") or {}
    biblio = entry.get("biblio") if isinstance(entry.get("biblio"), Mapping) else {}
    work.volume, work.issue = _text(_in(biblio, "volume")), _text(_in(biblio, "issue"))
    work.pages = span(_text(_in(biblio, "first_page")), _text(_in(biblio, "last_page")))
    work.url = web_address(_text(_in(place, "landing_page_url")) or _text(_in(source, "url")))
    work.licence = _text(_in(place, "license")) or _text(_in(source, "license"))
    name, sort = _text(_in(source, "display_name")), _text(_in(source, "type"))
    if sort != "repository":
        work.publisher = _text(_in(source, "host_organization_name")) or _text(_in(source, "publisher"))
    if not name:
        return
    issn_l = _text(_in(source, "issn_l"))
    issns = list(dict.fromkeys([one for one in [issn_l, *map(_text, _list(_in(source, "issn")))] if one]))
    if work.kind == "chapter" and sort not in {"journal", "repository"}:
        work.part_of = Work(
            kind="book", title=name, year=work.year, issued=edtf.joined(work.year) if work.year else "", publisher=work.publisher
        )
        if issns:
            work.venue = Venue(name, issns=issns, issn_l=issn_l)
    elif work.kind in {"book", "thesis", "report"} and sort in {"ebook platform", "repository"}:
        return
    else:
        work.venue = Venue(name, issns=issns, issn_l=issn_l, journal=sort == "journal" or (not sort and work.kind == "article"))
