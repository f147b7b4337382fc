"""Personal and corporate names as reference managers write them → Contributor."""

from __future__ import annotations

import re
from functools import lru_cache

from graph.record import Contributor, Organisation
from graph.sources.csl import plain
from loaders._body_words import says_body

OTHERS = {"others", "et al", "et al.", "and others", "u.a.", "...", "…"}
_LITTLE = {"of", "for", "and", "&", "the", "at", "für", "et", "des"}
_DEVOTED = re.compile(
    r"(?:mar[ií]a|m[aª]\.?|jos[eé]|juan|ana|luz|rosa|teresa|jes[uú]s|santa?) (?:del?|da|do|de la|de las|de los|das|dos) "
    r"(?:carmen|pilar|mar|rosario|[aá]ngeles|dios|jes[uú]s|lourdes|luz|roc[ií]o|socorro|mercedes|dolores|concepci[oó]n|consuelo|remedios"
    r"|milagros|nieves|guadalupe|f[aá]tima|refugio|paz|cruz|gra[çc]a|concei[çc][ãa]o|lurdes|gl[oó]ria|c[eé]u)(?= \S)",
    re.IGNORECASE,
)
"""Given names of several words whose middle one is no particle of the family name: `María del Carmen`."""
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|jnr|snr|2nd|3rd)\.?$", re.IGNORECASE)
_PARTICLE = re.compile(
    r"^(?:[a-zà-ÿ'’]+|[dl]['’].*|St\.?|Ste\.?|Saint|Van|Von|Vom|Zu|Zur|Zum|De|Del|Della|Di|Du|Des|Den|Der|Dos|Das|Le|La|El|Al|Ter|Ten|Te"
    r"|Ó|Ní|Nic|Uí|Mac|Ibn|Bin|Abu|\S+-(?:von|van|de))$"
)
_DEGREE = re.compile(r"^(?:(?!UK$|USA?$|EU$|UN$)[A-Z]{2,6}|(?:[A-Z][a-z]{0,2}\.?){2,4}|Esq\.?|(?:Ph|D|Ed|Psy|Dr)\.?\s?(?:D|Phil|PH)\.?)$")
"""`Quigley, Sean P, MPA`: what databases print behind a name."""
_ROLE_BEHIND = re.compile(r"\s*\((?:eds?|editors?|hrsg|hg|trans|transl|coords?|comps?)\.?\)$", re.IGNORECASE)
_FULLER = re.compile(r"(?P<short>(?P<first>[^\W\d_])[^()]*\.[^()]*?)\s*\((?P<full>(?P=first)[^()]{1,60})\)")
"""`B. (Bola)`, `Hans S. (Hans Sverre)`: the given name in its fuller form, as libraries and repositories print it."""
_BESIDE = re.compile(r"(?P<who>[^()]{3,80}?)\s*\((?P<where>[^()]{3,160})\)")
"""`Tony Hale (University of Arbury)`: where a person works."""
_VIETNAMESE = re.compile(
    r"(?:Nguy[eễ]n|Tr[aầ]n|L[eê]|Ph[aạ]m|Ho[aà]ng|Hu[yỳ]nh|Phan|V[uũ]|V[oõ]|[DĐ][aặ]ng|B[uù]i|[DĐ][oỗ]|H[oồ]|Ng[oô]|D[uư][oơ]ng|L[yý]|[DĐ]inh|Tr[iị]nh)"
    r" (?:V[aă]n|Th[iị]) "
)
"""`Nguyễn Văn Thiệu`: the family name, what tells men and women apart, the given name."""
_DEGREES = re.compile(
    r"\(?(?:Ph\.? ?D|M\.?D|D\.?Phil|Ed\.?D|Dr\.?P\.?H|M\.?Sc|B\.?Sc|M\.?P\.?[AHP]|M\.?B\.?A|LL\.?[BMD]|J\.?D|R\.?N)\.?\)?"
)
"""What some print behind a name, without a comma."""
_QUALIFICATION = re.compile(r"(?:Ph\.? ?D|D\.?Phil|M\.Sc|MSc|B\.Sc|BSc|M\.A|M\.D|MPH|MBA|MPP|MPA|Ed\.?D|LL\.?[BMD])\.?")
"""What follows a whole name: none of these is anybody's initials."""
_WHOLE = re.compile(r"(?:^| )[A-ZÀ-Þ]\.|^(?:Dr|Prof)\b")
"""What a family name has not: `Eve T. Wren, RN` is a whole name."""
_HONORIFIC = re.compile(r"^(?:Dr|Prof|PD|Mr|Mrs|Ms|Hon)\.?$")
_HONORIFICS = re.compile(r"(?:(?:Dr|Prof)\.?(?: (?:rer|phil|jur|med|habil|h\. ?c)\.)* )+(?=\S)")
_TITLE = re.compile(r"^(?:sir|dame|lady|lord|baron(?:ess)?|count|earl|rev|dr|prof(?:essor)?|ph\.?\s?d|m\.?d)\.?$", re.IGNORECASE)
_LONGEST_PARTICLE = 3
_OF_A_PLACE = re.compile(r"\((?:(?:[A-Z]\.){2,}|Firm|Organization|Association)\)$")
"""What catalogues put behind a body's name: `Centers for Work (U.S.)`."""
_LONGEST = 300
"""Characters of one name: longer text is a list, or meant to keep the expressions here busy."""
_MOST_NAMES = 5
"""Names that a person has at most, particles aside."""
_APOSTROPHES = "'’"
_AND = {"y", "i", "e"}
"""Between two family names of one person: `Ortega y Gasset`, `Costa e Silva`."""
_BEHIND = re.compile(
    r"(?P<given>.*\S)\s+(?P<particle>[dD]['’]|(?:van|von|vom|de|del|della|di|da|das|do|dos|du|des|zu|zum|zur|af|av|ten|ter|te)"
    r"(?: (?:der|den|de|dem|het|'t|la|La|las|los|le|Le))*|(?:von und zu))"
)
"""What stands behind the given names where an index sorts by the name after it: `Beauvoir, Simone de`."""
_OWN_SCRIPT = re.compile(r"(?P<who>[^()（）]+?)\s*[(（](?P<own>[^()（）\x00-\u024f]{1,20}(?: [^()（）\x00-\u024f]{1,20})*)[)）]")
"""`Li, Xiaoping (李小平)`."""
_OF = {"de", "del", "da", "do", "dos", "das"}
_SPANISH_FAMILY = 2
"""Family names of a Spaniard."""
_SPANISH_GIVEN = 2
"""`José Luis Rivero de la Fuente`: of three names before `de` the last begins the family name."""
_PATRONYMIC = re.compile(r"\w+[eé]z$|Garc[ií]a$")
"""`María Fernández de la Vega`: in Spanish such a name before `de` begins the family name."""
_INITIALS_LAST = re.compile(
    r"(?P<family>[^\W\d_][^\s.]*[a-zà-ÿ][^\s.]*(?: [^\W\d_][^\s.]+)?) (?P<given>[A-ZÀ-Þ]{1,3}|(?:[A-ZÀ-Þ]\.[ -]?){1,3})"
)
"""`Ostrom V`, as indexes of journals write names."""


