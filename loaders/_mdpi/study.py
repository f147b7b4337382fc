"""What the tables of an interview study tell: who was asked, when, where; and which anonymised cases were studied.

A text may have lost a table's blank cells, and with them which column a mark stood in:

    Respondent | Job Title | Interview in 2031/2032 | Interview in 2035 | Case Study |
    ---|---|---|---|---|
    R1 | Chair | X | Org A | |          one mark, and which column it stood in is lost
    R2 | Clerk | X | X | Org A |        both
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.record import Case, Finding, Organisation, Respondent
from loaders._mdpi.tables import Table, tables

if TYPE_CHECKING:
    from graph.record import Said, Work
    from loaders._page.page import Page

_MARK = re.compile(r"(?:x|✓|✔|√|•|●|yes|y|1)", re.IGNORECASE)
_BLANK = re.compile(r"(?:|-+|–|—|no|n|0|n/?a)", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:respondents?|interviewees?|participants?|informants?)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:(?:interview|participant)?\s?(?:id|code|no\.?|nr\.?|number|label)|pseudonym|#|interviews?)", re.IGNORECASE)
_ROLE = re.compile(r"\b(?:jobs?|roles?|positions?|occupations?|professions?|designations?|functions?)\b|^title$", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:interview\w*|respondents?|participants?|informants?)\b", re.IGNORECASE)
_WHERE = re.compile(
    r"\b(?:case(?:\s+stud(?:y|ies))?|organi[sz]ations?|institutions?|affiliations?|agency|agencies|employer|municipality|site)\b",
    re.IGNORECASE,
)
_WAVE = re.compile(
    r"\b(?:(?:19|20)\d\d(?:\s?[/–-]\s?(?:19|20)?\d\d)?|(?:wave|round|phase|interview)\s?\d+|first|second|third)\b", re.IGNORECASE
)
_BODY_COLUMN = re.compile(
    r"\b(?:co-?operatives?|compan(?:y|ies)|firms?|departments?|ministr(?:y|ies)|authorit(?:y|ies)|offices?|hospitals?|schools?|councils?|"
    r"clubs?|charit(?:y|ies)|associations?|n[gp]os?|non-?profits?|units?|providers?|workplace|partners?|bod(?:y|ies)|cit(?:y|ies)|towns?)\b|^services?$",
    re.IGNORECASE,
)
"""Columns that say where a respondent works where none says so by a plainer name."""
_UNNAMED = re.compile(r"anonymi[sz]ed|pseudonym", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:date|year|wave|round|phase|when)\b", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[/–-]\s?(?:19|20)?\d\d)?")
_HEADS = (
    r"org(?:ani[sz]ation)?\.?|case(?:\s+stud(?:y|ies))?|company|agency|municipality|city|town|council|department|ministry|authority|"
    r"association|"
    r"charity|trust|board|bureau|office|centre|center|npo|ngo|non-?profit|firm|site|hospital|school|university|unit|team|partnership|network|project|country|region|district"
)
_MARKS = "alpha|beta|gamma|delta|epsilon|one|two|three|four|five|six|blue|green|red|yellow|orange|purple|north|south|east|west"
_WITHHELD = re.compile(
    rf"(?P<before>(?:[\w-]+\s){{0,2}}?)(?P<head>{_HEADS})\s?(?P<mark>[A-Z]\d?|\d{{1,2}}|[IVX]{{1,4}}|{_MARKS})", re.IGNORECASE
)
_PLACES = re.compile(r"case|site|project|country|region|district", re.IGNORECASE)
"""Kinds of withheld names that are cases or places, not bodies that one can belong to."""
_LABEL = re.compile(r"[A-Za-z]{0,12}[\s.-]{0,2}\d{1,3}[a-z]?|[A-Z]{1,4}\d{0,3}")
_SAID = re.compile(r"[”\"’»]\s?[.,]?\s{0,3}[(\[]\s*(?P<label>[A-Za-z]{0,12}[\s.-]{0,2}\d{1,3}[a-z]?)\s*[,;:)\]]")
"""What closes a quotation by its speaker's label: "…” (R3, Clerk)"."""
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(slots=True)
class Study:
    """What the tables tell: respondents by label, organisations by normal form, cases, and findings for the report."""

    respondents: dict[str, Respondent] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    cases: list[Case] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set)
    """Labels, case-folded, of which a table says that they stand for names it withholds."""

    def things(self) -> list[Said]:
        """Organisations, respondents, then cases: parts before the whole."""
        return [*self.organisations.values(), *self.respondents.values(), *self.cases, *self.findings]


