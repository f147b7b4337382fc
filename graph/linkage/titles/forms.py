"""What catalogues print around a title, and the several titles that one of them holds; pure functions of a printed title."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.identify import normal_title

_GENRE = r"(?:abstract|demo|demonstration|description|experience|industrial|keynote|panel|paper|poster|session|short|summary|talk|tutorial)"
_MEDIUM = (
    r"(?:computer file|electronic (?:resource|book)|e-?book|elektronische ressource|online[- ]re[s]?source|ressource électronique"
    r"|recurso electrónico|risorsa elettronica|microform(?:e)?|microfiche|microfilm|sound recording|text \(large print\)|texte imprimé"
    r"|texto impreso|videorecording)"
)
_BY = (
    r"(?:by|(?:compiled|edited|selected|translated|written) by|von|hrsg\. von|herausgegeben von|par|sous la direction de|por|edición de"
    r"|a cura di)"
)
_LABEL = re.compile(
    rf"\s*\((?:extended abstract|(?:{_GENRE}\s*)+)\)|^(?:tutorial|panel|keynote|demo)\s*:\s*|^(?:tutorial|panel) on "
    rf"|[\s:.–—-]+(?:tutorial|panel|keynote|book review)\s*$|\s*\[{_MEDIUM}\]|\s/\s{_BY}\s.+$",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    r"</?(?:b|em|i|inf|italic|scp|span|strong|sub|sup|u)\b[^<>]*>|\\(?:emph|frac|mathbb|mathbf|mathcal|mathit|mathrm|text\w{0,2})\b|[$]"
)
_PARALLEL = re.compile(r"\s=\s")
_IN_BRACKETS = re.compile(r"\[([^\[\]]+)\]\s+(\S.*)")
_ARTICLE = re.compile(r"(?:das|de[nrt]?|die|een|eine?|el|en|et|gli|het|las?|les?|los?|os|une?|the|an?) (?=\S+ \S)")
LEAST_WORDS, LEAST_LETTERS = 2, 8
"""What is a title of its own beside a parallel one has as many words and letters: `P = NP` holds no two."""


@lru_cache(maxsize=4096)
def without_label(title: str) -> str:
    """The normal form of a title without what was presented, `(panel session)`, its medium, who is responsible for it, and markup."""
    text = _MARKUP.sub("", title) if "<" in title or "\\" in title or "$" in title else title
    return normal_title(_LABEL.sub("", text)) or normal_title(title)


@lru_cache(maxsize=4096)
def forms(title: str) -> frozenset[str]:
    """That, and each title of those that stand side by side: `Rivers = Flüsse`, `[Die Halle] The hall`."""
    bracketed = _IN_BRACKETS.fullmatch(title) if title.startswith("[") else None
    parts = bracketed.groups() if bracketed is not None else _PARALLEL.split(title) if " = " in title else ()
    held = [without_label(part) for part in parts]
    whole = all(len(part.split()) >= LEAST_WORDS and len(part) >= LEAST_LETTERS for part in held)
    return frozenset((without_label(title), *(held if whole else ())))


def without_article(title: str) -> str:
    """A normal title without the article that it begins with."""
    return _ARTICLE.sub("", title, count=1) if _ARTICLE.match(title) else title
