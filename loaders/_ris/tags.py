"""The tags and reference types of RIS and where they stand in a Work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.record import WorkKind

# reference type → kind and, where it differs from that kind's usual one, CSL type
TYPES: dict[str, tuple[WorkKind, str]] = {
    "JOUR": ("article", ""),
    "EJOUR": ("article", ""),
    "ABST": ("article", ""),
    "INPR": ("article", ""),
    "JFULL": ("article", ""),
    "MGZN": ("article", "article-magazine"),
    "NEWS": ("article", "article-newspaper"),
    "BOOK": ("book", ""),
    "EBOOK": ("book", ""),
    "EDBOOK": ("book", ""),
    "CLSWK": ("book", "classic"),
    "SER": ("book", ""),
    "CONF": ("chapter", "paper-conference"),
    "CPAPER": ("chapter", "paper-conference"),
    "CHAP": ("chapter", ""),
    "ECHAP": ("chapter", ""),
    "DICT": ("chapter", "entry-dictionary"),
    "ENCYC": ("chapter", "entry-encyclopedia"),
    "RPRT": ("report", ""),
    "GOVDOC": ("report", ""),
    "STAND": ("work", "standard"),
    "THES": ("thesis", ""),
    "ELEC": ("webpage", ""),
    "WEB": ("webpage", ""),
    "BLOG": ("webpage", "post-weblog"),
    "BILL": ("work", "bill"),
    "CASE": ("work", "legal_case"),
    "COMP": ("work", "software"),
    "DATA": ("work", "dataset"),
    "DBASE": ("work", "dataset"),
    "HEAR": ("work", "hearing"),
    "LEGAL": ("work", "legislation"),
    "STAT": ("work", "legislation"),
    "MANSCPT": ("work", "manuscript"),
    "UNPB": ("work", "manuscript"),
    "MAP": ("work", "map"),
    "MPCT": ("work", "motion_picture"),
    "VIDEO": ("work", "motion_picture"),
    "PAMP": ("work", "pamphlet"),
    "PAT": ("work", "patent"),
    "PCOMM": ("work", "personal_communication"),
    "SLIDE": ("work", "speech"),
    "SOUND": ("work", "song"),
    "GEN": ("work", ""),
}
# what some exports print instead of the code
_NAMES = {
    "journal article": "JOUR", "journal": "JOUR", "article": "JOUR", "whole book": "BOOK", "edited book": "EDBOOK",
    "book chapter": "CHAP", "book section": "CHAP",
    "conference proceedings": "CONF", "conference paper": "CPAPER", "report": "RPRT", "thesis": "THES", "web page": "ELEC",
    "electronic article": "EJOUR", "electronic book": "EBOOK", "newspaper article": "NEWS", "magazine article": "MGZN", "generic": "GEN",
}  # fmt: skip

EDITORS = ("ED", "A2")
ABSTRACT = ("AB", "N2")
TITLE: dict[WorkKind, tuple[str, ...]] = {
    "article": ("TI", "T1", "CT"),
    "book": ("TI", "T1", "BT", "CT", "T2"),
    "chapter": ("TI", "T1", "CT"),
    "report": ("TI", "T1", "BT", "CT"),
    "thesis": ("TI", "T1", "BT", "CT"),
    "webpage": ("TI", "T1", "CT"),
    "work": ("TI", "T1", "BT", "CT"),
}
_JOURNAL = ("JF", "T2", "JO", "BT", "T3")
CONTAINER: dict[WorkKind, tuple[str, ...]] = {
    "article": _JOURNAL,
    "book": ("T2", "T3"),
    "chapter": ("BT", "T2", "JF", "C3", "T3", "JO"),  # C3: the proceedings of a paper
    "report": ("T2", "T3"),
    "thesis": ("T3",),
    "webpage": ("T2", "JF"),
    "work": ("T2", "JF", "T3", "JO"),
}
_SAYING = (
    "TY ER ID LB TI T1 T2 T3 BT CT AU A1 A2 A3 A4 ED TA PY Y1 DA JF JO JA J1 J2 VL IS CP SP EP SN PB CY PP ET LA DO DI UR LK L2 AB N2 KW C3"
    " C7 M3 L3 N1"
)
# Access dates, shelf marks, private notes, files and databases: said of a copy, not of the work.
_SILENT = (
    "Y2 AD AN AV C1 C2 C4 C5 C6 C8 CA CN CR DB DP DS IP J3 JI L1 L4 M1 M2 N3 NV OP PM PT RI RN RP SE ST SV TT U1 U2 U3 U4 U5 UK UT VO VR"
    " WT WV Y3 LL FN"
)
KNOWN = frozenset(_SAYING.split())
IGNORED = frozenset(_SILENT.split())


def type_of(printed: str) -> tuple[WorkKind, str]:
    """The kind and CSL type of a `TY` value, code or name; what is unknown is a work."""
    return TYPES.get(_code(printed), ("work", ""))


def is_edited(printed: str) -> bool:
    """Whether a `TY` value is that of a book whose first names are its editors'."""
    return _code(printed) == "EDBOOK"


def _code(printed: str) -> str:
    code = re.sub(r"\s+", " ", printed).strip()
    return _NAMES.get(code.casefold(), code.upper())


def code_of(kind: WorkKind, csl_type: str) -> str:
    """The `TY` code of a kind and CSL type."""
    exact = next((code for code, pair in TYPES.items() if pair == (kind, csl_type)), "")
    return exact or next((code for code, pair in TYPES.items() if pair == (kind, "")), "GEN")
