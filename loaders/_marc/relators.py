"""What a contributor did, from the codes and words of catalogues → CSL's names for roles.

Sources: https://www.loc.gov/marc/relators/ (codes), UNIMARC, appendix C (three digits), INTERMARC (four), RDA appendix I and its
translations, RAK and AACR2 abbreviations (words).
"""

from __future__ import annotations

import re
from functools import lru_cache

_CODES = {
    "author": "aut cre dub dis prg lbt lyr rpy 070 072 305 330 480 690 0070",
    "editor": "edt com edc edd edm 220 340 651 0360",
    "translator": "trl 730 0680",
    "director": "drt fmd tld 300",
    "interviewer": "ivr 470",
    "collection-editor": "sed",
}
_ROLES = {code: role for role, codes in _CODES.items() for code in codes.split()}
# Beginnings of words; the longer ones go first where one begins another.
_WORDS = (
    ("editor in chief", "editor"), ("éditeur scientifique", "editor"), ("ed. lit", "editor"), ("editor literario", "editor"),
    ("directeur de publication", "editor"), ("directeur de la publication", "editor"), ("éd. sci", "editor"), ("dir. publ", "editor"),
    ("dir", "editor"), ("sous la dir", "editor"), ("publishing director", ""), ("issuing body", ""), ("compos", ""),
    ("komp", ""), ("herausgebendes organ", ""), ("herausgeb", "editor"), ("hrsg", "editor"), ("hg", "editor"), ("edit", "editor"),
    ("ed.", "editor"), ("eds", "editor"), ("ed", "editor"), ("éd.", "editor"), ("éditeur", ""), ("editeur", ""), ("compil", "editor"),
    ("comp.", "editor"), ("curat", "editor"), ("coord", "editor"), ("organizador", "editor"), ("org.", "editor"), ("redakt", "editor"),
    ("redact", "editor"), ("toim", "editor"), ("utg", "editor"), ("udg", "editor"), ("red.", "editor"), ("szerk", "editor"),
    ("wyd", ""), ("bearb", ""),
    ("verf", "author"), ("author", "author"), ("aut", "author"), ("joint auth", "author"), ("co-author", "author"), ("creator", "author"),
    ("kirjoittaja", "author"), ("tekijä", "author"), ("författ", "author"), ("forf", "author"), ("dissert", "author"), ("writer", "author"),
    ("doktorand", "author"), ("librett", "author"), ("auteur", "author"), ("autor", "author"), ("praeses", ""), ("respondent", "author"),
    ("transl", "translator"), ("trad", "translator"), ("tr.", "translator"), ("übers", "translator"), ("kääntäjä", "translator"),
    ("kään", "translator"), ("övers", "translator"), ("overs", "translator"), ("vert", "translator"), ("přel", "translator"),
    ("tłum", "translator"), ("ford", "translator"), ("director", "director"),
    ("film director", "director"), ("regie", "director"), ("réal", "director"),
    ("interviewer", "interviewer"), ("series editor", "collection-editor"),
)  # fmt: skip


_PART_OF_BOOK = re.compile(r"(?:writer|author|auteur|autor\S*|verfasser\S*) (?:of|von|eine[rs]|de la|d['’]|del) ?(?!text)", re.IGNORECASE)
"""Who wrote a foreword, notes or an afterword is no author of the book."""


@lru_cache(maxsize=1024)
def role_of_code(code: str) -> str:
    """A code, or the address of one, → CSL role; "other" for the roles that CSL does not know."""
    code = code.strip().rstrip("/").rpartition("/")[2].lower().strip(" .")
    return _ROLES.get(code, "other") if re.fullmatch(r"[a-z]{3}|\d{3,4}", code) else role_of_word(code)


@lru_cache(maxsize=1024)
def role_of_word(word: str) -> str:
    """A printed role → CSL role; "other" for those that CSL does not know, "" where there is no word."""
    word = word.strip(" .,;()[]").casefold()
    if not word:
        return ""
    if _PART_OF_BOOK.match(word):
        return "other"
    for start, role in _WORDS:
        if word.startswith(start.rstrip(".")) and (len(start) > 3 or len(word) <= len(start) + 1):
            return role or "other"
    return "other"


def chosen(roles: list[str]) -> list[str]:
    """What counts of all that somebody did: an author's role alone, an editor's and a translator's together, else the first in CSL."""
    told = [role for role in roles if role]
    if "author" in told:
        return ["author"]
    if "editor" in told and "translator" in told:
        return ["editor", "translator"]
    return [next((role for role in told if role != "other"), told[0] if told else "")]
