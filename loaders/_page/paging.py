"""The printed pages on which extracted spans stand, for pages that print page numbers inside their running text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.record import Case, Claim, Concept, Mention, Organisation, Span

if TYPE_CHECKING:
    from graph.record import Passage, Said, Work


def with_pages(said: Said, work: Work) -> Said:
    """The same thing, its spans on the pages that the work's passages say; works without printed pages are left alone."""
    passages = [passage for passage in work.passages if passage.page or passage.anchors]
    if not passages:
        return said
    if isinstance(said, Mention):
        said.span = _placed(said.span, passages)
    elif isinstance(said, Claim | Case | Organisation):
        said.evidence = [_placed(span, passages) for span in said.evidence]
    elif isinstance(said, Concept):
        said.definition_span = _placed(said.definition_span, passages) if said.definition_span else None
        said.produces = [(other, _placed(span, passages)) for other, span in said.produces]
        said.responds_to = [(other, _placed(span, passages)) for other, span in said.responds_to]
    if isinstance(said, Claim) and not said.page_locator and said.evidence:
        said.page_locator = said.evidence[0].page
    return said


def _placed(span: Span, passages: list[Passage]) -> Span:
    for passage in passages:
        if any(start <= span.start < end for start, end in passage.slices):
            return replace(span, page=passage.page_at(span.start))
    return span
