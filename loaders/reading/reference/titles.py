"""Where a reference's title ends and the name of the journal begins: the boundary that the words on both sides make likeliest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.reading.names import UPPER
from loaders.reading.reference.publishers import is_place

if TYPE_CHECKING:
    from loaders.reading.reference.parts import Draft

_ABBREVIATION = re.compile(
    rf"(?:^|[\s(.-])(?:[{UPPER}][\w-]{{0,5}}|vs|St|Dr|Mr|Mrs|Vol|No|ed|eds|etc|cf|ca|approx|med|int|nat|sci|rev|proc)$"
)
VENUE = re.compile(
    r"\b(?:journal|review|annals|proceedings|transactions|quarterly|sciences?|bulletin|letters?|revue|zeitschrift|magazine|studies|"
    r"research|"
    r"archives?|reports?|advances|international|j|rev|proc|trans|lett|phys|int|conference|symposium|workshop|soc|am|appl|ann|bull|"
    r"arch|eur|acta|"
    r"quart|stud|sci|chem|biol|med|math|eng|revista|rivista|jahrbuch|annual|forum|news|times|post|politics|policy|administration|"
    r"society)\b\.?",
    re.IGNORECASE,
)


def last_sentence_is_venue(text: str) -> bool:
    """Whether the last sentence names a periodical."""
    last = re.split(r"[.?!]\s", text.rstrip(" ."))[-1]
    return len(last) < len(text.rstrip(" .")) and VENUE.search(last) is not None and len(last.split()) <= 8 and not is_place(last)


def title_and_container(draft: Draft, text: str, *, comma_style: bool) -> tuple[str, str]:
    """Split where the container most likely begins: after a sentence's end, in comma styles after a comma."""
    text = text.strip(" ,;:")
    best, best_score, second = None, -99.0, -99.0
    for m in re.finditer(r"(?P<mark>[.?!]|[.?!][”\"’]|,|;|:)\s+(?=\S)", text):
        right = text[m.end() :]
        score = _boundary(text[: m.start()], m["mark"], right, comma_style=comma_style)
        if score >= best_score:
            best, best_score, second = m, score, best_score
        else:
            second = max(second, score)
    if best is None or best_score < -1:
        if draft.volume and draft.pages and len(text.split()) <= 5 and not re.search(r"(?:^|\s)[a-z]{4,}", text):
            return "", text  # physics style: no title printed
        return text, ""
    draft.doubts["title"] = draft.doubts["container"] = 0.95 if best_score - second >= 1.5 else 0.75 if best_score - second >= 0.5 else 0.55
    keep = best["mark"][0] if best["mark"][0] in "?!" else ""
    return text[: best.start()] + keep, text[best.end() :]


def _boundary(left: str, mark: str, right: str, *, comma_style: bool) -> float:
    words = right.split()
    score = {".": 2.0, "?": 2.0, "!": 2.0, ",": 2.0 if comma_style else -0.3, ";": 0.0, ":": -1.0}[mark[0]]
    if not re.match(rf"[{UPPER}\d]|the\s", right):
        score -= 1.5 if re.match(r"[a-z]{1,12}\b[^.]{0,20}$", right) else 3
    if mark == "." and _ABBREVIATION.search(left) and not re.search(rf"\b[{UPPER}]{{2,}}$", left):
        score -= 1.2 if len(words) > 3 and not re.search(r"\w\.", right) else 2.5
    if mark == "." and re.search(rf"(?:[.?!]|^)\s?[{UPPER}][\w-]*$", left) and len(words) <= 4:
        score -= 2  # a chain of abbreviations: "Curr. Osteoporos. Rep."
    if mark == "." and re.search(rf"(?:^|\s)[{UPPER}]$", left):
        score -= 1
    score += 0.8 if VENUE.search(right) else 0
    score -= 0.25 * max(0, len(words) - 6)
    capitals = sum(w[:1].isupper() for w in words if len(w) > 3 or w[:1].isupper())
    longer = sum(1 for w in words if len(w) > 3 or w[:1].isupper()) or 1
    score += 1.2 * capitals / longer - 1.0
    score -= 1.0 if re.search(r"[?!]\s|\.\s(?=\w{5,}\s\w{5,})", right) else 0
    score -= 0.5 if ":" in right else 0
    if mark[0] == ",":
        score -= 0.7 if re.match(r"(?:and|or|but|und|et)\b", right) else 0
        if re.search(r"[.?!]\s", right) and not comma_style:
            score -= 1
    return score
