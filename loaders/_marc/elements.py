"""MARCXML elements → records (https://www.loc.gov/standards/marcxml/): of any prefix or none, `#` for blanks in fixed fields allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders._files import xml
from loaders._marc.record import MarcRecord

if TYPE_CHECKING:
    from lxml.etree import _Element

FIELDS = frozenset({"leader", "controlfield", "datafield"})


def is_marc(element: _Element) -> bool:
    """Whether an element holds MARC fields as its children."""
    return any(xml.local(child) in FIELDS for child in element)


def record_of(element: _Element) -> MarcRecord:
    """The record of an element; a field without a tag and a subfield without a code are left out.

    Raises:
        InputError: the fields are those of PICA+.
    """
    record = MarcRecord()
    for child in element:
        name = xml.local(child)
        if name == "datafield":
            tag = child.get("tag") or ""
            if len(tag) == 4:
                raise InputError(f"field {tag} is of PICA+, which is not read here: ask the catalogue for MARCXML or MODS")
            indicators = f"{child.get('ind1') or ' '}{child.get('ind2') or ' '}"
            parts = [(part.get("code") or "", part.text or "") for part in child if xml.local(part) == "subfield"]
            if tag:
                record.add(tag, indicators, [(code, value) for code, value in parts if code])
        elif name == "controlfield":
            record.controls.setdefault(child.get("tag") or "", child.text or "")
        elif name == "leader":
            record.leader = (child.text or "").replace("#", " ")
    return record
