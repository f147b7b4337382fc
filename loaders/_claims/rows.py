"""Rows of a table of cases and claims → Work, Case, Claim; what is wrong in a cell is told with its row and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, get_args

from graph.errors import InputError
from graph.identify import normal_doi, slug
from graph.record import STANCES, Case, Claim, Concept, Finding, Jurisdiction, Organisation, Reject, Respondent, Span, Stance, Work
from graph.sources.edtf import edtf, year_of
from graph.statements import authority
from loaders._atlas.index import Index
from loaders._embedded.values import people_of

if TYPE_CHECKING:
    from graph.record import Status

_LOCALITY = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?-locality:\S.*")
_TRUE, _FALSE = {"true", "yes", "1", "x", "ja", "oui"}, {"false", "no", "0", "", "nein", "non"}
_STATUSES: dict[str, Status] = {"stated": "STATED", "curated": "CURATED", "rejected": "REJECTED", "": "STATED"}


@dataclass(slots=True)
class Row:
    """One row: its cells by column, where each stands in the text, and what the row is called in errors."""

    name: str
    cells: dict[str, str]
    spans: dict[str, Span]

    def get(self, column: str) -> str:
        """A cell's text on one line."""
        return " ".join(self.cells.get(column, "").split())

    def parts(self, column: str) -> list[str]:
        """The parts of a cell between semicolons."""
        return [part.strip() for part in self.get(column).split(";") if part.strip()]


