"""Personal and corporate names as reference managers write them → Contributor."""

from __future__ import annotations

import re

from graph.record import Contributor, Organisation
from graph.sources.csl import plain

OTHERS = {"others", "et al", "et al.", "and others", "u.a.", "...", "…"}
# A name that says it is a body's, in the languages of our sources; used only where a format does not mark bodies.
_BODY = re.compile(
    r"\b(?:universi[td]\w*|instituti?o?n?e?|organi[sz]ations?|minist\w+|departe?ment|council|commission|committee|government|gouvernement"
    r"|association|parliament|secretariat|nations|oecd|unesco|office|agency|authority|board|society|foundation|centre|center|network|group"
    r"|team|lab|observatory|directorate|union|alliance|forum|partnership|project|consortium|federation|academy|task ?force|collaboration"
    r"|(?:world|central|national|development|reserve|federal|investment) bank|initiative|programme?|division|statistics|museum|library"
    r"|corporation|company|gmbh|ltd|limited)\b",
    re.IGNORECASE,
)
_LITTLE = {"of", "for", "and", "&", "the", "für", "et", "des"}
_DEVOTED = re.compile(
    r"(?:mar[ií]a|m[aª]\.?|jos[eé]|juan|ana|luz|rosa|teresa|jes[uú]s|santa?) (?:del?|da|do|de la|de las|de los|das|dos) "
    r"(?:carmen|pilar|mar|rosario|[aá]ngeles|dios|jes[uú]s|lourdes|luz|roc[ií]o|socorro|mercedes|dolores|concepci[oó]n|consuelo|remedios"
    r"|milagros|nieves|guadalupe|f[aá]tima|refugio|paz|cruz|gra[çc]a|concei[çc][ãa]o|lurdes|gl[oó]ria|c[eé]u)(?= \S)",
    re.IGNORECASE,
)
"""Given names of several words whose middle one is no particle of the family name: `María del Carmen`."""
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|jnr|snr|2nd|3rd)\.?$", re.IGNORECASE)
_PARTICLE = re.compile(
    r"^(?:[a-zà-ÿ'’]+|[dl]['’].*|St\.?|Ste\.?|Saint|Van|Von|De|Del|Della|Di|Du|Des|Den|Der|Dos|Das|Le|La|El|Al|Ter|Ten)$"
)
_TITLE = re.compile(r"^(?:sir|dame|lady|lord|baron(?:ess)?|count|earl|rev|dr|prof(?:essor)?|ph\.?\s?d|m\.?d)\.?$", re.IGNORECASE)
_PATRONYMIC = re.compile(r"\w+[eé]z$|Garc[ií]a$")
"""`María Fernández de la Vega`: in Spanish such a name before `de` begins the family name."""
_INITIALS_LAST = re.compile(
    r"(?P<family>[^\W\d_][^\s.]*[a-zà-ÿ][^\s.]*(?: [^\W\d_][^\s.]+)?) (?P<given>[A-ZÀ-Þ]{1,3}|(?:[A-ZÀ-Þ]\.[ -]?){1,3})"
)
"""`Ostrom V`, as indexes of journals write names."""


def comma_name(text: str) -> Contributor | None:
    """`Family, Given, Suffix`; `Given Family` and bodies without a comma; None where empty."""
    text = plain(text).strip(" ,;")
    if not text:
        return None
    if "," in text:
        family, _, rest = text.partition(",")
        given, _, suffix = rest.strip().partition(",")
        given, suffix = given.strip(), suffix.strip()
        if not suffix and _SUFFIX.match(given.rpartition(" ")[2]) and " " in given:
            given, _, suffix = given.rpartition(" ")
        if _SUFFIX.match(given) and suffix:
            given, suffix = suffix, given
        if " " in family.strip() and _BODY.search(family):
            return Contributor(literal=text, organisation=True)
        if " " in family.strip() and _BODY.search(f"{given} {suffix}"):  # ReDIF, by hand: `Ana Ruiz, University of Arbury`
            who = undivided(family.strip())
            who.affiliations = [Organisation(text.partition(",")[2].strip())]
            return who
        if suffix and _TITLE.match(suffix):
            suffix = ""
        if suffix and not _SUFFIX.match(suffix):
            return Contributor(literal=text, organisation=bool(_BODY.search(text)))
        return Contributor(family=family.strip(), given=given, suffix=suffix) if given else undivided(family.strip())
    if not is_body(text) and (found := _INITIALS_LAST.fullmatch(text)) and not _SUFFIX.match(found["given"]):
        return Contributor(family=found["family"], given=found["given"].strip())
    return undivided(text)


def undivided(text: str) -> Contributor:
    """A name without a comma: a body by its words, else given names first, particles with the family name."""
    words = text.split()
    if len(words) == 1:
        acronym = text.isupper() and len(text) > 2 and "." not in text
        return Contributor(literal=text, organisation=True) if acronym else Contributor(family=text)
    if is_body(text) or len(words) > 5:
        return Contributor(literal=text, organisation=True)
    suffix = words.pop() if _SUFFIX.match(words[-1]) and len(words) > 2 else ""
    devoted = _DEVOTED.match(text)
    first = len(devoted[0].split()) if devoted and len(words) > len(devoted[0].split()) else 1
    at = next((place for place, word in enumerate(words[first:-1], first) if _PARTICLE.match(word)), len(words) - 1)
    if 1 < at < len(words) and words[at] in {"de", "del"} and _PATRONYMIC.match(words[at - 1]):
        at -= 1
    return Contributor(family=" ".join(words[at:]), given=" ".join(words[:at]), suffix=suffix)


def is_body(text: str) -> bool:
    """Whether a name without a comma says by its words that it is a body's."""
    return bool(_BODY.search(text)) or any(word in _LITTLE for word in text.split())


def is_others(text: str) -> bool:
    """Whether the "name" says that there are more."""
    return text.strip().casefold() in OTHERS


def written(who: Contributor) -> str:
    """The name as `Family, Given, Suffix`, a body's as it is; `comma_name` reads the first back."""
    return who.literal or ", ".join(part for part in (who.family, who.given, who.suffix) if part)
