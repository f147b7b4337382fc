"""A printed list of persons → Contributors in order: inverted or natural, full names or initials, with "and", ";", "/" or commas between.

The forms read (L. = initials): "Lind, Anna" · "Lind, A. B." · "Lind AB" · "A. B. Lind" · "Anna B. Lind", mixed as styles mix them
("Lind, Anna, Bo Falk, and C. Ek"); "et al." and a role ("eds.", "Hrsg.") after them.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from graph.record import Contributor
from loaders.reading.names import APOSTROPHES, PARTICLES, SUFFIX, UPPER, body, is_body

Form: TypeAlias = Literal["inverted initials", "initials last", "initials first", "inverted", "natural"]

_CAPITAL_PARTICLES = (
    "Van",
    "Von",
    "De",
    "Den",
    "Der",
    "Del",
    "Della",
    "Di",
    "Da",
    "Dos",
    "Du",
    "La",
    "Le",
    "Ter",
    "Ten",
    "El",
    "Al",
    "Abu",
    "Ben",
    "Ó",
    "Ní",
    "Nic",
    "Uí",
)
_LOWER = rf"(?:(?:{'|'.join(sorted(map(re.escape, PARTICLES - {'y', 'i', 'e', 'op', 'vom'}), key=len, reverse=True))})\s+)"
_W = rf"(?:(?:al|el|d|l|t|[DLO])[-{APOSTROPHES}])?[{UPPER}]\w+(?:[{APOSTROPHES}]\w+|[-‐‑–]\w+)*"
_I = rf"(?:[{UPPER}][a-zäöü]?\.|(?!Ó\s)[{UPPER}](?![\w{APOSTROPHES}]))"
_INITIALS = rf"(?:{_I}(?:[\s-]*{_I}){{0,4}}|[{UPPER}]{{2,3}}(?!\w)\.?)"
_AND_MOTHERS = rf"(?:\sy\s{_W}\b(?!\s{_W}))?"
"""The second half of a Spanish surname: "Ortega y Gasset"."""
_FAMILY = rf"{_LOWER}{{0,3}}(?:St\.\s|Ó\s)?{_W}(?:\s{_LOWER}{{0,2}}{_W}){{0,2}}{_AND_MOTHERS}"
_NO_NAME = r"(?!(?:The|A|An|In|On|Of|For|From|To|And|With|By|At|As|Is|What|Why|How|When|Where|Der|Die|Das|Ein|Eine|Zur|Zum|Les|Une?|Des)\b)"
_GIVEN = rf"(?:{_I}\s?)?{_NO_NAME}{_W}(?:[\s-]{_NO_NAME}{_W}){{0,2}}(?:\s?{_I}){{0,3}}"
_SUFFIX = r"(?P<suffix>,?\s(?:Jr|Sr|Jnr)\.?|,?\sI{2,3}\b)?"
_FORMS: dict[Form, re.Pattern[str]] = {
    "inverted initials": re.compile(
        rf"(?P<family>{_FAMILY}),\s*(?P<given>{_INITIALS}(?:\s{_LOWER.replace('s+', 's?')}+(?=[,.;&(]|$))?){_SUFFIX}"
    ),
    "initials last": re.compile(
        rf"(?P<family>{_FAMILY})\s(?P<given>(?:{_I}[\s-]?){{0,2}}{_I}|[{UPPER}]{{2,3}}(?!\w))(?<!\s)(?=\s*(?:$|[,;:(&/]|\d|(?:and|et|"
        rf"und|y)\b)|(?<=[{UPPER}]{{2}})\.)"
    ),
    "initials first": re.compile(
        rf"(?P<given>{_INITIALS}(?:(?<=[{UPPER}]\.)\s{_W}(?=\s{_W}))?)\s*(?P<family>{_LOWER}{{0,3}}(?:(?:"
        rf"{'|'.join(_CAPITAL_PARTICLES)})\s)*{_W}{_AND_MOTHERS}){_SUFFIX}"
    ),
    "inverted": re.compile(rf"(?P<family>{_FAMILY}),\s*(?P<given>{_GIVEN}){_SUFFIX}"),
    "natural": re.compile(rf"(?P<given>{_NO_NAME}{_W}(?:\s(?:{_I}|{_W})){{0,3}})\s(?P<family>{_LOWER}{{0,3}}(?:Ó\s)?{_W}){_SUFFIX}"),
}
_COMPOUND = re.compile(rf"((?:{_I}[\s-]*){{2,}})\s({_W})")
"""Two initials and a word before the last one: "S. L. Peyton" Jones has a surname of two words."""
_LAST_OF_LIST = re.compile(rf"(?P<family>{_FAMILY})\s(?P<given>[{UPPER}])(?=\.\s)")
_NEXT: dict[Form, tuple[Form, ...]] = {
    "inverted initials": ("inverted initials", "initials first", "initials last", "inverted", "natural"),
    "initials last": ("initials last", "inverted initials"),
    "initials first": ("initials first", "natural"),
    "inverted": ("inverted initials", "initials first", "natural", "inverted"),
    "natural": ("natural", "initials first"),
}
_ANY: tuple[Form, ...] = ("inverted initials", "initials first", "initials last", "inverted", "natural")
_NATURAL: tuple[Form, ...] = ("initials first", "natural", "inverted initials", "initials last")
_SEPARATOR = re.compile(
    r"(?P<mark>\s*[,;/]\s*)?(?P<and>(?:(?<=[\s,;/.])|\s+)(?:and|AND|und|UND|et|ET|og|och|en|y|e|u\.)\s+|\s*&(?:amp;)?[.,]{0,2}\s*)|"
    r"(?P<only>\s*[,;/]\s*)"
)
_ET_AL = re.compile(r"[\s,;]*\b(?:et\.?\s*al\b\.?|u\.\s?a\.|and\s+others\b|e\.\s?a\.)", re.IGNORECASE)
_RUNS_ON = re.compile(
    r"\s(?!(?:and|und|et|og|och|en|y|e|eds?|hrsg|hsg|hg|in|u|dir)\b)[a-zäöüéèà]{2,}|\s(?:and|und|et|y)\s(?!(?:van|von|de|den|der|du|"
    r"others|colleagues)\b)[a-zäöü]{3,}"
)
_MIDDLE_NAME = re.compile(rf"\s{_W}(?:,\s(?:and|&)\s|\s\(\d{{4}})")
_ROLE = re.compile(
    r"[\s,]*\(?\s*(?:\b(?:eds?|edd|editors?|hrsg|hsg|hgg?|herausgeber|éds?|dirs?|coords?|orgs?|red)\b\.?)\s*\.?\s*\)?,?", re.IGNORECASE
)


class People(NamedTuple):
    """A list of persons read from the start of a text; `end` is where it ends there."""

    people: list[Contributor]
    end: int
    et_al: bool = False
    editors: bool = False
    form: Form = "natural"


def read_people(text: str, *, whole: bool = False, natural: bool = False) -> People | None:
    """The list of persons at the start of a text, or None.

    Where nothing marks the end of the list, natural names after a comma count only when an "and" or "et al." still follows — else the
    title might be read as a name. `whole`: the text is known to be nothing but the list. `natural`: its names are not inverted, as after
    "edited by".
    """
    first = _person(text, 0, _NATURAL if natural else _ANY)
    if first is None:
        return None
    found = [first]
    sure = 1
    while (separator := _SEPARATOR.match(text, found[-1][1])) and len(found) < 400:
        last = found[-1]
        nxt = _person(text, separator.end(), _NEXT[last[2]], after_and=separator["and"] is not None)
        if nxt is None:
            break
        found.append(nxt)
        mark = (separator["mark"] or separator["only"] or "").strip()
        if separator["and"] or whole or "initials" in nxt[2] or mark in (";", "/"):
            sure = len(found)
    others = _ET_AL.match(text, found[-1][1])
    if others:
        sure = len(found)
    everyone, whole_end = found, found[-1][1]
    found = found[:sure]
    end = others.end() if others else found[-1][1]
    role = _ROLE.match(text, end)
    if not role and (role := _ROLE.match(text, whole_end)):
        found, end = everyone, whole_end
    if role:
        end = role.end()
    return People([p for p, _, _ in found], end, others is not None, role is not None, found[0][2])


def all_people(text: str, *, natural: bool = False) -> People | None:
    """The persons or bodies of a text that is nothing else, or None."""
    read = read_people(text, whole=True, natural=natural)
    if read and not text[read.end :].strip(" .,:;"):
        return read
    if read and read.form != "natural":
        return None
    role = re.search(_ROLE.pattern + r"\s*$", text, re.IGNORECASE)
    names = (text[: role.start()] if role else text).strip(" .,:;")
    if (
        is_body(names)
        and len(names.split()) <= 12
        and names.count(",") < 2
        and not re.search(r"[“”\"«»?!:]|\w{3,}\.\s|,\s\w+\.(?:\s|$)", names)
    ):
        return People([body(names)], len(text), editors=role is not None)
    return None


def _person(text: str, at: int, forms: tuple[Form, ...], *, after_and: bool = False) -> tuple[Contributor, int, Form] | None:
    for form in forms:
        m = _FORMS[form].match(text, at) or (_LAST_OF_LIST.match(text, at) if at and form == "initials last" == forms[0] else None)
        if not m or (form != "inverted initials" and is_body(m[0]) and " " in m[0]):
            continue
        if _no_person(text, m, form):
            continue
        listed = after_and or text[:at].rstrip().endswith((";", "/")) or (m["family"].isupper() and len(m["family"]) > 3)
        if form == "inverted" and at and not listed:
            continue
        family, given = m["family"], m["given"]
        compound = _COMPOUND.fullmatch(given) if form == "initials first" else None
        if compound:
            given, family = compound[1], f"{compound[2]} {family}"
        return _contributor(family, given, (m.groupdict().get("suffix") or "").strip(" ,")), m.end(), form
    return None


def _no_person(text: str, m: re.Match[str], form: Form) -> bool:
    """Title words that have a name's shape: the sentence runs on after them, or other names follow that show the order."""
    if form == "inverted initials":
        if re.fullmatch(rf"[{UPPER}]\.", m["given"]) and _MIDDLE_NAME.match(text, m.end()):
            return True
        several = len(m["family"].split()) > 1 and m["family"][0].isupper()
        return several and re.match(rf"\s?{_W}\b(?:,|\s(?:and|&|et|und)\b|\s?\(|\s*$)", text[m.end() :]) is not None
    if SUFFIX.match(m["family"]):
        return True
    if form == "initials first":
        article = m["given"] == "A" and m.start() > 0 and not re.match(rf"[{UPPER}]{{1,3}}\s", text)
        return "." not in m["given"] and (article or m["family"].isupper() or len(m["given"]) > 2)
    if form == "inverted" and m["family"][0].isupper() and " " in m["family"] and re.search(r"\s|\.(?=\w)", m["given"]):
        return True
    return form in ("inverted", "natural") and _RUNS_ON.match(text, m.end()) is not None


def _contributor(family: str, given: str, suffix: str) -> Contributor:
    """Particles that a natural name leaves at the end of the given names ("Carola Van" Eijk) go with the family name."""
    given = given.strip()
    *head, last = given.split(" ")
    if head and last.capitalize() in _CAPITAL_PARTICLES and len(last) > 1 and last[0].isupper():
        family, given = f"{last} {family}", " ".join(head)
    return Contributor(family=family.strip(), given=given, suffix=suffix)