def study(page: Page, work: Work) -> Study:
    """Respondents and anonymised cases that a page's tables print."""
    out = Study()
    asked: list[Table] = []
    speakers = {said["label"].casefold() for said in _SAID.finditer(page.text)}
    for table in tables(page):
        if _is_respondents(table, page.text[max(0, table.head.start - 200) : table.head.start], speakers):
            asked.append(table)
        elif _is_cases(table):
            _cases(table, work, out)
    for table in asked:
        _respondents(page, table, work, out)
    return out


def _is_respondents(table: Table, before: str, speakers: set[str]) -> bool:
    """Labels in the first column and a column of roles, or labels that close quotations.

    A first column headed "No." counts only where people were asked or are quoted.
    """
    head = table.header
    labelled = sum(_LABEL.fullmatch(row[0]) is not None for row, _ in table.rows)
    if len(head) < 2 or labelled <= len(table.rows) / 2:
        return False
    quoted = any(row[0].casefold() in speakers for row, _ in table.rows)
    if not any(_ROLE.search(cell) or _PERSON.search(cell) for cell in head[1:]):
        return quoted and _PERSON.search(head[0]) is not None
    numbered = _NUMBERED.fullmatch(head[0].strip()) is not None
    return _PERSON.search(head[0]) is not None or (numbered and (quoted or _ASKED.search(" ".join([*head, before])) is not None))


def _is_cases(table: Table) -> bool:
    """Every row is named by a kind and a mark, and some column describes them in words."""
    withheld = sum(_WITHHELD.fullmatch(row[0]) is not None for row, _ in table.rows)
    named = _WHERE.search(table.header[0]) or _UNNAMED.search(" ".join(table.header))
    if _UNNAMED.search(table.header[0]):  # told by the header: "Anonymised cooperative", of whatever labels
        withheld = sum(0 < len(row[0].split()) <= 4 for row, _ in table.rows)
    wordy = sum(any(re.search(r"[^\W\d_]{4}", cell) for cell in row[1:]) for row, _ in table.rows)
    return bool(table.rows) and named is not None and withheld == len(table.rows) and wordy > len(table.rows) / 2


def _normal(printed: str) -> str:
    """One key for "Org A" and "organisation A", another for "Context org A"."""
    m = _WITHHELD.fullmatch(printed)
    if not m:
        return printed.casefold()
    head = "organisation" if m["head"].casefold().startswith("org") else re.sub(r"\s+stud(?:y|ies)$", "", m["head"].casefold())
    return f"{m['before'].strip().casefold()}|{head}|{m['mark'].casefold()}"


def organisation(printed: str, work: Work, out: Study) -> Organisation | None:
    """The organisation of a printed label; a label made of a kind and a letter or number is anonymised and keyed under the work.

    None for the label of a case or place ("Case 1", "Site B").
    """
    named = _WITHHELD.fullmatch(printed)
    if named and _PLACES.match(named["head"]):
        return None
    key = _normal(printed)
    held = out.organisations.get(key)
    if held is None:
        withheld = _WITHHELD.fullmatch(printed) is not None or printed.casefold() in out.withheld
        held = out.organisations[key] = Organisation(printed, anonymised=withheld, work=work if withheld else None)
    elif printed.casefold() != held.label.casefold() and printed not in held.alternatives:
        held.alternatives.append(printed)
    return held


def _cases(table: Table, work: Work, out: Study) -> None:
    parts = []
    if _UNNAMED.search(table.header[0]):
        out.withheld |= {row[0].casefold() for row, _ in table.rows}
    for row, span in table.rows:
        body = organisation(row[0], work, out)
        if body is not None:
            body.evidence.append(span)
        note = "; ".join(cell for cell in row[1:] if cell)
        parts.append(Case(work, row[0], organisations=[body] if body else [], anonymised=True, evidence=[span], note=note))
    out.cases += parts
    if len(parts) > 1:
        whole = Case(work, _label_of_all([row[0] for row, _ in table.rows], table.header[0]), parts=parts, anonymised=True)
        whole.evidence = [table.head]
        whole.organisations = [body for part in parts for body in part.organisations]
        out.cases.append(whole)
    out.findings.append(Finding("found", "cases", f"{len(parts)} anonymised"))


def _label_of_all(labels: list[str], head: str) -> str:
    """A name for the whole, made of the parts' number, kind and marks since no page prints one: "Seven anonymised organisations (A–G)"."""
    shapes = [m for label in labels if (m := _WITHHELD.fullmatch(label))]
    kind = "case"
    if len({m["head"].casefold() for m in shapes}) == 1 and len(shapes) == len(labels):
        kind = shapes[0]["head"].casefold().rstrip(".")
    elif not shapes and (found := _WHERE.search(head) or _BODY_COLUMN.search(head)):
        kind = found[0].casefold()
    kind = {"org": "organisation", "case study": "case"}.get(kind, kind)
    kind = f"{kind[:-1]}ies" if kind.endswith("y") else kind if kind.endswith("s") else f"{kind}s"
    count = _NUMBERS[len(labels) - 2].capitalize() if len(labels) - 2 < len(_NUMBERS) else str(len(labels))
    marks = f"{shapes[0]['mark']}–{shapes[-1]['mark']}" if len(shapes) == len(labels) else f"{labels[0]} to {labels[-1]}"
    return f"{count} anonymised {kind} ({marks})"


