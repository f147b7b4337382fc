"""What the words of a person's name are: titles, degrees, particles, suffixes; and where the family name begins."""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|jnr|snr|2nd|3rd)\.?$", re.IGNORECASE)
_PARTICLE = re.compile(
    r"^(?:[a-zà-ÿ'’]+|[dl]['’].*|St\.?|Ste\.?|Saint|Van|Von|Vom|Zu|Zur|Zum|De|Del|Della|Di|Du|Des|Den|Der|Dos|Das|Le|La|El|Al|Ter|Ten|Te"
    r"|Ó|Ní|Nic|Uí|Mac|Ibn|Bin|Bint|Abou|Abu|Ould|\S+-(?:von|van|de))$"
)
_BEHIND = re.compile(
    r"(?P<given>.*\S)\s+(?P<particle>[dD]['’]|(?:van|von|vom|de|del|della|di|da|das|do|dos|du|des|zu|zum|zur|af|av|ten|ter|te)"
    r"(?: (?:der|den|de|dem|het|'t|la|La|las|los|le|Le))*|(?:von und zu))"
)
"""What stands behind the given names where an index sorts by the name after it: `Beauvoir, Simone de`."""
_APOSTROPHES = "'’"

_DEGREE = re.compile(r"^(?:(?!UK$|USA?$|EU$|UN$)[A-Z]{2,6}|(?:[A-Z][a-z]{0,2}\.?){2,4}|Esq\.?|(?:Ph|D|Ed|Psy|Dr)\.?\s?(?:D|Phil|PH)\.?)$")
"""`Quigley, Sean P, MPA`: what databases print behind a name."""
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

_FULLER = re.compile(r"(?P<short>(?P<first>[^\W\d_])[^()]*\.[^()]*?)\s*\((?P<full>(?P=first)[^()]{1,60})\)")
"""`B. (Bola)`, `Hans S. (Hans Sverre)`: the given name in its fuller form, as libraries and repositories print it."""
_DEVOTED = re.compile(
    r"(?:mar[ií]a|m[aª]\.?|jos[eé]|juan|ana|luz|rosa|teresa|jes[uú]s|santa?) (?:del?|da|do|de la|de las|de los|das|dos) "
    r"(?:carm(?:en|o)|pilar|mar|rosario|[aá]ngeles|dios|jes[uú]s|lourdes|luz|roc[ií]o|socorro|mercedes|dolores|concepci[oó]n|consuelo|remedios"
    r"|milagros|nieves|guadalupe|f[aá]tima|refugio|paz|cruz|gra[çc]a|concei[çc][ãa]o|lurdes|gl[oó]ria|c[eé]u)(?= \S)",
    re.IGNORECASE,
)
"""Given names of several words whose middle one is no particle of the family name: `María del Carmen`."""
_AND = {"y", "i", "e"}
"""Between two family names of one person: `Ortega y Gasset`, `Costa e Silva`."""
_OF = {"de", "del", "da", "do", "dos", "das"}
_SPANISH_FAMILY = 2
"""Family names of a Spaniard."""
_SPANISH_GIVEN = 2
"""`José Luis Rivero de la Fuente`: of three names before `de` the last begins the family name."""
_PATRONYMIC = re.compile(r"\w+[eé]z$|Garc[ií]a$")
"""`María Fernández de la Vega`: in Spanish such a name before `de` begins the family name."""
_VIETNAMESE = re.compile(
    r"(?:Nguy[eễ]n|Tr[aầ]n|L[eê]|Ph[aạ]m|Ho[aà]ng|Hu[yỳ]nh|Phan|V[uũ]|V[oõ]|[DĐ][aặ]ng|B[uù]i|[DĐ][oỗ]|H[oồ]|Ng[oô]|D[uư][oơ]ng|L[yý]|[DĐ]inh|Tr[iị]nh)"
    r" (?:V[aă]n|Th[iị]) "
)
"""`Nguyễn Văn Thiệu`: the family name, what tells men and women apart, the given name."""


def is_suffix(word: str) -> bool:
    """Whether a word says which of a family's namesakes is meant: Jr., III."""
    return _SUFFIX.match(word) is not None


def without_suffix(names: str) -> tuple[str, str]:
    """Names and the suffix at their end: ("Steele", "Jr.")."""
    before, _, last = names.rpartition(" ")
    return (before.rstrip(" ,"), last) if before and is_suffix(last) else (names, "")


def is_particle(word: str) -> bool:
    """Whether a word may stand before a family name and belong to it."""
    return _PARTICLE.match(word) is not None


def with_particle(family: str, given: str) -> tuple[str, str]:
    """Family and given names, the particle that an index prints behind the given ones in its place: ("de Beauvoir", "Simone")."""
    found = _BEHIND.fullmatch(given)
    if found is None:
        return family, given
    return f"{found['particle']}{'' if found['particle'][-1] in _APOSTROPHES else ' '}{family}", found["given"]


def fuller(given: str) -> str:
    """Of `J. T. (John Thomas)` the longer form, if it has as many names."""
    found = _FULLER.fullmatch(given)
    return found["full"] if found and len(found["full"].split()) >= len(found["short"].split()) else given


def untitled(names: str) -> str:
    """Family or given names without the academic titles before them."""
    return _HONORIFICS.sub("", names, count=1) if _HONORIFICS.match(names) else names


def without_titles(words: list[str]) -> list[str]:
    """The words of a name in reading order without titles before and degrees behind them; two are left at least."""
    first, last = 0, len(words)
    while last - first > 2 and _HONORIFIC.match(words[first]):
        first += 1
    while last - first > 2 and _DEGREES.fullmatch(words[last - 1]):
        last -= 1
    return words[first:last]


def are_titles(printed: str) -> bool:
    """Whether what stands behind a second comma is titles and degrees: `Cecil, David, Lord`."""
    return all(_TITLE.match(part) or _DEGREE.match(part) for part in re.split(r",\s*", printed))


def is_degree_of(whole: str, printed: str) -> bool:
    """Whether what stands behind a comma is a degree and what stands before it a whole name: `Eve T. Wren, RN`."""
    return _QUALIFICATION.fullmatch(printed) is not None or (_WHOLE.search(whole) is not None and _DEGREE.match(printed) is not None)


def family_at(words: list[str]) -> int:
    """Place of the word with which the family name begins, of a name in reading order without titles and suffix."""
    text = " ".join(words)
    devoted = _DEVOTED.match(text)
    first = len(devoted[0].split()) if devoted and len(words) > len(devoted[0].split()) else 1
    if devoted and len(words) - first == _SPANISH_FAMILY:
        return first
    at = next((place for place, word in enumerate(words[first:-1], first) if is_particle(word)), len(words) - 1)
    if words[at] in _AND and at > first:
        return at - 1
    if words[at] in _OF and at > 1 and (_PATRONYMIC.match(words[at - 1]) or at - first >= _SPANISH_GIVEN):
        return at - 1
    return at


def family_first(words: list[str]) -> bool:
    """Whether a name in reading order begins with the family's, as a Vietnamese one does."""
    return len(words) > 2 and _VIETNAMESE.match(" ".join(words)) is not None
