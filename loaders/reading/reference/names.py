"""A stretch known to be nothing but names → people, when `people` cannot tell its form: divided by its marks, each part read by itself."""

from __future__ import annotations

import re

from graph.record import Contributor
from loaders.reading.names import PARTICLES, SUFFIX, UPPER, body, is_body
from loaders.reading.people import People

_OTHERS = re.compile(r"[\s,;]*\b(?:et\.?\s*al\b\.?|u\.\s?a\.|and\s+others\b|&\s+others\b|e\.\s?a\.).*$", re.IGNORECASE)
_ROLE = re.compile(r"[\s,]*[(\[]?\s*\b(?:eds?|edd|editors?|hrsg|hsg|hgg?|éds?|dirs?|coords?|orgs?)\b\.?\s*[)\]]?[\s,.:;]*$", re.IGNORECASE)
_AND = re.compile(
    r"\s*[,;]?\s+(?:and|und|et|y|e|og|och|en|AND|UND|ET|with|mit|avec|unter Mitarbeit von|in collaboration with|u\.(?!\s?a\.))\s+|"
    r"\s*,?\s*&(?:amp;)?\s*|\s*;\s*|\s+/\s+|(?<=[\w.])/(?=\w)"
)
_GLUED_AND = re.compile(rf"(?<=[\s.,])(and|und|et)(?=[{UPPER}])")
_GLUED_NAME = re.compile(rf"(?!Mac|Fitz|Van|Von)([{UPPER}][a-zäöüéèłńśźżćñç-]{{2,}})([{UPPER}][a-zäöüéèłńśźżćñç]{{2,}})")
"""Given and family name between which the space was lost: "AndreasKnie"."""
_BRACKETED = re.compile(rf"\b([{UPPER}][\w'’-]+)\s\(((?:[{UPPER}][\w'’-]+|[{UPPER}]\.)(?:[\s-][{UPPER}][\w'’-]*\.?)*)(?:\)|$)")
"""A French list's form: "Gautier (Philippe)"."""
_INITIALS = re.compile(rf"(?:[{UPPER}][a-z]?\.?[\s‐-]*){{1,4}}$|[{UPPER}]{{1,4}}\.?$")


_TWO_PEOPLE = 4


def divided(block: str) -> People | None:
    """The people of a block, or None where no part of it has a name's form."""
    text = _GLUED_AND.sub(r" \1 ", _BRACKETED.sub(r"\1, \2", block.strip(" ,;:")))
    text = re.sub(r"\s*\([^()]*\)?", "", text) if not _ROLE.search(text) else text
    role = _ROLE.search(text)
    text = text[: role.start()] if role else text
    others = _OTHERS.search(text)
    text = text[: others.start()] if others else text
    found: list[Contributor] = []
    for part in _AND.split(text):
        found += _one_or_more([p.strip() for p in part.split(",") if p.strip()])
    if not found:
        return None
    return People(found, len(block), others is not None, role is not None)


def _one_or_more(parts: list[str]) -> list[Contributor]:
    """Names between commas: "Lind, A., Moe, B." pairs up, "A. Lind, B. Moe" does not."""
    found: list[Contributor] = []
    pairs = _alternate(parts)
    n = 0
    while n < len(parts):
        part = parts[n]
        after = parts[n + 1] if n + 1 < len(parts) else ""
        if after and SUFFIX.match(after) and found:
            found.append(_with_suffix(_natural(part), after))
            n += 2
        elif (
            after
            and (pairs or _is_given(after, alone=len(parts) == 2 and not is_body(part), behind_one=" " not in part))
            and not _has_initials(part)
        ):
            found.append(Contributor(family=part, given=after))
            n += 2
        else:
            found.append(_natural(part))
            n += 1
    return [who for who in found if who.family or who.literal]


def _alternate(parts: list[str]) -> bool:
    """Whether all the parts pair up as family and given names written out: "Ek, Ann, Lee, Myeong Ju"."""
    if len(parts) < _TWO_PEOPLE or len(parts) % 2 or any(map(_has_initials, parts)):
        return False
    return all(" " not in family for family in parts[::2])


def _with_suffix(who: Contributor, suffix: str) -> Contributor:
    who.suffix = suffix
    return who


def _is_given(text: str, *, alone: bool, behind_one: bool) -> bool:
    """Whether a part between commas is given names; "R. Keller" is not behind two words ("Ana Cruz, R. Keller"), behind one it is."""
    if alone and not behind_one and re.match(rf"[{UPPER}]\.\s?[{UPPER}][^\W\d]{{2,}}", text):
        return False
    return _INITIALS.fullmatch(text) is not None or (alone and 1 <= len(text.split()) <= 3)


def _has_initials(text: str) -> bool:
    return re.search(rf"\b[{UPPER}]\.", text) is not None or re.search(rf"\s[{UPPER}]{{1,3}}$", text) is not None


def _natural(text: str) -> Contributor:
    """One name without a comma: initials tell the order, else the last word is the family name, its particles with it."""
    text = text.strip(" .") if not re.search(rf"\b[{UPPER}]\.$", text) else text.strip()
    if is_body(text) and " " in text and not _has_initials(text):
        return body(text)
    last = re.fullmatch(rf"(?P<family>.*?[^\W\d_]{{2,}})\s+(?P<given>(?:[{UPPER}]\.?[\s-]*){{1,4}}|[{UPPER}]{{1,3}})", text)
    if last:
        return Contributor(family=last["family"].strip(), given=last["given"].strip())
    first = re.fullmatch(rf"(?P<given>(?:[{UPPER}][a-z]?\.[\s-]*){{1,5}}(?:[{UPPER}](?=\s)\s)?)(?P<family>\D+)", text)
    if first:
        return Contributor(family=first["family"].strip(), given=first["given"].strip())
    words = (_GLUED_NAME.sub(r"\1 \2", text) if _GLUED_NAME.fullmatch(text) else text).split()
    if len(words) <= 1:
        return Contributor(family=text)
    if SUFFIX.match(words[-1]):
        return _with_suffix(_natural(" ".join(words[:-1])), words[-1])
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in PARTICLES:
        at -= 1
    if words[0].casefold() in PARTICLES:
        return Contributor(family=text)
    return Contributor(family=" ".join(words[at:]), given=" ".join(words[:at]))
