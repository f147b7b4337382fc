"""Invented captures and what their loaders would say of them, for tests of the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.record import Case, Claim, Concept, Contributor, Jurisdiction, Mention, Reference, Source, Span, Venue, Work
from graph.sources.capture import capture_of

if TYPE_CHECKING:
    from graph.record import Capture, Said


def article(doi: str = "10.5555/towns.7") -> Work:
    """An article with two authors, a journal and one reference."""
    return Work(
        kind="article",
        title="Shared services in small towns",
        year=2019,
        doi=doi,
        authors=[Contributor(family="Lindqvist", given="Maja"), Contributor(family="Osei", given="Kwame")],
        venue=Venue(title="Journal of Invented Administration", issns=["1234-5679"]),
        volume="4",
        pages="11-29",
        references=[
            Reference(Work(kind="book", title="Towns and their halls", year=2001, authors=[Contributor(family="Brandt", given="Eva")]))
        ],
    )


def page(number: int) -> tuple[Capture, list[Said]]:
    """One page: an article of its own, a reference that every page has, a concept, a case, a mention and a claim with its evidence."""
    text = f"Page {number}. The towns of region {number} show that shared services fail. Shared services cost more."
    capture = capture_of(text.encode(), f"page-{number}.txt", retrieved_from=f"https://example.org/pages/{number}")
    work = article(doi=f"10.5555/towns.{number}")
    work.title = f"Shared services in region {number}"
    concept = Concept(slug="shared-services", label="shared services", kind="practice")
    case = Case(work=work, label=f"Towns of region {number}", jurisdictions=[Jurisdiction("CA-AB", "Alberta")])
    start = text.index("shared services")
    mention = Mention(work, concept, Span(start, start + 15, "shared services"))
    sentence = Span(text.index("The towns"), text.index(" Shared"), text[text.index("The towns") : text.index(" Shared")])
    claim = Claim(work=work, theory=concept, stance="challenges", evidence=[sentence], cases=[case], confidence=0.7)
    return capture, [Source(label=f"Page {number}", format="invented"), work, concept, case, mention, claim]
