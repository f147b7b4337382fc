"""A reference string while it is read: its fields as printed, the text that is left, and what is cleared away before reading.

Cleared away are list labels, link badges, DOIs and addresses with their access notes, archive and database numbers, remarks in brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.reading.people import People

YEAR = r"(?:1[5-9]\d\d|20[0-4]\d)"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|"
    r"Nov(?:ember|\.)?|Dec(?:ember|\.)?|Spring|Summer|Autumn|Fall|Winter|janvier|février|mars|avril|mai|juin|juillet|août|septembre|"
    r"octobre|"
    r"novembre|décembre|Januar|Februar|März|Juni|Juli|Oktober|Dezember)"
)
_DAY = r"(?:\d{1,2}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{1,2})?)"
DATE = rf"(?:{_DAY}?\s*{_MONTH}(?:\s*[-–/]\s*(?:{_DAY}\s)?{_MONTH})?\s*{_DAY}?,?\s*)"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|revised|rev\.|new|expanded|updated|enlarged|int(?:ernational|\.))"
)
_REWORKED = (
    r"(?:(?:voll(?:st|ständ)\w*|völlig|stark|neu|durchges|überarb|ueberarb|erw|aktual|verb|erg|unveränd|bearb|korr|revid)[a-zäöüß]*\b\.?"
    r"(?:,\s?|\s(?:und|u\.|&)\s|\s))*"
)

EDITION = re.compile(
    rf"[\s,;.(]*\b((?:{_ORDINAL}(?:\s(?:and|&)\s{_ORDINAL})?|\d{{1,2}}(?:\s?(?:st|nd|rd|th|ème|e|a\.|ª|\.))?),?\s*(?:(?:revised|rev\.?)\s)?"
    rf"{_REWORKED}(?:edn?\b\.?|editions?\b|éd(?:ition)?\b\.?|aufl(?:age)?\b\.?|ed\.))\)?",
    re.IGNORECASE,
)

_IN_HIS_OWN = re.compile(r"\b[Ii]n:?\s(?:(?:[Dd]ers|[Dd]ies)(?:elben?)?\b\.?|[Ii]dem|[Ii]d\.|[Ee]adem)\s?[.:,]*\s")
"""A chapter in a book by the same author: "In: ders., …"."""
_BADGE = re.compile(r"\s*\[\s*(Google Scholar|Cross\s?Ref|PubMed|Green Version|Scopus|Web of Science|Ref|Full Text|PMC free article)\s*\]")
_LABEL = re.compile(
    r"^\s*(?:[-–•*·►▪■●]\s+|\[\w{1,12}\+?\d{0,4}[a-z]?\]\s*|\(\d{1,3}\)\s*|\d{1,3}\.(?:\s+(?=\D)|(?=[^\W\d_]))|\d{1,3}\)\s*)"
)
_LEAD_IN = re.compile(
    r"^(?:\d{1,3}\s)?(?:[Vv]gl\.|[Ss]iehe|[Cc]f\.|[Ss]ee|Hierzu|Dazu|Ausführlich|Näher)\s"
    r"(?:(?:auch|dazu|hierzu|etwa|also|ausführlich|näher|statt vieler|u\.\s?a\.|z\.\s?B\.|e\.g\.)[,:]?\s)*"
    r"(?=[^\Wa-zäöü\d_])"
)
"""How a footnote leads up to what it cites: "Vgl. dazu", "3 See also"."""
_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|\bdoi\s?[:./]?\s*(?:https?://(?:dx\.)?doi\.org/)?)?\b(10\.\s?\d{4,9}\s?/\s?[^\s\"<>]+)", re.IGNORECASE
)
_URL = re.compile(
    r"(?:\b(?:retrieved(?:\s[^.]{3,40}?)?\sfrom|available\s(?:online|from|at)|online\sat|URL|in:?\sinternet|disponible\s(?:en|sur)|"
    r"at:?|(?:(?:zugriff|abruf)\sam\s[^:]{5,20}?\s|verfügbar\s|abrufbar\s|online\s|im\sinternet\s|einsehbar\s)?unter|"
    r"online:|(?:,\s)in:)\s*:?\s*)?"
    r"<?(?P<url>(?:https?://|www\.)(?:(?!\((?:last|access|zugriff|abgerufen|stand))[^\s<>])+)>?"
    r"(?:\s?\(\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d]{3,9})\s?\d{4}\))?",
    re.IGNORECASE,
)
_ACCESS = re.compile(
    r"[\s.,;(\[]*\b(?:last\s)?(?:accessed|retrieved|visited|consulted|consulté|abgerufen|abruf|zugriff|letzter zugriff|stand|access "
    r"date)\b[^()\[\]]{0,50}?"
    rf"(?:{YEAR}|\d\d\.\d\d\.\d\d(?:\d\d)?)\s*[.)\]]*",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(
    r"[\s,;]*\[?\s*\b(?:arXiv\s?:\s?[\w./-]+|(?:hep|astro|gr|cond|math|quant|nucl)-?[a-z]*/\d{7})(?:\s?\[[\w. -]+\])?\s*\]?|"
    r"[\s,]*\[\s?(?:INSPIRE|(?:hep|nucl|gr|astro|cond|quant|math)\s?-?\s?[a-z]{0,4})\s?\]{1,2}"
)
_NUMBERS = re.compile(
    r"[\s.,;]*\b(?:(?:PubMed\s?(?:Central\s)?)?PMC?ID|PubMed|issn|isbn(?:-1[03])?)\s?:?\s*(?:PMC)*[\dX-]{5,20}(?:\s\d{3}[\dX])?|"
    r"[\s.,;]*\bMR\d{6,8}\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,2}),(\d{3}\s?[-–—]\s?\d{1,2}),(\d{3})(?![\d,])")
"""Pages from a thousand on with their comma, as some newspapers and journals print them: "pp. 2,774–2,783"."""
_REMARK = re.compile(
    r"\s*[(\[](?:im erscheinen|in press|forthcoming|paperback[^()]*|in [A-Z]\w+ with[^()]*|unpublished[^()]*|siehe [^()]*|and "
    r"previous editions|date of access[^()]*)[)\]]\.?$",
    re.IGNORECASE,
)
_POINTER = re.compile(r"[.;]\s+See\s(?:also\s)?[^.]{3,120}\.?$")


@dataclass(slots=True)
class Draft:
    """A reference while it is read: its fields as printed, and the text that no field has taken yet."""

    text: str
    authors: People | None = None
    editors: People | None = None
    book_people: People | None = None
    year: int | None = None
    suffix: str = ""
    title: str = ""
    container: str = ""
    chapter: bool = False
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    edition: str = ""
    doi: str = ""
    url: str = ""
    isbn: str = ""
    thesis: bool = False
    report: bool = False
    extent: bool = False
    year_last: bool = False
    badges: list[str] = field(default_factory=list)
    doubts: dict[str, float] = field(default_factory=dict)

    def take(self, pattern: re.Pattern[str], put: str = " ") -> re.Match[str] | None:
        """Cut the first match out of the text."""
        m = pattern.search(self.text)
        if m:
            self.text = (self.text[: m.start()] + put + self.text[m.end() :]).strip()
        return m


def clean(string: str) -> Draft:
    """The draft of a string without its list label, link badges, identifiers and links."""
    draft = Draft(" ".join(string.split()))
    while m := draft.take(_BADGE, ""):
        draft.badges.append(m[1])
    draft.text = _LEAD_IN.sub("", _LABEL.sub("", draft.text, count=1))
    if (m := draft.take(_DOI)) is not None:
        draft.doi = _balanced(re.sub(r"\s", "", m[1]) + _torn_off(draft, m))
    if (m := draft.take(_URL)) is not None:
        draft.url = _balanced(m["url"])
    draft.take(_ACCESS)
    while draft.take(_ARCHIVE, ""):
        pass
    while draft.take(_NUMBERS, ""):
        pass
    draft.text = _THOUSANDS.sub(r"\1\2\3", draft.text)
    draft.take(_POINTER, ".")
    draft.take(_REMARK, "")
    draft.text = _IN_HIS_OWN.sub("In: ", draft.text.replace("*", ""))
    draft.text = re.sub(r"\s+([.,;])", r"\1", draft.text).strip(" ,;[")
    return draft


def _torn_off(draft: Draft, doi: re.Match[str]) -> str:
    """The rest of a DOI that a line's end tore apart ("10.1016/j. reg.2017.06"): the string's last word, if it can be nothing else."""
    rest = draft.text[doi.start() :].strip(" ].")
    if doi[1][-1] not in "./-_" or not re.fullmatch(r"[a-z\d][\w./()-]*\d[\w./()-]*", rest) or re.fullmatch(r"\(?\d{4}\)?\.?", rest):
        return ""
    draft.text = draft.text[: doi.start()].rstrip()
    return rest


def _balanced(link: str) -> str:
    """A link without the sentence's own punctuation at its end, and without what is printed against it ("…[arXiv:…", "….PMID:…")."""
    link = re.sub(r"\[(?![^\[\]]*\]).*$|\[doi\]$|\.?PMC?ID:.*$", "", link, flags=re.IGNORECASE)
    link = link.rstrip(".,;:'\"”’")
    while link.endswith((")", "]")) and link.count("(") < link.count(")") + link.count("]") - link.count("["):
        link = link[:-1].rstrip(".,;:")
    return link
