"""Personal and corporate names as reference managers write them → Contributor."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.record import Contributor, Organisation
from graph.sources.csl import plain
from loaders._people.body_words import says_body
from loaders._people.name_parts import (
    are_titles,
    family_at,
    family_first,
    fuller,
    is_degree_of,
    is_particle,
    is_suffix,
    untitled,
    with_particle,
    without_suffix,
    without_titles,
)

_OTHERS = {"others", "et al", "et al.", "and others", "u.a.", "...", "…"}
_LITTLE = {"of", "for", "and", "&", "the", "at", "für", "et", "des", "och", "og"}
_ROLE_BEHIND = re.compile(r"\s*\((?:eds?|editors?|hrsg|hg|trans|transl|coords?|comps?)\.?\)$", re.IGNORECASE)
_BESIDE = re.compile(r"(?P<who>[^()]{3,80}?)\s*\((?P<where>[^()]{3,160})\)")
"""`Tony Hale (University of Arbury)`: where a person works."""
_OWN_SCRIPT = re.compile(r"(?P<who>[^()（）]+?)\s*[(（](?P<own>[^()（）\x00-\u024f]{1,20}(?: [^()（）\x00-\u024f]{1,20})*)[)）]")
"""`Li, Xiaoping (李小平)`."""
_INITIALS_LAST = re.compile(
    r"(?P<family>[^\W\d_][^\s.]*[a-zà-ÿ][^\s.]*(?: [^\W\d_][^\s.]+)?) (?P<given>[A-ZÀ-Þ]{1,3}|(?:[A-ZÀ-Þ]\.[ -]?){1,3})"
)
"""`Ostrom V`, as indexes of journals write names."""
_OF_A_PLACE = re.compile(r"\((?:(?:[A-Z]\.){2,}|Firm|Organization|Association)\)$")
"""What catalogues put behind a body's name: `Centers for Work (U.S.)`."""
_LONGEST = 300
"""Characters of one name: longer text is a list, or meant to keep the expressions here busy."""
_MOST_NAMES = 5
"""Names that a person has at most, particles aside."""
_LONGEST_PARTICLE = 3
_LONGEST_CARELESS = 6
"""Letters of a family name that may have lost its capital: `Maria gomez`."""


def comma_name(text: str) -> Contributor | None:
    """`Family, Given, Suffix`; `Given Family` and bodies without a comma; None where empty."""
    text = plain(text).strip(" ,;")
    if len(text) > _LONGEST:
        return Contributor(literal=text, organisation="," not in text or says_body(text))
    text = _ROLE_BEHIND.sub("", text)
    if not text:
        return None
    if text[-1] in ")）" and (who := _before_brackets(text)):
        return who
    if "," in text:
        return _divided(text)
    if not is_body(text) and (found := _INITIALS_LAST.fullmatch(text)) and not is_suffix(found["given"]):
        return Contributor(family=found["family"], given=found["given"].strip())
    return undivided(text)


def _before_brackets(text: str) -> Contributor | None:
    """The person before brackets in which it stands where they work, or their name in its own script."""
    found = _BESIDE.fullmatch(text)
    if found and says_body(found["where"]) and not is_body(found["who"]):
        who = comma_name(found["who"])
        if who is not None and not who.literal:
            who.affiliations = [Organisation(found["where"])]
        return who
    found = _OWN_SCRIPT.fullmatch(text)
    who = comma_name(found["who"]) if found else None
    if found and who is not None:
        who.alternatives = [found["own"]]
    return who


def endnote_name(printed: str) -> Contributor | None:
    """As EndNote has names entered: a comma ends the name of a body, and two stand for the first of one that has commas itself."""
    alone = printed.endswith(",") and (printed.count(",") == 1 or is_body(printed))
    if alone or ",," in printed:
        name = printed.replace(",,", ",").strip(" ,")
        return Contributor(literal=name, organisation=True) if name else None
    return comma_name(printed)


def _divided(text: str) -> Contributor:
    """`Family, Given, Suffix`, and what else has commas: bodies, titles, where somebody works."""
    family, given, suffix = (*(part.strip() for part in text.split(",", 2)), "")[:3]
    given = fuller(given)
    if " " in family and (who := _behind_whole_name(text, family, given, suffix)):
        return who
    if is_suffix(given) and suffix:
        given, suffix = suffix, given
    if suffix and not is_suffix(suffix):
        if not given or not are_titles(suffix):
            return Contributor(literal=text, organisation=says_body(text))
        suffix = ""
    if not given:
        return undivided(family)
    family, given = with_particle(untitled(family), untitled(given))
    return in_parts(family, given, suffix)


def _behind_whole_name(text: str, name: str, given: str, suffix: str) -> Contributor | None:
    """What has a whole name before its first comma: "Samuel L. Adeyemi, Jr.", a degree, a body, where somebody works; None for the rest."""
    if is_suffix(given) and not suffix:
        who = comma_name(name) or undivided(name)
        who.suffix = "" if who.literal else given
        return who
    if is_degree_of(name, suffix if is_suffix(given) else given):
        return undivided(name)
    if says_body(name):
        return Contributor(literal=text, organisation=True)
    if says_body(f"{given} {suffix}"):  # ReDIF, by hand: `Ana Ruiz, University of Arbury`
        who = undivided(name)
        who.affiliations = [Organisation(text.partition(",")[2].strip())]
        return who
    return None


def in_parts(family: str, given: str, suffix: str = "") -> Contributor:
    """A person by name parts; `Steele Jr.` for a family name or `Robert, Jr.` for a given one have the suffix in them."""
    if not suffix:
        family, suffix = without_suffix(family)
    if not suffix:
        given, suffix = without_suffix(given)
    return Contributor(family=family, given=given, suffix=suffix)


def undivided(text: str) -> Contributor:
    """A name without a comma: a body by its words, else given names first, particles with the family name."""
    words = text.split()
    if len(words) == 1:
        acronym = text.isupper() and len(text) > 2 and "." not in text
        return Contributor(literal=text, organisation=True) if acronym else Contributor(family=text)
    if is_body(text) or _is_phrase(words) or _OF_A_PLACE.search(text):
        return Contributor(literal=text, organisation=True)
    words = without_titles(words)
    suffix = words.pop() if is_suffix(words[-1]) and len(words) > 2 else ""
    if family_first(words):
        return Contributor(family=words[0], given=" ".join(words[1:]))
    at = family_at(words)
    return Contributor(family=" ".join(words[at:]), given=" ".join(words[:at]), suffix=suffix)


def _is_phrase(words: list[str]) -> bool:
    """Whether words are no person's names: they begin with a capital and end without (`Statens vegvesen`), or are too many."""
    last = words[-1]
    if last.islower() and len(last) > (_LONGEST_PARTICLE if len(words) > 2 else _LONGEST_CARELESS) and words[0][:1].isupper():
        return True
    return len(words) > _MOST_NAMES and sum(not is_particle(word) for word in words) > _MOST_NAMES


@lru_cache(maxsize=4096)
def is_body(text: str) -> bool:
    """Whether a name without a comma says by its words that it is a body's."""
    return says_body(text) or any(word in _LITTLE for word in (text.lower() if text.isupper() else text).split())


def is_others(text: str) -> bool:
    """Whether the "name" says that there are more."""
    return text.strip().casefold() in _OTHERS


def written(who: Contributor) -> str:
    """The name as `Family, Given, Suffix`, a body's as it is; `comma_name` reads the first back."""
    return who.literal or ", ".join(part for part in (who.family, who.given, who.suffix) if part)
