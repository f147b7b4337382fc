"""What kind of work a MARC 21 record describes, by leader, field 008 and its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.record import WorkKind
    from loaders._marc.host import Host
    from loaders._marc.record import MarcRecord

# Leader 06 → type of CSL, where it is no text.
_TYPES = {
    "c": "musical_score", "d": "musical_score", "e": "map", "f": "map", "g": "motion_picture", "i": "speech", "j": "song", "k": "graphic",
    "m": "software", "t": "manuscript",
}  # fmt: skip


def kind_of(record: MarcRecord, host: Host | None) -> tuple[WorkKind, str]:
    """(kind, type of CSL where it is not the kind's own)."""
    contents = record.controls.get("008", "")[24:28]
    text = record.type not in _TYPES or record.type == "t" or (record.type == "m" and _is_text(record))
    if not text:
        return "work", _TYPES[record.type]
    if host is not None:
        return ("article", "") if host.journal or record.level == "b" else ("chapter", "")
    if record.every("502") or ("m" in contents and record.type == "t"):
        return "thesis", ""
    if record.level in {"s", "b"}:
        return "book", "periodical"
    if record.level == "i":
        return "webpage", ""
    if record.level in {"m", "a"} and contents and "m" in contents:
        return "thesis", ""
    if "t" in contents and record.level == "m":
        return "report", ""
    return ("work", "manuscript") if record.type == "t" else ("book", "")


def _is_text(record: MarcRecord) -> bool:
    """Whether what is coded as a computer file is an electronic book, as German libraries code them."""
    contents = {value.strip() for one in record.every("336") for value in one.every("b")}
    return "txt" in contents or (not contents and bool(record.every("020")))
