"""What a source says before it is RDF: plain values with their places in the captured text, and no IRIs of ours.

A loader yields these things one after the other; `graph.describe` is the only place that turns them into statements. References
between things are references between objects (`claim.work is work`), so that a loader never needs to know an IRI.
Text offsets are Unicode code points of `Capture.text`, end exclusive. An empty string, None or empty list means "not printed".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

WorkKind: TypeAlias = Literal["article", "book", "chapter", "report", "thesis", "webpage", "work"]
ConceptKind: TypeAlias = Literal["concept", "theory", "paradigm", "practice", "issue"]
Stance: TypeAlias = Literal["supports", "challenges", "qualifies", "extends", "applies", "illustrates", "proposes"]
Status: TypeAlias = Literal["STATED", "EXTRACTED", "CURATED", "REJECTED"]
Display: TypeAlias = Literal["full", "quote", "locator"]
UNKNOWN = "unknown"
"""The licence or rights holder of a source that prints none: unknown is stored as unknown."""
STANCES: tuple[Stance, ...] = ("supports", "challenges", "qualifies", "extends", "applies", "illustrates", "proposes")


@dataclass(slots=True, frozen=True)
class Span:
    """A stretch of the captured text: `capture.text[start:end]`; `exact` is that stretch, or it with line breaks and hyphens joined.

    `capture` is the digest of the capture it lies in where that is another one than the capture at hand (a quoted source).
    """

    start: int
    end: int
    exact: str
    page: str = ""
    capture: str = ""


@dataclass(slots=True, frozen=True)
class Proposer:
    """A language model that proposed what a capture says: its name, its host, the wording of its task, when it answered last.

    `of` is the digest of the capture that it read. `waits`: what it says counts only as far as a person accepts it.
    """

    model: str
    host: str
    prompt: str
    answered: str = ""
    of: str = ""
    waits: bool = True


@dataclass(slots=True)
class Source:
    """What one capture is: yielded first by a loader. `display` unknown = quote.

    `records` is how many records it has, loaded or not, where these are not its works.
    """

    label: str = ""
    retrieved_from: str = ""
    licence: str = ""
    rights_holder: str = ""
    display: Display = "quote"
    language: str = ""
    format: str = ""
    records: int | None = None
    proposer: Proposer | None = None


@dataclass(slots=True)
class Contributor:
    """A person or organisation as printed: `family` + `given`, or `literal` for an organisation or an undivided name."""

    family: str = ""
    given: str = ""
    literal: str = ""
    suffix: str = ""
    orcid: str = ""
    organisation: bool = False
    affiliations: list[Organisation] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name in reading order."""
        return self.literal or " ".join(part for part in (self.given, self.family, self.suffix) if part)


@dataclass(slots=True)
class Organisation:
    """An organised body. `anonymised`: the source withholds who it is, and it is keyed under `work`."""

    label: str
    alternatives: list[str] = field(default_factory=list)
    part_of: Organisation | None = None
    anonymised: bool = False
    public: bool = False
    work: Work | None = None
    evidence: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Venue:
    """A journal or other continuing publication."""

    title: str
    abbreviations: list[str] = field(default_factory=list)
    issns: list[str] = field(default_factory=list)
    issn_l: str = ""
    journal: bool = True


@dataclass(slots=True)
class Passage:
    """A stretch of running text that belongs to a work, for extraction.

    `slices` are the (start, end) pieces of the captured text that form it, page furniture left out. `voiced_by` is a respondent,
    `quoted_from` the work that is quoted when the passage is a quotation of another's text, `quoted_in` the work that quotes it where
    that is a third one (a quotation inside a quotation). `page` is where it begins; `anchors` are the (offset, page) at which further
    pages begin inside it.
    """

    slices: list[tuple[int, int]]
    kind: Literal["title", "abstract", "heading", "body", "quotation", "keywords"] = "body"
    section: str = ""
    page: str = ""
    voiced_by: Respondent | None = None
    quoted_from: Work | None = None
    quoted_in: Work | None = None
    language: str = "en"
    anchors: list[tuple[int, str]] = field(default_factory=list)

    def page_at(self, offset: int) -> str:
        """The page on which an offset of the captured text stands, or the empty string."""
        return next((page for start, page in reversed(self.anchors) if start <= offset), self.page)


@dataclass(slots=True)
class Reference:
    """One act of citing: the cited work, the string as printed and how sure its parsing is (0–1)."""

    work: Work
    raw: str = ""
    span: Span | None = None
    confidence: float | None = None


@dataclass(slots=True)
class Disagreement:
    """Two values that one page prints for one property; `chosen` stands on the work, `other` is kept beside it."""

    property: str
    chosen: str
    other: str
    rule: str


