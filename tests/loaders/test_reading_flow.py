"""Running text that leads back to the capture, and its sentences."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.record import Passage
from loaders.reading.prose import document, flow, sentences

RAW = st.text(alphabet=st.sampled_from("abcdé -\n.,;’“”(AB2\u00ad\u200b´"), max_size=200)


def of(text: str, *slices: tuple[int, int]) -> flow.Flow:
    return flow.build(text, Passage(list(slices) or [(0, len(text))]))


def test_line_breaks_and_end_of_line_hyphens_are_mended() -> None:
    assert of("the admin-\nistration of\nparks").text == "the administration of parks"
    assert of("a one-stop-\nshop and a one-stop-shop").text == "a one-stop-shop and a one-stop-shop"
    assert of("co-\nproduction of services").text == "co-production of services"


def test_words_run_together_at_a_full_stop_are_parted() -> None:
    assert of("a lens on theory.We explore it").text == "a lens on theory. We explore it"
    assert of("the U.S.A. of today").text == "the U.S.A. of today"


def test_spacing_accents_are_composed() -> None:
    assert of("Universite´ du Que´bec").text == "Université du Québec"


def test_a_sentence_broken_by_page_furniture_is_two_spans() -> None:
    text = "The study shows\nMail: someone\n77\nparks to be an effective tool."
    read = of(text, (0, 15), (text.index("parks"), len(text)))
    assert read.text == "The study shows parks to be an effective tool."
    first, second = read.spans(0, len(read.text))
    assert (first.exact, second.exact) == ("The study shows", "parks to be an effective tool.")


def test_a_word_broken_by_page_furniture_is_one_word_and_two_spans() -> None:
    text = "vertical gov-\n12 Journal of Parks\nernance works"
    read = of(text, (0, text.index("\n")), (text.index("ernance"), len(text)))
    assert read.text == "vertical governance works"
    assert [s.exact for s in read.spans(9, 19)] == ["gov", "ernance"]


@given(RAW, st.data())
@settings(max_examples=200, deadline=None)
def test_every_span_cuts_out_its_words(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    read = of(text, *zip(cuts[::2], cuts[1::2], strict=False)) if len(cuts) > 1 else of(text)
    start = data.draw(st.integers(0, len(read.text)))
    for span in read.spans(start, data.draw(st.integers(start, len(read.text)))):
        cut = text[span.start : span.end]
        assert span.exact in (cut, flow.joined(cut))


@given(RAW)
@settings(max_examples=200, deadline=None)
def test_sentences_stand_in_order_and_hold_all_words(text: str) -> None:
    found = list(sentences.split(text))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert sum(len(text[s.start : s.end].split()) for s in found) == len(text.split()) or sentences.LABEL.search(text)


def split(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences.split(text)]


def test_abbreviations_initials_and_citations_end_no_sentence() -> None:
    assert split("Some (Alder et al., 2031) agree. J. E. Birch (p. 16) does not, e.g. Cedar does. “Why?” Ask them.") == [
        "Some (Alder et al., 2031) agree.",
        "J. E. Birch (p. 16) does not, e.g. Cedar does.",
        "“Why?”",
        "Ask them.",
    ]


def test_labels_of_structured_abstracts_set_the_section() -> None:
    found = list(sentences.split("PurposeParks are studied. FindingsParks work. **Conclusions.** They do."))
    assert [s.section for s in found] == ["purpose", "findings", "conclusions"]


def test_a_very_long_passage_is_read_in_parts_that_lose_nothing() -> None:
    text = "Parks are run by towns. " * 4000
    whole = Passage([(0, 40_000), (40_000, len(text))])
    parts = list(document.pieces(whole, text))
    assert len(parts) > 1
    assert "".join(text[a:b] for part in parts for a, b in part.slices) == text