def comma_name(text: str) -> Contributor | None:
    """`Family, Given, Suffix`; `Given Family` and bodies without a comma; None where empty."""
    text = plain(text).strip(" ,;")
    if len(text) > _LONGEST:
        return Contributor(literal=text, organisation="," not in text or says_body(text))
    text = _ROLE_BEHIND.sub("", text)
    if not text:
        return None
    if text[-1] == ")" and (found := _BESIDE.fullmatch(text)) and says_body(found["where"]) and not is_body(found["who"]):
        who = comma_name(found["who"])
        if who is not None and not who.literal:
            who.affiliations = [Organisation(found["where"])]
        return who
    if text[-1] in ")）" and (found := _OWN_SCRIPT.fullmatch(text)) and (who := comma_name(found["who"])):
        who.alternatives = [found["own"]]
        return who
    if "," in text:
        return _divided(text)
    if not is_body(text) and (found := _INITIALS_LAST.fullmatch(text)) and not _SUFFIX.match(found["given"]):
        return Contributor(family=found["family"], given=found["given"].strip())
    return undivided(text)


def endnote_name(printed: str) -> Contributor | None:
    """As EndNote has names entered: a comma ends the name of a body, and two stand for the first of one that has commas itself."""
    alone = printed.endswith(",") and (printed.count(",") == 1 or is_body(printed))
    if alone or ",," in printed:
        name = printed.replace(",,", ",").strip(" ,")
        return Contributor(literal=name, organisation=True) if name else None
    return comma_name(printed)


def _divided(text: str) -> Contributor:
    """`Family, Given, Suffix`, and what else has commas: bodies, titles, where somebody works."""
    family, _, rest = text.partition(",")
    given, _, suffix = rest.strip().partition(",")
    given, suffix = _fuller(given.strip()), suffix.strip()
    if _SUFFIX.match(given) and not suffix and " " in family.strip():  # "Samuel L. Adeyemi, Jr."
        who = comma_name(family) or undivided(family.strip())
        who.suffix = "" if who.literal else given
        return who
    if _SUFFIX.match(given) and suffix:
        given, suffix = suffix, given
    if " " in family.strip() and (_QUALIFICATION.fullmatch(given) or (_WHOLE.search(family) and _DEGREE.match(given))):
        return undivided(family.strip())
    if " " in family.strip() and says_body(family):
        return Contributor(literal=text, organisation=True)
    if " " in family.strip() and says_body(f"{given} {suffix}"):  # ReDIF, by hand: `Ana Ruiz, University of Arbury`
        who = undivided(family.strip())
        who.affiliations = [Organisation(text.partition(",")[2].strip())]
        return who
    namesake = _SUFFIX.match(suffix) is not None
    if suffix and given and not namesake and all(_TITLE.match(part) or _DEGREE.match(part) for part in re.split(r",\s*", suffix)):
        suffix = ""
    if suffix and not namesake:
        return Contributor(literal=text, organisation=says_body(text))
    if not given:
        return undivided(family.strip())
    family, given = (_HONORIFICS.sub("", part.strip(), count=1) if _HONORIFICS.match(part) else part.strip() for part in (family, given))
    family, given = with_particle(family, given)
    return in_parts(family, given, suffix)


