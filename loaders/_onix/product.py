"""One ONIX product, of release 2.1 or 3.0 and with reference or short tags → Work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi, normal_orcid
from graph.record import Contributor, Work
from graph.sources import edtf
from graph.sources.csl import MOST_CONTRIBUTORS, plain, web_address
from loaders._files import xml
from loaders._files.told_works import csl_of
from loaders._marc.edition import edition
from loaders._marc.people import Named, add_named
from loaders._marc.relators import chosen
from loaders._marc.text import bare, isbns, line
from loaders._onix.tags import FORMS, ROLES, SHORT
from loaders._people.names import comma_name
from loaders._values.languages import language_tag

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROLES_OF: dict[str, list[str]] = {}
for _role, _codes in ROLES.items():
    for _code in _codes:
        _ROLES_OF.setdefault(_code, []).append(_role)


def _all(element: _Element | None, *names: str) -> list[_Element]:
    """Child elements by reference name, whichever tags the message has."""
    wanted = {tag for name in names for tag in (name, SHORT.get(name, ""), name.lower()) if tag}
    return [child for child in xml.children(element) if xml.local(child) in wanted]


def _inside(element: _Element, name: str) -> list[_Element]:
    """Composites by reference name, as children or inside the blocks of release 3.0."""
    blocks = _all(element, "DescriptiveDetail", "CollateralDetail", "PublishingDetail", "ContentDetail")
    return [*_all(element, name), *(one for block in blocks for one in _all(block, name))]


def _value(element: _Element | None, *names: str) -> str:
    return next((text for name in names for one in _all(element, name) if (text := xml.text(one).strip("\u200b "))), "")


def _told(element: _Element, *names: str) -> str:
    return next((text for name in names for one in _inside(element, name) if (text := xml.text(one))), "")


def product_work(product: _Element) -> Work:
    """The work that a product is sold as.

    Raises:
        InputError: the message asks to delete the product, or it has more contributors than can be.
    """
    key = _value(product, "RecordReference")
    if _value(product, "NotificationType") == "05":
        raise InputError(f"product {key}: the message says that it is deleted (NotificationType 05)")
    work = Work(kind="book", key=key)
    work.title = _title(product)
    _people(work, product)
    _identifiers(work, product)
    _published(work, product)
    _series(work, product)
    number, statement = _told(product, "EditionNumber"), _told(product, "EditionStatement")
    work.edition = number or edition(statement)
    work.language = _language(product)
    work.abstract = _description(product)
    subjects = [_value(one, "SubjectHeadingText") for one in _inside(product, "Subject")]
    work.keywords = list(dict.fromkeys(word for text in subjects for part in text.split(";") if (word := bare(part))))
    form = _told(product, "ProductForm")
    if form[:1] in FORMS and not work.isbns:
        work.kind, csl_of(work)["type"] = "work", FORMS[form[:1]]
    if pages := _pages(product):
        csl_of(work)["number-of-pages"] = pages
    return work


def _title(product: _Element) -> str:
    """The distinctive title (type 01) of the product itself, its subtitle and number of part."""
    titles = [*_inside(product, "TitleDetail"), *_inside(product, "Title")]
    titles.sort(key=lambda one: _value(one, "TitleType") not in {"01", ""})
    for one in titles:
        parts = _all(one, "TitleElement")
        own = [part for part in parts if _value(part, "TitleElementLevel") in {"01", ""}] or parts or [one]
        if title := _written(own[0]):
            return title
    return line(_told(product, "DistinctiveTitle"))


def _written(element: _Element) -> str:
    without = _value(element, "TitleWithoutPrefix")
    title = line(_value(element, "TitleText") or " ".join(part for part in (_value(element, "TitlePrefix"), without) if part))
    title = re.sub(r"(['’]) (?=\w)", r"\1", title) if without else title
    if part := _value(element, "PartNumber"):
        title = f"{title}. {part}" if title else part
    subtitle = line(_value(element, "Subtitle"))
    return f"{title}: {subtitle}" if title and subtitle else title


def _people(work: Work, product: _Element) -> None:
    found = _inside(product, "Contributor")
    if len(found) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(found)} contributors of one product; more than {MOST_CONTRIBUTORS} are refused")
    numbered = [
        (int(text) if (text := _value(one, "SequenceNumber")).isdecimal() else 10_000, place, one) for place, one in enumerate(found)
    ]
    people = []
    for _, _, one in sorted(numbered, key=lambda row: row[:2]):
        if (who := _named(one)) is None:
            continue
        codes = [xml.text(role) for role in _all(one, "ContributorRole")]
        roles = chosen([role for code in codes for role in _ROLES_OF.get(code, ["other"])])
        people += [Named(who, role, main=False, words=", ".join(codes) if role == "other" else "") for role in roles]
    add_named(work, people, "")


def _named(one: _Element) -> Contributor | None:
    if body := _value(one, "CorporateName"):
        return Contributor(literal=line(body), organisation=True)
    who: Contributor | None = None
    if key := _value(one, "KeyNames"):
        family = " ".join(part for part in (_value(one, "PrefixToKey"), key) if part)
        given = " ".join(part for part in (_value(one, "NamesBeforeKey"), _value(one, "NamesAfterKey")) if part)
        who = Contributor(family=line(family), given=line(given), suffix=line(_value(one, "SuffixToKey")))
    elif inverted := _value(one, "PersonNameInverted"):
        who = comma_name(inverted)
    elif name := _value(one, "PersonName"):
        who = comma_name(name)
    if who is not None:
        orcids = [_value(held, "IDValue") for held in _all(one, "NameIdentifier") if _value(held, "NameIDType") == "21"]
        who.orcid = next((orcid for text in orcids if (orcid := normal_orcid(text))), "")
    return who


def _identifiers(work: Work, product: _Element) -> None:
    told = [(_value(one, "ProductIDType"), _value(one, "IDValue")) for one in _all(product, "ProductIdentifier")]
    legacy = [xml.text(one) for name in ("b004", "ISBN", "b005", "EAN13") for one in xml.children(product, name)]
    order = [
        value
        for wanted in ("15", "02", "03")
        for kind, value in told
        if kind == wanted and not (wanted == "03" and not value.startswith(("978", "979")))
    ]
    work.isbns = isbns([*order, *legacy])
    work.doi = next((doi for kind, value in told if kind == "06" and (doi := normal_doi(value))), "")
    work.url = next((address for one in _inside(product, "Website") if (address := web_address(_value(one, "WebsiteLink")))), "")


def _published(work: Work, product: _Element) -> None:
    publishers = [(_value(one, "PublishingRole"), _value(one, "PublisherName")) for one in _inside(product, "Publisher")]
    imprints = [_value(one, "ImprintName") for one in _inside(product, "Imprint")]
    names = [name for role, name in publishers if role in {"01", ""}] + [name for _, name in publishers]
    work.publisher = line(next((name for name in [*names, *imprints, _told(product, "PublisherName")] if name), ""))
    work.place = line(_told(product, "CityOfPublication"))
    dates = {_value(one, "PublishingDateRole"): _value(one, "Date") for one in _inside(product, "PublishingDate")}
    printed = [dates.get("01", ""), _told(product, "PublicationDate"), dates.get("11", ""), dates.get("19", "")]
    printed += [_told(product, "CopyrightYear"), _value(next(iter(_inside(product, "CopyrightStatement")), None), "CopyrightYear")]
    work.issued = next((date for text in printed if (date := _date(text))), "")
    work.year = edtf.year_of(work.issued)


def _date(text: str) -> str:
    digits = re.match(r"(\d{4})(\d\d)?(\d\d)?(?:T|$)", text)
    return edtf.edtf("-".join(part for part in digits.groups() if part)) if digits else edtf.edtf(text)


def _series(work: Work, product: _Element) -> None:
    for one in _inside(product, "Collection"):
        details = _all(one, "TitleDetail")
        parts = [
            part for detail in details for part in _all(detail, "TitleElement") if _value(part, "TitleElementLevel") in {"02", "03", ""}
        ]
        title = next((_written(part) for part in parts if _value(part, "TitleText", "TitleWithoutPrefix")), "")
        number = next((text for part in [*parts, one] if (text := _value(part, "PartNumber", "CollectionSequenceNumber"))), "")
        if title:
            csl_of(work)["collection-title"] = title.removesuffix(f". {number}")
            if number:
                csl_of(work)["collection-number"] = number
            return
    for one in _inside(product, "Series"):
        title = _value(one, "TitleOfSeries") or next((_written(held) for held in _all(one, "Title")), "")
        if title:
            csl_of(work)["collection-title"] = line(title)
            if number := _value(one, "NumberWithinSeries"):
                csl_of(work)["collection-number"] = number
            return


def _language(product: _Element) -> str:
    codes = [_value(one, "LanguageCode") for one in _inside(product, "Language") if _value(one, "LanguageRole") == "01"]
    return next((tag for code in [*codes, _told(product, "LanguageOfText")] if (tag := language_tag(code))), "")


def _description(product: _Element) -> str:
    """The long description (03, or 01 of release 2.1) before the short one (02)."""
    texts = [
        (_value(one, "TextType", "TextTypeCode"), _value(one, "Text"))
        for one in [*_inside(product, "TextContent"), *_inside(product, "OtherText")]
    ]
    wanted = [text for code in ("03", "01", "02") for kind, text in texts if kind == code and text]
    return plain((wanted or [_told(product, "MainDescription")])[0])


def _pages(product: _Element) -> str:
    if told := _told(product, "NumberOfPages"):
        return told
    extents = [(_value(one, "ExtentType"), _value(one, "ExtentValue"), _value(one, "ExtentUnit")) for one in _inside(product, "Extent")]
    return next(
        (value for kind in ("00", "11", "10", "08", "07") for held, value, unit in extents if held == kind and unit in {"03", ""}), ""
    )
