"""Contributors of a MARC record: their names, what they did, and how other scripts write them.

A contributor without a role is placed by the statement of responsibility (245 $c): "edited by", "Hrsg.", "trad. de" before the name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph.errors import InputError
from graph.identify import normal_orcid
from graph.record import Contributor
from graph.sources.csl import MOST_CONTRIBUTORS, name_to
from graph.sources.csl_terms import NAME_VARIABLES
from loaders._marc.relators import chosen, role_of_code, role_of_word
from loaders._marc.statement import people_stated
from loaders._marc.text import bare, line
from loaders._people.names import comma_name

if TYPE_CHECKING:
    from graph.record import Work
    from loaders._marc.record import MarcField, MarcRecord

_SUFFIX = re.compile(r"^(?:Jr|Sr|jun|sen|jr|sr|II|III|IV|V)\b\.?", re.IGNORECASE)
_LIFE = re.compile(r",?\s*\(?(?:b\.|d\.|ca\.|active|geb\.|né(?:e)? en)?\s*\d{4}\??\s*-\s*(?:\d{4}\??)?\)?\.?$")
_EDITED = re.compile(
    r"\b(?:ed(?:s|ited|itors?|iert|itado|itada)?\b|éd\b|hrsg|hg\b|herausg|herausgegeben|dir\b|direct(?:ion|eurs?)\b|direcci[oó]n|a cura d"
    r"|curat"
    r"|coord|edición de|edizione|redig|redac|redak|red\b|onder red|pod red|compil|zusammengest|organiza|org\b|utg|toimit|toim|szerk)",
    re.IGNORECASE,
)
_TRANSLATED = re.compile(
    r"\b(?:transl|trans\b|übers|übertr|trad|traduc|aus dem|övers|overs|vert\b|vertaald|tłum|suom|perev|per\.)", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"\b(?:ill(?:us)?\b|illustr|forew|prefa|préf|pref\b|intro|einl|vorw|nachw|geleitw|pról|prol|afterw|postf|photo|foto|drawing|zeichn|maps\b"
    r"|design|assist|music\b|mus\b|arrang|commentary|mit (?:e\.|ein)|mitarb|unter mitw|perform|narrat|cast|produc|directed by"
    r"|sponsor|prepared for)",
    re.IGNORECASE,
)
_ALL_EDIT = re.compile(r"[(\[,]\s*(?:eds?|éds?|hrsg|hgg?|coords?|comps?|orgs?|dirs?|red)\b\.?\s*[)\]]?\s*\.?$", re.IGNORECASE)
"""After the names it is said of all of them: "Ana Pérez, Luis Gil (coords.)"."""
_MORE = re.compile(r"\.\.\.|…|et\s*al|u\.\s?a\.|\[and (?:others|\w+ others)", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:[,;/&]|\b(?:and|und|et|y)\b)\s*(?=\w)")
"""Between the roles of one subfield: "editor and translator"."""
_TOGETHER = re.compile(r"\S* (?:and|und|et|y|e|en|och|og|&|u\.) ", re.IGNORECASE)
"""Between two words for what the same person did: "edited and translated by"."""


class Named(NamedTuple):
    """A contributor, the CSL role the field tells ("" none, "other" one that CSL has not), and whether it is the main entry."""

    who: Contributor
    role: str
    main: bool
    words: str = ""


def add_people(work: Work, record: MarcRecord, statement: str) -> None:
    """Authors, editors, translators and the rest of a MARC 21 record."""
    other_scripts = linked(record)
    people: list[Named] = []
    for one in record.every("100", "110", "700", "710", "720"):
        added = one.tag[0] == "7"
        if (added and (one.first("t") or one.indicators[1] == "2")) or not (who := person(one)):
            continue
        if alternative := other_scripts.get(_link(one)):
            again = person(alternative)
            who.alternatives = [again.name] if again and again.name != who.name else []
        words = "; ".join(bare(word) for word in one.every("e"))
        told = [role_of_code(code) for code in one.every("4")]
        told += [role_of_word(part) for word in one.every("e") for part in _SEVERAL.split(word)]
        roles = ["other"] if words.casefold().startswith("dir") and record.every("502") else chosen(told)  # who directs a thesis
        people += [Named(who, role, not added, words) for role in roles]
    if not people:
        parts = [part for part in statement.split(";") if part.strip()]
        told_by = ((part, ["editor"] if _ALL_EDIT.search(part) else _roles_in(part)) for part in parts)
        people = [Named(who, role, main=False) for part, roles in told_by for who in people_stated(part) for role in roles]
    add_named(work, people, statement)


def add_named(work: Work, people: list[Named], statement: str) -> None:
    """Puts contributors where their roles say; those without a role where the statement of responsibility says."""
    if len(people) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(people)} names in one record; more than {MOST_CONTRIBUTORS} are refused")
    parts = [part for part in re.split(r"\s;\s|;\s", statement) if part.strip()]
    main = any(one.main for one in people)
    placed: list[tuple[str, Named]] = []
    for one in people:
        roles = [one.role]
        if one.main and one.role in {"", "other"}:
            roles = ["editor" if not one.role and parts and _ALL_EDIT.search(parts[0]) else "author"]
        elif not one.role:
            roles = _stated(one.who, parts, statement, main=main)
        placed += [(role, one) for role in roles]
    if not any(role in {"author", "editor"} for role, _ in placed):
        placed = [("author" if role == "unplaced" and not one.who.organisation else role, one) for role, one in placed]
    _put(work, placed)
    work.et_al = bool(parts and _MORE.search(parts[0]) and len(work.authors) == 1)


def _put(work: Work, placed: list[tuple[str, Named]]) -> None:
    seen: dict[str, set[str]] = {}
    csl: dict[str, object] = {}
    rest: list[str] = []
    for role, one in placed:
        names = seen.setdefault(role, set())
        if one.who.name in names:
            continue
        names.add(one.who.name)
        if role == "author":
            work.authors.append(one.who)
        elif role == "editor":
            work.editors.append(one.who)
        elif role in NAME_VARIABLES:
            held = csl.setdefault(role, [])
            assert isinstance(held, list)
            held.append(name_to(one.who))
        else:
            rest.append(f"{one.who.name} ({one.words})" if one.words else one.who.name)
    if csl:
        held_csl = work.custom.setdefault("csl", {})
        assert isinstance(held_csl, dict)
        held_csl.update(csl)
    if rest:
        work.custom["contributors"] = rest


def _stated(who: Contributor, parts: list[str], statement: str, *, main: bool) -> list[str]:
    """The roles in which the statement of responsibility names someone; "unplaced" where it does not."""
    if not parts:
        return ["author" if not who.organisation else "unplaced"]
    name = (who.family or who.literal).casefold()
    place = next((index for index, part in enumerate(parts) if name in part.casefold()), None)
    if place is None:
        hidden = _MORE.search(statement) and not who.organisation
        return _roles_in(parts[0]) if hidden else ["unplaced"]
    part = parts[place]
    if _ALL_EDIT.search(part):
        return ["editor"]
    roles = _roles_in(part[: part.casefold().index(name)] or part) if _several(part) else _roles_in(part)
    if roles == ["author"] and who.organisation and (main or place):
        return ["unplaced"]
    return roles


def _several(part: str) -> bool:
    """Whether one part of the statement names several roles ("by A, with a foreword by B")."""
    return sum(bool(kind.search(part)) for kind in (_EDITED, _TRANSLATED, _OTHERWISE)) > 0 and bool(re.search(r"\w{3}.*,", part))


def _roles_in(words: str) -> list[str]:
    """The role that the last words before a name tell; two, where it edited and translated."""
    found = [
        (match.start(), match.end(), role)
        for role, kind in (("editor", _EDITED), ("translator", _TRANSLATED), ("other", _OTHERWISE))
        for match in kind.finditer(words)
    ]
    found.sort()
    while len(found) > 1 and found[-1][2] == "other" and not re.search(r"[^\W\d_]\. |[A-ZÀ-Þ]\w", words[found[-2][0] : found[-1][0]][1:]):
        found.pop()  # "translated and with an introduction by"
    if len(found) > 1 and found[-2][2] != found[-1][2] and _TOGETHER.fullmatch(words[found[-2][1] : found[-1][0]]):
        return chosen([found[-2][2], found[-1][2]])
    return [found[-1][2]] if found else ["author"]


def person(one: MarcField) -> Contributor | None:
    """The contributor of a field 100, 110, 700, 710 or 720 (or its 880); None where it names nobody."""
    printed = one.first("a")
    body = one.tag in {"110", "710"} or (one.tag == "880" and one.first("6")[1:3] == "10")
    if body:
        parts = [bare(value) for code, value in one.parts if code in "ab" and value.strip()]
        who = Contributor(literal=". ".join(part for part in parts if part), organisation=True)
        return who if who.literal else None
    text = _LIFE.sub("", line(printed)).strip(" ,;:")
    text = bare(text) if not re.search(r"\b\w\.$", text) else text
    numeral, title = bare(one.first("b")), bare(one.first("c"))
    if not text:
        return None
    if one.indicators[0] in "03" and "," not in text:
        who = Contributor(literal=f"{text} {numeral}".strip())
    elif one.tag == "720" and one.indicators[0] == "2":
        who = Contributor(literal=text, organisation=True)
    elif "," not in text and (" " not in text or one.first("d", "0")):
        who = Contributor(family=text)  # a surname under authority control, not a name in reading order
    else:
        found = comma_name(text)
        if found is None:
            return None
        who = found if found.family else _cut(text)
    if _SUFFIX.match(title) and not who.suffix:
        who.suffix = title
    who.orcid = next((orcid for value in one.every("01") if "orcid" in value.casefold() and (orcid := normal_orcid(value))), "")
    return who


def _cut(text: str) -> Contributor:
    """A personal name of more than two parts ("Cecil, David, Lord"): the first two."""
    family, _, given = text.partition(",")
    return Contributor(family=family.strip(), given=given.partition(",")[0].strip()) if given else Contributor(literal=text)


def linked(record: MarcRecord) -> dict[str, MarcField]:
    """The fields 880 by what they are linked to (`100-01`)."""
    out: dict[str, MarcField] = {}
    for one in record.every("880"):
        link = one.first("6")[:6]
        if re.fullmatch(r"\d{3}-\d\d", link) and not link.endswith("-00"):
            out.setdefault(link, one)
    return out


def _link(one: MarcField) -> str:
    found = one.first("6")
    return f"{one.tag}-{found[4:6]}" if found.startswith("880-") else ""
