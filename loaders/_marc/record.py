"""A MARC record as every carrier of it gives it: leader, control fields by tag, and fields of subfields by tag."""

from __future__ import annotations

from dataclasses import dataclass, field

NON_SORTING = dict.fromkeys((0x88, 0x89, 0x98, 0x9C, 0xAC))
"""Marks around an article that does not sort: control characters of MARC-8, ISO 6630 Unicode, and the `¬` of German union catalogues."""


@dataclass(slots=True)
class MarcField:
    """A field with its two indicators and its subfields (code, value) in their order."""

    tag: str
    indicators: str
    parts: list[tuple[str, str]]

    def first(self, *codes: str) -> str:
        """The first value that is not empty of the first of these codes that has one."""
        return next((value for code in codes for name, value in self.parts if name == code and value.strip()), "")

    def every(self, codes: str) -> list[str]:
        """All values that are not empty of these codes, in their order in the field."""
        return [value for name, value in self.parts if name in codes and value.strip()]


@dataclass(slots=True)
class MarcRecord:
    """One record. Control fields that are repeated keep the first value."""

    leader: str = ""
    controls: dict[str, str] = field(default_factory=dict)
    fields: dict[str, list[MarcField]] = field(default_factory=dict)

    def add(self, tag: str, indicators: str, parts: list[tuple[str, str]]) -> None:
        """One more field."""
        self.fields.setdefault(tag, []).append(MarcField(tag, f"{indicators}  "[:2], parts))

    def every(self, *tags: str) -> list[MarcField]:
        """The fields of these tags, in the order of the tags."""
        held = self.fields
        return [one for tag in tags if tag in held for one in held[tag]]

    def first(self, tag: str, *codes: str) -> str:
        """The first value of a subfield in the fields of a tag."""
        return next((value for one in self.fields.get(tag, ()) if (value := one.first(*codes))), "")

    @property
    def type(self) -> str:
        """Leader 06, what is described: `a` text, `e` a map."""
        return self.leader[6:7]

    @property
    def level(self) -> str:
        """Leader 07: `m` monograph, `s` serial, `a` and `b` a part of either."""
        return self.leader[7:8]

    @property
    def unimarc(self) -> bool:
        """Whether the fields are UNIMARC's: the title in 200, where MARC 21 has 245."""
        return "200" in self.fields and "245" not in self.fields

    @property
    def empty(self) -> bool:
        """Whether there is no field at all."""
        return not self.fields and not self.controls
