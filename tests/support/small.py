"""A small invented atlas, loaded as anything else is: a concept page's worth of everything, with one source of each display rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.loading import load_many
from graph.opening import open_store
from graph.record import (
    Case,
    Claim,
    Concept,
    Contributor,
    Course,
    Jurisdiction,
    Mention,
    Reform,
    Respondent,
    Source,
    Span,
    Subject,
    Topic,
    Venue,
    Work,
)
from graph.sources.capture import capture_of

if TYPE_CHECKING:
    from pathlib import Path

    from graph.record import Said
    from graph.store import Store

DEFINITION = "Sharing one counter among many offices, so that a resident asks once."
FOR = "In Northmark the shared counter halved the number of visits, as the theory of shared counters expects."
AGAINST = "The Southmark study shows that shared counters moved the queue and did not shorten it."
CLOSED = "Nothing in the closed study supports the theory of shared counters, whatever its authors promised at the outset. "
OPEN_TEXT = f"# Shared counters\n\n{DEFINITION}\n\n{FOR}\n\n{AGAINST}\n"
CLOSED_TEXT = CLOSED + "And so on, at length, with one more argument. " * 60
SECRET_TEXT = "A sentence that only its place may be told of, against shared counters, stands here. " * 4
RESPONDENT = "R1"


def span(text: str, exact: str) -> Span:
    start = text.index(exact)
    return Span(start, start + len(exact), exact)


def small_atlas(folder: Path | str = "") -> Store:
    """The atlas in a folder, or in memory."""
    store = open_store(str(folder))
    captures = [(capture_of(text.encode(), name), said) for name, text, said in (_open(), _closed(), _secret())]
    load_many(store, captures)
    return store


def concepts() -> tuple[Concept, Concept]:
    offices = Concept(slug="separate-offices", label="Separate offices", kind="practice")
    counters = Concept(slug="shared-counters", label="Shared counters", kind="theory")
    return counters, offices


def _open() -> tuple[str, str, list[Said]]:
    text = OPEN_TEXT
    counters, offices = concepts()
    subject = Subject("Delivery", "delivery")
    topic = Topic("Counters and queues", "counters-and-queues", subject=subject)
    counters.labels = {"en": "Shared counters", "de": "Gemeinsame Schalter"}
    counters.alternatives = {"en": ["One counter", "SC"]}
    counters.definition, counters.definition_span = DEFINITION, span(text, DEFINITION)
    counters.related, counters.core_in = [offices], [topic]
    work = Work(
        kind="article", title="Counting counters", year=2019, doi="10.5555/counters", venue=Venue("Counter Studies", issns=["1234-5679"])
    )
    work.authors = [Contributor("Larsen", "Ida"), Contributor("Okafor", "Ben")]
    earlier = Work(kind="book", title="Queues", year=1998, publisher="Counter Press", authors=[Contributor("Larsen", "Ida")])
    counters.introduced_in = [earlier]
    reform = Reform("northmark-counter", "Northmark counter programme", [Jurisdiction("CA-NS")], 2010, 2015, instantiates=[counters])
    north = Case(work, "Northmark", [Jurisdiction("CA-NS")], reforms=[reform], method=["single-case-study"])
    south = Case(work, "Southmark", [Jurisdiction("DK")])
    said: list[Said] = [
        Source("Counter atlas", "https://atlas.example/shared-counters", "CC BY 4.0", "The atlas", "full", "en", "test"),
        counters,
        offices,
        Course("Counters 101", "counters-101", subjects=[subject]),
        reform,
        work,
        earlier,
        Mention(work, counters, span(text, "shared counter")),
        Claim(work, counters, "supports", [span(text, FOR)], [north], "STATED", page_locator="12"),
        Claim(work, counters, "challenges", [span(text, AGAINST)], [south], "EXTRACTED", 0.75),
    ]
    return "open.md", text, said


def _closed() -> tuple[str, str, list[Said]]:
    counters, _ = concepts()
    work = Work(kind="article", title="A closed study of counters", year=2021, authors=[Contributor("Vogel", "Ute")])
    work.abstract = CLOSED_TEXT
    case = Case(work, "Organisation A", anonymised=True)
    respondent = Respondent(work, RESPONDENT, "Clerk")
    said: list[Said] = [
        Source("Closed journal", "https://closed.example/1", "", "Closed Press", "quote", "en", "test"),
        work,
        respondent,
        Claim(work, counters, "challenges", [span(CLOSED_TEXT, CLOSED.strip())], [case], "EXTRACTED", 0.6, voiced_by=respondent),
    ]
    return "closed.txt", CLOSED_TEXT, said


def _secret() -> tuple[str, str, list[Said]]:
    counters, _ = concepts()
    work = Work(kind="report", title="A report one may not quote", year=2020)
    sentence = SECRET_TEXT[:84].strip()
    said: list[Said] = [
        Source("Locked archive", "https://locked.example/1", "All rights reserved", "Archive", "locator", "en", "test"),
        work,
        Claim(work, counters, "challenges", [span(SECRET_TEXT, sentence)], [], "EXTRACTED", 0.6),
    ]
    return "locked.txt", SECRET_TEXT, said
