"""Values of catalogue fields without the punctuation that ISBD puts between them."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.identify import normal_isbn
from graph.sources.csl import plain
from loaders._marc.record import NON_SORTING

_UNKNOWN = re.compile(
    r"\[?\b(?:s\.\s?[lnd]\.|s\.\s?a\.|n\.\s?[pd]\.|o\.\s?[OJ]\.)\]?|\[?(?:place of publication|publisher|date of publication|publication) "
    r"not identified\]?|\[?(?:lieu de publication|éditeur|date de publication) non identifiée?\]?|\[?verlag nicht ermittelbar\]?"
    r"|\[?erscheinungsort nicht ermittelbar\]?|\[?lugar de publicación no identificado\]?|\[?editor no identificado\]?",
    re.IGNORECASE,
)
_MORE = re.compile(r"\s*\[\s*(?:u\.\s?a\.?|etc\.?|et al\.?|usw\.?|e\.a\.|i\.\s?e\.[^\]]*)\s*\]")
_ABBREVIATED = re.compile(r"(?:\b\w|\.\w|\b(?:Co|Ltd|Inc|Corp|Bros|Univ|Inst|Verl|Publ|Impr|Éd|Ed|Jr|Sr|St|Dr|etc|dept|Dept|vols?))\.$")
_SORTED_OUT = re.compile(r"˜([^˜œ]{1,12})œ")
"""The marks U+0098 and U+009C around an article, taken for Windows-1252 on their way."""
_ANGLED = re.compile(r"(?<!<)<([^\W\d_]{1,5}(?: |['’]))>(?=[^\W_])")
"""An article between angle brackets, as UNIMARC catalogues in Portugal mark it."""
_SHORT = 120
_MARKS = " \t,;:/="


def line(value: str) -> str:
    """One line of text without marks around articles that do not sort."""
    return _short_line(value) if len(value) < _SHORT else _line(value)


def _line(value: str) -> str:
    if not value.isascii() or "<" in value:
        value = _ANGLED.sub(r"\1", value)
        value = _SORTED_OUT.sub(r"\1", value).translate(NON_SORTING).replace("<<", "").replace(">>", "")
    return plain(value)


_short_line = lru_cache(maxsize=4096)(_line)  # names of publishers, series and subjects come again and again


def bare(value: str) -> str:
    """The line without the mark of punctuation before the next part; a full stop stays behind initials and abbreviations."""
    text = line(value).rstrip(_MARKS).lstrip(_MARKS)
    if text.endswith(".") and not text.endswith("..") and not _ABBREVIATED.search(text):
        return text[:-1].rstrip(_MARKS)
    return text


def mark(value: str) -> str:
    """The mark of punctuation with which a value ends, "" if none."""
    text = value.rstrip()
    return text[-1] if text and text[-1] in ",;:/=." else ""


def named(value: str) -> str:
    """A place or publisher without brackets, "[u.a.]" and words for "unknown"."""
    text = _UNKNOWN.sub("", _MORE.sub("", line(value)))
    text = re.sub(r"[\[\]]", "", text).strip(_MARKS)
    text = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    return bare(text.strip("<>?"))


def isbns(values: list[str]) -> list[str]:
    """The ISBNs of fields as thirteen digits, those with a wrong check digit as they are printed."""
    out = []
    for value in values:
        digits = normal_isbn(value) or re.sub(r"[ -]", "", value.strip().partition("(")[0]).split(":")[0]
        if re.fullmatch(r"\d{9}[\dXx]|\d{13}", digits):
            out.append(digits.upper())
    return list(dict.fromkeys(out))
