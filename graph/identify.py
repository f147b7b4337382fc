"""Identifiers and names in any printed form → their one normal form, and things → their IRIs; pure functions.

A normal form is the empty string where the printed one is no such identifier: nothing is ever guessed or repaired beyond the
separators, resolvers and labels that people print around identifiers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote

from graph.store import BASE

ID = BASE + "id/"
GRAPH = BASE + "graph/"

_DOI = re.compile(r"10\.\d{4,9}/(?:[^\s\"<>{}|\\^`\[\]]|<\d+:[\w:.;-]*>|\[\w+:[\w:.;-]*\](?=\d\.\d\.))+")  # brackets: made of SICIs
_ISSN = re.compile(r"(\d{4})[-‐‑–—−]?(\d{3}[\dXx])")
_ORCID = re.compile(r"(\d{4})[-‐‑–]?(\d{4})[-‐‑–]?(\d{4})[-‐‑–]?(\d{3}[\dXx])")
_CLOSERS = {")": "(", "]": "[", "}": "{"}
_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHE = re.compile(r"['’‘`´](?=s\b)")
_APOSTROPHES = re.compile(r"['’‘`´]")


def normal_doi(printed: str) -> str:
    """The DOI in lower case without resolver, label, query or closing punctuation.

    `DOI10.1177/X.`, `doi: 10.1177/X` and `https://doi.org/10.1177%2FX` are all `10.1177/x`. Source: DOI Handbook, 2.2 to 2.4.
    """
    if "10." not in printed:
        return ""
    text = unquote(printed) if "%2" in printed or "%5" in printed else printed
    found = _DOI.search(text)
    if found is None:
        return ""
    doi = found[0]
    if "doi.org/" in text[: found.start()].lower():
        doi = re.split(r"[?#]", doi, maxsplit=1)[0]
    while doi and (doi[-1] in ".,;:'’”*" or (doi[-1] in _CLOSERS and doi.count(_CLOSERS[doi[-1]]) < doi.count(doi[-1]))):
        doi = doi[:-1]
    return doi.lower() if len(doi) > doi.index("/") + 1 else ""


def normal_issn(printed: str) -> str:
    """The ISSN with its hyphen and a right check digit. Source: ISO 3297."""
    found = _ISSN.search(printed)
    if found is None or _digits_around(printed, found):
        return ""
    digits = (found[1] + found[2]).upper()
    total = sum(weight * _digit(c) for weight, c in zip(range(8, 0, -1), digits, strict=True))
    return f"{digits[:4]}-{digits[4:]}" if total % 11 == 0 else ""


def normal_isbn(printed: str) -> str:
    """The ISBN as thirteen digits, from either length, with a right check digit. Source: ISO 2108."""
    text = re.sub(r"^\s*(?:e-?)?isbn(?:[-‐‑\s]?1[03])?[:\s]*", "", printed, flags=re.IGNORECASE)
    found = re.match(r"[\s]*((?:97[89][-‐‑–\s]?)?(?:\d[-‐‑–\s]?){9}[\dXx])(?!\d)", text)
    if found is None:
        return ""
    digits = re.sub(r"[^\dX]", "", found[1].upper())
    if len(digits) == 10:
        if sum(weight * _digit(c) for weight, c in zip(range(10, 0, -1), digits, strict=True)) % 11:
            return ""
        digits = "978" + digits[:9]
        return digits + str(-sum(int(c) * (1, 3)[i % 2] for i, c in enumerate(digits)) % 10)
    if "X" in digits or sum(int(c) * (1, 3)[i % 2] for i, c in enumerate(digits)) % 10:
        return ""
    return digits


def normal_orcid(printed: str) -> str:
    """The ORCID iD as four groups of four with a right check digit. Source: ISO 7064 mod 11-2."""
    found = _ORCID.search(printed)
    if found is None or _digits_around(printed, found):
        return ""
    digits = "".join(found.groups()).upper()
    total = 0
    for c in digits[:-1]:
        total = (total + int(c)) * 2
    groups = (digits[i : i + 4] for i in range(0, 16, 4))
    return "-".join(groups) if (12 - total % 11) % 11 == _digit(digits[-1]) else ""


def _digit(c: str) -> int:
    return 10 if c in "Xx" else int(c)


def _digits_around(text: str, found: re.Match[str]) -> bool:
    return text[: found.start()][-1:].isdigit() or text[found.end() :][:1].isdigit()


@lru_cache(maxsize=8192)
def slug(text: str) -> str:
    """A name in an address: lower case, Latin letters without accents, one hyphen for what stands between words.

    Letters of other scripts stay as they are; a text without letters and digits gives a hash of it.
    """
    words = _NOT_WORD.sub("-", plain_letters(_APOSTROPHE.sub("", text))).strip("-")
    if not words:
        return digest(text, 8) if text.strip() else ""
    return words if len(words) <= 120 else f"{words[:100].rstrip('-')}-{digest(text, 8)}"


# Letters that Unicode does not decompose, with the one-letter spelling that libraries use for them.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n", "ħ": "h", "ŧ": "t"}
)


def plain_letters(text: str) -> str:
    """Case and accents folded away: `Ångström` → `angstrom`, `Møller` → `moller`."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", folded).casefold()).translate(_LETTERS)  # 𝓐 is an A only now
    return unicodedata.normalize("NFC", "".join([c for c in spread if not unicodedata.combining(c)]))


def normal_title(title: str) -> str:
    """A title for comparison: letters and digits only, folded, `&` read as `and`."""
    text = title.replace("&", " and ") if "&" in title else title
    text = text.replace("'", "").replace("`", "").lower() if text.isascii() else plain_letters(_APOSTROPHES.sub("", text))
    return _NOT_WORD.sub(" ", text).strip()


def digest(text: str, length: int) -> str:
    """The first hexadecimal digits of the text's SHA-256."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def thing(kind: str, key: str) -> str:
    """The IRI of a thing by its kind and key; characters that no IRI may hold are percent-encoded."""
    return f"{ID}{kind}/{key if _SAFE_KEY(key) else _encoded(key)}"


_SAFE_KEY = re.compile(r"[A-Za-z0-9\-._~%/:@!$&()*+,;=]*").fullmatch


def _encoded(key: str) -> str:
    return "".join(c if _SAFE_KEY(c) or (c.isalnum() and not c.isascii()) else quote(c, safe="") for c in key)


def kind_of(iri: str) -> str:
    """The kind in a thing's IRI ("work", "person", …), or the empty string for anything else."""
    return iri[len(ID) :].partition("/")[0] if iri.startswith(ID) else ""


def key_of(iri: str) -> str:
    """The key in a thing's IRI, or the empty string."""
    return iri[len(ID) :].partition("/")[2] if iri.startswith(ID) else ""


def doi_key(doi: str) -> str:
    """A DOI as the key of its work: percent-encoded, so that it is one segment."""
    return quote(doi, safe="")


def place_key(code: str) -> str:
    """A jurisdiction's code as a key: `CA-AB` as it is, `region:europe` → `region-europe`."""
    return re.sub(r"[^\w-]+", "-", code.strip())