@dataclass(slots=True)
class Work:
    """A bibliographic work as this source prints it. `key` is the source's own record id (a CSL id, a citation key).

    `told_by` names the register that was asked about a work which other sources describe: what it says stands behind what they say.
    `known_as` is the IRI key of a work that another capture describes, of which this one says nothing itself.
    """

    kind: WorkKind = "work"
    key: str = ""
    title: str = ""
    language: str = ""
    authors: list[Contributor] = field(default_factory=list)
    editors: list[Contributor] = field(default_factory=list)
    et_al: bool = False
    authors_as_printed: list[str] = field(default_factory=list)
    year: int | None = None
    year_suffix: str = ""
    issued: str = ""
    modified: str = ""
    told_by: str = ""
    venue: Venue | None = None
    part_of: Work | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    article_number: str = ""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    doi: str = ""
    isbns: list[str] = field(default_factory=list)
    url: str = ""
    abstract: str = ""
    abstract_span: Span | None = None
    keywords: list[str] = field(default_factory=list)
    badges: list[str] = field(default_factory=list)
    licence: str = ""
    rights_holder: str = ""
    references: list[Reference] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    about: list[Concept] = field(default_factory=list)
    method: list[str] = field(default_factory=list)
    line: int | None = None
    known_as: str = ""
    custom: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Concept:
    """An idea of the field. `slug` is its key in the scheme, or the slug of its label; `label` may be unknown (a page without title)."""

    slug: str = ""
    label: str = ""
    kind: ConceptKind = "concept"
    language: str = "en"
    labels: dict[str, str] = field(default_factory=dict)
    alternatives: dict[str, list[str]] = field(default_factory=dict)
    definition: str = ""
    definition_span: Span | None = None
    definitions: dict[str, str] = field(default_factory=dict)
    """Definitions in further languages."""
    scope_note: str = ""
    broader: list[Concept] = field(default_factory=list)
    related: list[Concept] = field(default_factory=list)
    succeeds: list[Concept] = field(default_factory=list)
    requires: list[Concept] = field(default_factory=list)
    introduced_in: list[Work] = field(default_factory=list)
    core_in: list[Topic] = field(default_factory=list)
    in_topics: list[Topic] = field(default_factory=list)
    matches: list[tuple[str, str]] = field(default_factory=list)
    proposition_of: Concept | None = None
    produces: list[tuple[Concept, Span]] = field(default_factory=list)
    responds_to: list[tuple[Concept, Span]] = field(default_factory=list)
    unlabelled_page: str = ""


@dataclass(slots=True)
class Jurisdiction:
    """A territory by ISO 3166 code ("CA-AB"), "EU", "UN", "region:europe" or "XX-locality:slug"; its label as printed."""

    code: str
    label: str = ""


@dataclass(slots=True)
class Reform:
    """A dated programme of change in some jurisdiction."""

    slug: str
    label: str
    jurisdictions: list[Jurisdiction] = field(default_factory=list)
    start_year: int | None = None
    end_year: int | None = None
    dates_seen: bool = True
    instantiates: list[Concept] = field(default_factory=list)
    adopted_by: list[Organisation] = field(default_factory=list)
    succeeds: list[Reform] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    work: Work | None = None
    note: str = ""


@dataclass(slots=True)
class Case:
    """What a study looks at, keyed under its work. `anonymised` cases never gain a place or a body by inference."""

    work: Work
    label: str
    jurisdictions: list[Jurisdiction] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    reforms: list[Reform] = field(default_factory=list)
    parts: list[Case] = field(default_factory=list)
    anonymised: bool = False
    method: list[str] = field(default_factory=list)
    evidence: list[Span] = field(default_factory=list)
    note: str = ""
    slug: str = ""
    confidence: float | None = None


@dataclass(slots=True)
class Respondent:
    """A person interviewed, known by the label that the study gives; keyed under the work, never linked across sources."""

    work: Work
    label: str
    job_title: str = ""
    organisation: Organisation | None = None
    waves: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Mention:
    """The work's own text names the concept here."""

    work: Work
    concept: Concept
    span: Span
    confidence: float | None = 1.0


@dataclass(slots=True)
class Claim:
    """One statement of a work that a case (or argument) bears on a theory in some stance. What a model says of itself is no `confidence`.

    `quotes` are (source, words) that a person took from another captured source, named by its address, digest or file name:
    `graph.sources.quotation` finds them there and puts their places into `evidence`.
    """

    work: Work
    theory: Concept
    stance: Stance
    evidence: list[Span]
    cases: list[Case] = field(default_factory=list)
    status: Status = "EXTRACTED"
    confidence: float | None = None
    model_confidence: float | None = None
    basis: Literal["explicit", "interpretive"] = "explicit"
    voiced_by: Respondent | None = None
    quoted_in: Work | None = None
    page_locator: str = ""
    label: str = ""
    quotes: list[tuple[str, str]] = field(default_factory=list)
    quoted_at: str = ""
    """Where the quotations were written down ("row 7, column quotation"), for what is told of one that is refused."""


@dataclass(slots=True)
class Topic:
    """A topic of an atlas."""

    label: str
    slug: str = ""
    subject: Subject | None = None
    position: int | None = None


@dataclass(slots=True)
class Subject:
    """A subject of an atlas, grouping topics."""

    label: str
    slug: str = ""
    note: str = ""


@dataclass(slots=True)
class Course:
    """A planned course of study."""

    label: str
    slug: str = ""
    title: str = ""
    subjects: list[Subject] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    concepts: list[Concept] = field(default_factory=list)
    requires: list[Course] = field(default_factory=list)
    readings: list[Work] = field(default_factory=list)
    note: str = ""


@dataclass(slots=True, frozen=True)
class Finding:
    """What a loader tells of one field of its page, for the report that ends a load."""

    kind: Literal["found", "absent", "conflicting", "unknowable", "ignored"]
    what: str
    detail: str = ""


@dataclass(slots=True, frozen=True)
class Reject:
    """A part of the input that could not be loaded: `where` is "record 3" or "line 12", `reason` what is wrong and what to do.

    `record` is what it is a part of, where several may be told of one; `kept`: that record was loaded all the same, without this part.
    """

    where: str
    reason: str
    raw: str = ""
    record: str = ""
    kept: bool = False


Thing: TypeAlias = (
    Source | Work | Concept | Case | Claim | Mention | Reform | Organisation | Respondent | Jurisdiction | Topic | Subject | Course
)
Said: TypeAlias = Thing | Finding | Reject


@dataclass(slots=True)
class Capture:
    """One retrieved document: its bytes, where they came from, and the text that offsets count in."""

    data: bytes
    name: str
    path: str = ""
    retrieved_from: str = ""
    text: str = ""
    digest: str = ""
    context: dict[str, object] = field(default_factory=dict)
