"""A `resource` of DataCite's XML, kernel 2 to 4 → the form of DataCite's JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from loaders._files.xml import attribute, child, children, local, text

if TYPE_CHECKING:
    from lxml.etree import _Element

# The elements that repeat, by the element around them; the rest stands once.
_LISTS = {
    "creators": "creator", "contributors": "contributor", "titles": "title", "subjects": "subject", "dates": "date",
    "descriptions": "description", "relatedIdentifiers": "relatedIdentifier", "rightsList": "rights", "relatedItems": "relatedItem",
    "fundingReferences": "fundingReference", "alternateIdentifiers": "alternateIdentifier",
}  # fmt: skip
_OWN_NAME = {"title": "title", "subject": "subject", "date": "date", "description": "description", "rights": "rights"}


def resource_of(resource: _Element) -> dict[str, Any]:
    """The form of DataCite's JSON, which `work_of` reads."""
    out: dict[str, Any] = {}
    for one in resource:
        name = local(one)
        if name in _LISTS:
            out[name] = [_part(each) for each in children(one, _LISTS[name])]
        elif name == "resourceType":
            out["types"] = {"resourceTypeGeneral": attribute(one, "resourceTypeGeneral"), "resourceType": text(one)}
        elif name == "identifier":
            out["doi" if attribute(one, "identifierType").upper() in {"DOI", ""} else "identifier"] = text(one)
        elif name == "rights":  # kernel 2: a single one
            out["rightsList"] = [_part(one)]
        elif name and text(one):
            out[name] = text(one)
    # kernel 2 has no nameType; an identifier that is no DOI is a record's id
    if "doi" not in out and (own := text(child(resource, "identifier"))):
        out["id"] = own
    return out


def _part(one: _Element) -> dict[str, Any]:
    """An element of a list: its attributes, its text under its own name, its children."""
    name = local(one)
    out: dict[str, Any] = {str(key).rpartition("}")[2]: value for key, value in one.attrib.items()}
    inner = [each for each in one if local(each) not in {"br", ""}]
    if not inner or name in _OWN_NAME:
        out[name] = _broken_lines(one)
        return out
    for each in inner:
        key = local(each)
        if key in {"creatorName", "contributorName"}:
            out["name"] = text(each)
            out["nameType"] = attribute(each, "nameType") or out.get("nameType", "")
        elif key in {"nameIdentifier", "affiliation"}:
            value = {"nameIdentifier": text(each)} if key == "nameIdentifier" else {"name": text(each)}
            out.setdefault("nameIdentifiers" if key == "nameIdentifier" else key, []).append(value)
        elif key in _LISTS:
            out[key] = [_part(part) for part in children(each, _LISTS[key])]
        elif key == "relatedItemIdentifier":
            out[key] = {"relatedItemIdentifier": text(each), "relatedItemIdentifierType": attribute(each, "relatedItemIdentifierType")}
        else:
            out[key] = text(each)
    return out


def _broken_lines(one: _Element) -> str:
    """The text of an element in which `<br/>` parts lines."""
    if not any(local(each) == "br" for each in one):
        return text(one)
    return re.sub(r"\s+", " ", " ".join([one.text or "", *(f"{text(each)} {each.tail or ''}" for each in one)])).strip()