@dataclass(slots=True)
class _Columns:
    role: int | None
    where: int | None
    waves: list[int]
    names: list[str]
    when: int | None
    kept: bool = True
    """Whether blank cells stand where the page had them; text that shows them at the ends of rows only may have moved them there."""


def _columns(header: list[str], rows: list[list[str]]) -> _Columns:
    """Which column tells what; bodies stand in the one headed so, or in one whose every cell repeats its head ("Trust": "Trust A")."""
    free = [n for n, cell in enumerate(header) if n and not _WAVE.search(cell) and not _ROLE.search(cell)]
    where = next((n for words in (_WHERE, _BODY_COLUMN) for n in free if words.search(header[n])), None)
    if where is None:
        where = next(
            (n for n in free if rows and all(re.fullmatch(rf"{re.escape(header[n])}\s\S+", row[n], re.IGNORECASE) for row in rows)), None
        )
    role = next((n for words in (_ROLE, _PERSON) for n, cell in enumerate(header) if n and words.search(cell)), None)
    waves = [n for n, cell in enumerate(header) if n not in (0, role, where) and _WAVE.search(cell)]
    names = []
    for n in waves:
        years = _YEARS.search(header[n])
        names.append(re.sub(r"\s", "", years[0]) if years else header[n])
    when = next((n for n, cell in enumerate(header) if n not in (0, role, where, *waves) and _WHEN.search(cell)), None)
    return _Columns(role, where, waves, names, when)


def _respondents(page: Page, table: Table, work: Work, out: Study) -> None:
    columns = _columns(table.header, [row for row, _ in table.rows if len(row) >= len(table.header)])
    columns.kept = page.html or any("" in row[: max(n for n, cell in enumerate(row) if cell)] for row, _ in table.rows if any(row))
    unknown = 0
    has_cases = bool(out.cases)
    for row, span in table.rows:
        if not row[0] or not _LABEL.fullmatch(row[0]):
            continue
        person = Respondent(work, row[0], job_title=row[columns.role] if columns.role and columns.role < len(row) else "")
        person.waves, where, sure = _marks(row, columns, len(table.header))
        unknown += not sure
        if columns.when is not None and len(row) >= len(table.header) and (year := _YEARS.search(row[columns.when])):
            person.waves.append(re.sub(r"\s", "", year[0]))
        if where:
            body = person.organisation = organisation(where, work, out)
            if body is not None and (not has_cases or not body.evidence):
                body.evidence.append(span)
        out.respondents.setdefault(row[0].casefold(), person)
    out.findings.append(Finding("found", "respondents", str(len(out.respondents))))
    if unknown:
        detail = f"{unknown} respondents have one mark for {len(columns.waves)} columns, and the blank cell beside it is lost"
        out.findings.append(Finding("unknowable", "interview wave", detail))


def _marks(row: list[str], columns: _Columns, width: int) -> tuple[list[str], str, bool]:
    """(waves, organisation, whether the waves are sure). A row whose cells moved left tells how many marks it had, not which."""
    cells = row + [""] * (width - len(row))
    stand = [cells[n] for n in columns.waves]
    where = cells[columns.where] if columns.where is not None else ""
    marked = sum(_MARK.fullmatch(c) is not None for c in stand)
    lost = not columns.kept and 0 < marked < len(stand) and "" in cells[columns.waves[0] :]
    if lost and (where or columns.where is None):
        return [], where, False
    if all(_MARK.fullmatch(c) or _BLANK.fullmatch(c) for c in stand) and (where or columns.where is None) and len(row) >= width:
        return [name for name, c in zip(columns.names, stand, strict=True) if _MARK.fullmatch(c) and not _BLANK.fullmatch(c)], where, True
    rest = [c for n, c in enumerate(cells) if n > (columns.role or 0) and c]
    marks = [c for c in rest if _MARK.fullmatch(c)]
    others = [c for c in rest if not _MARK.fullmatch(c) and not _BLANK.fullmatch(c)]
    moved = others[-1] if others and columns.where is not None else ""
    if columns.waves and len(marks) == len(columns.waves):
        return list(columns.names), moved, True
    return [], moved, not columns.waves