@dataclass
class Rows:
    """The things of all rows, each work and case once; `rejects` and `findings` fill up as rows are read."""

    index: Index = field(default_factory=Index)
    works: dict[tuple[object, ...], Work] = field(default_factory=dict)
    cases: dict[tuple[int, str], Case] = field(default_factory=dict)
    respondents: dict[tuple[int, str], Respondent] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    count: int = 0
    """How many rows were read."""

    def read(self, row: Row) -> None:
        """Take one row: a claim where it has a theory or a stance, else a case."""
        self.count += 1
        before = len(self.rejects)
        kept = self._take(row)
        self.rejects[before:] = [replace(one, record=row.name, kept=kept) for one in self.rejects[before:]]

    def _take(self, row: Row) -> bool:
        """Whether what the row is about could be made."""
        claimed = any(row.get(name) for name in ("theory", "stance", "finding", "quotation"))
        if not claimed and not row.get("case"):
            self.refuse(row, "case", "a row names a case, or a theory and a stance")
            return False
        work = self.work(row)
        theory, stance = (self.theory(row), self.stance(row)) if claimed else (None, None)
        if work is None:
            return False
        if not claimed:
            return self.case(row, work) is not None
        return theory is not None and stance is not None and self.claim(row, work, theory, stance)

    def refuse(self, row: Row, column: str, reason: str) -> None:
        """Note what is wrong with a cell."""
        self.rejects.append(Reject(f"{row.name}, column {column}", reason, row.get(column)[:200]))

    def work(self, row: Row) -> Work | None:
        """The study, made once for all rows that name it alike."""
        printed, title = row.get("work_doi"), row.get("work_title")
        doi = normal_doi(printed)
        if printed and not doi:
            self.refuse(row, "work_doi", "not a DOI (10.…/…); correct it, or leave it empty and give title, year and authors")
            return None
        issued = edtf(row.get("work_year"))
        if row.get("work_year") and not issued:
            self.refuse(row, "work_year", "not a year")
            issued = ""
        if not doi and not (title and (issued or row.get("work_authors"))):
            self.refuse(row, "work_doi", "which study? Give its DOI, or its title with year and authors")
            return None
        key = (doi,) if doi else (slug(title), issued, slug(row.get("work_authors")))
        held = self.works.setdefault(key, Work(doi=doi))
        held.title = held.title or title
        held.authors = held.authors or people_of([row.cells.get("work_authors", "")])
        if not held.issued:
            held.issued, held.year = issued, year_of(issued)
        return held

    def case(self, row: Row, work: Work) -> Case | None:
        """The case of the row, joined with what other rows say of it; None where it names none."""
        label = row.get("case")
        if not label or label.casefold() in ("none", "-", "–"):
            return None
        known = self.cases.get((id(work), slug(label)))
        one = known or self.cases.setdefault((id(work), slug(label)), Case(work, label, evidence=[row.spans["case"]]))
        anonymised = self.truth(row, "anonymised")
        one.anonymised = one.anonymised or anonymised
        places, bodies = row.parts("jurisdiction"), row.parts("organisations")
        if one.anonymised and (places or bodies):
            self.refuse(row, "jurisdiction" if places else "organisations", "an anonymised case is never tied to a place or a body")
            return one
        if one.anonymised:
            one.jurisdictions, one.organisations = [], []
        for place in places:
            if (code := self.place(row, place)) and all(code != held.code for held in one.jurisdictions):
                one.jurisdictions.append(Jurisdiction(code))
        one.organisations += [Organisation(name) for name in bodies if all(name != held.label for held in one.organisations)]
        one.method += [method for method in row.parts("method") if method not in one.method]
        one.note = one.note or ("" if row.get("theory") else row.get("note"))
        return one

    def place(self, row: Row, printed: str) -> str:
        """The code of a territory given by code or name."""
        if authority.label_of(printed) or (_LOCALITY.fullmatch(printed) and authority.label_of(printed[:2])):
            return printed
        if (upper := printed.upper()) and authority.label_of(upper):
            return upper
        codes = _codes_by_name().get(printed.casefold(), [])
        if len(codes) == 1:
            return codes[0]
        several = f"; several are called so: {', '.join(codes)}" if codes else ""
        self.refuse(row, "jurisdiction", f"{printed!r} is no ISO 3166 code such as CA or CA-AB, and no name of one{several}")
        return ""

    def theory(self, row: Row) -> Concept | None:
        """The concept that the row names."""
        printed = row.get("theory")
        if not printed:
            self.refuse(row, "theory", "a claim needs the theory it bears on: a slug or label of the scheme")
            return None
        try:
            found = self.index.concept(printed)
        except InputError as wrong:
            self.refuse(row, "theory", str(wrong))
            return None
        if found is None:
            near = get_close_matches(slug(printed), self.index.names("concept"), 1, 0.7)
            self.refuse(
                row, "theory", f"there is no concept {printed!r}" + (f"; did you mean {near[0]}?" if near else "; correct the name")
            )
        return found

    def stance(self, row: Row) -> Stance | None:
        """The stance that the row names."""
        printed = row.get("stance").casefold()
        found = next((stance for stance in get_args(Stance) if printed in (stance, stance.removesuffix("s"))), None)
        if found is None:
            self.refuse(row, "stance", f"{row.get('stance')!r} is no stance; it is one of {', '.join(STANCES)}")
        return found

    def claim(self, row: Row, work: Work, theory: Concept, stance: Stance) -> bool:
        """One claim with its evidence: a quotation that is looked up in its source, or the words of the row; False where it has none."""
        case = self.case(row, work)
        if case is None and row.get("jurisdiction"):
            self.refuse(row, "jurisdiction", "a place belongs to a case: name the case too; the claim is loaded without it")
        one = Claim(work, theory, stance, [], [case] if case is not None else [], "STATED", page_locator=row.get("page"))
        if voice := row.get("voice"):
            one.voiced_by = self.respondents.setdefault((id(work), slug(voice)), Respondent(work, voice))
        quotation, source = row.get("quotation"), row.get("source")
        if "finding" in row.spans:
            one.evidence.append(row.spans["finding"])
        if quotation and source:
            one.quotes, one.quoted_at = [(source, quotation)], f"{row.name}, column quotation"
        elif quotation:
            one.evidence.append(row.spans["quotation"])
            self.findings.append(Finding("unknowable", "quotation", f"{row.name}: it names no source, so it stands as it was typed"))
        if not one.evidence and not one.quotes:
            self.refuse(row, "finding", "a claim needs a finding in your own words, or a quotation")
            return False
        status, basis = row.get("status").casefold(), row.get("basis").casefold()
        if status in _STATUSES:
            one.status = _STATUSES[status]
        else:
            self.refuse(row, "status", "status is STATED, CURATED or REJECTED; STATED was taken")
        if basis in ("", "explicit", "interpretive"):
            one.basis = "interpretive" if basis == "interpretive" else "explicit"
        else:
            self.refuse(row, "basis", "basis is explicit or interpretive; explicit was taken")
        one.confidence = self.number(row, "confidence")
        self.claims.append(one)
        return True

    def truth(self, row: Row, column: str) -> bool:
        """Yes or no."""
        said = row.get(column).casefold()
        if said not in _TRUE | _FALSE:
            self.refuse(row, column, "yes or no; no was taken")
        return said in _TRUE

    def number(self, row: Row, column: str) -> float | None:
        """A number from 0 to 1, or none."""
        if not (said := row.get(column)):
            return None
        try:
            number = float(said.replace(",", "."))
        except ValueError:
            number = -1.0
        if 0 <= number <= 1:
            return number
        self.refuse(row, column, "a number from 0 to 1; it was left out")
        return None


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, list[str]]:
    """Names of countries and subdivisions by ISO 3166 → their codes; a country's name is no subdivision's."""
    import pycountry  # slow to import

    found: dict[str, list[str]] = {}
    for part in pycountry.subdivisions:
        found.setdefault(part.name.casefold(), []).append(part.code)
    for country in pycountry.countries:
        for name in ("name", "common_name", "official_name"):
            if label := getattr(country, name, ""):
                found[label.casefold()] = [country.alpha_2]
    names = {"european union": "EU", "united nations": "UN", "usa": "US", "uk": "GB"}
    return found | {name: [code] for name, code in names.items()}