def in_parts(family: str, given: str, suffix: str = "") -> Contributor:
    """A person by name parts; `Steele Jr.` for a family name or `Robert, Jr.` for a given one have the suffix in them."""
    if not suffix:
        family, suffix = _without_suffix(family)
    if not suffix:
        given, suffix = _without_suffix(given)
    return Contributor(family=family, given=given, suffix=suffix)


def _without_suffix(names: str) -> tuple[str, str]:
    before, _, last = names.rpartition(" ")
    return (before.rstrip(" ,"), last) if before and _SUFFIX.match(last) else (names, "")


def with_particle(family: str, given: str) -> tuple[str, str]:
    """Family and given names, the particle that an index prints behind the given ones in its place: ("de Beauvoir", "Simone")."""
    found = _BEHIND.fullmatch(given)
    if found is None:
        return family, given
    return f"{found['particle']}{'' if found['particle'][-1] in _APOSTROPHES else ' '}{family}", found["given"]


def _fuller(given: str) -> str:
    """Of `J. T. (John Thomas)` the longer form, if it has as many names."""
    found = _FULLER.fullmatch(given)
    return found["full"] if found and len(found["full"].split()) >= len(found["short"].split()) else given


def undivided(text: str) -> Contributor:
    """A name without a comma: a body by its words, else given names first, particles with the family name."""
    words = text.split()
    if len(words) == 1:
        acronym = text.isupper() and len(text) > 2 and "." not in text
        return Contributor(literal=text, organisation=True) if acronym else Contributor(family=text)
    if is_body(text) or _is_phrase(words) or _OF_A_PLACE.search(text):
        return Contributor(literal=text, organisation=True)
    while len(words) > 2 and _HONORIFIC.match(words[0]):
        del words[0]
        text = " ".join(words)
    while len(words) > 2 and _DEGREES.fullmatch(words[-1]):
        words.pop()
    suffix = words.pop() if _SUFFIX.match(words[-1]) and len(words) > 2 else ""
    if len(words) > 2 and _VIETNAMESE.match(text):
        return Contributor(family=words[0], given=" ".join(words[1:]))
    devoted = _DEVOTED.match(text)
    first = len(devoted[0].split()) if devoted and len(words) > len(devoted[0].split()) else 1
    at = next((place for place, word in enumerate(words[first:-1], first) if _PARTICLE.match(word)), len(words) - 1)
    if devoted and len(words) - first == _SPANISH_FAMILY:
        at = first
    elif (words[at] in _AND and at > first) or (
        words[at] in _OF and at > 1 and (_PATRONYMIC.match(words[at - 1]) or at - first >= _SPANISH_GIVEN)
    ):
        at -= 1
    return Contributor(family=" ".join(words[at:]), given=" ".join(words[:at]), suffix=suffix)


def _is_phrase(words: list[str]) -> bool:
    """Whether words are no person's names: they begin with a capital and end without (`Norges offentlige utredninger`), or are too many."""
    last = words[-1]
    if len(words) > 2 and last.islower() and len(last) > _LONGEST_PARTICLE and words[0][:1].isupper():
        return True
    return len(words) > _MOST_NAMES and sum(not _PARTICLE.match(word) for word in words) > _MOST_NAMES


@lru_cache(maxsize=4096)
def is_body(text: str) -> bool:
    """Whether a name without a comma says by its words that it is a body's."""
    return says_body(text) or any(word in _LITTLE for word in (text.lower() if text.isupper() else text).split())


def is_suffix(word: str) -> bool:
    """Whether a word says which of a family's namesakes is meant: Jr., III."""
    return _SUFFIX.match(word) is not None


def is_others(text: str) -> bool:
    """Whether the "name" says that there are more."""
    return text.strip().casefold() in OTHERS


def written(who: Contributor) -> str:
    """The name as `Family, Given, Suffix`, a body's as it is; `comma_name` reads the first back."""
    return who.literal or ", ".join(part for part in (who.family, who.given, who.suffix) if part)
