"""What stands around a sentence: prose of its own field and paragraph, never the marks of the file that holds it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.decisions.context import around

SAID = "The counters moved the queue."
BEFORE, AFTER = "We stood in two towns.", "Others had hoped for less."
ABSTRACT = f"{BEFORE} {SAID} {AFTER}"
FILES = {
    "csl-json": f'[{{"title": "Counters", "abstract": "{ABSTRACT}", "DOI": "10.5555/x"}}]',
    "json-lines": f'{{"id": "1", "text": "{ABSTRACT}"}}\n{{"id": "2"}}',
    "ris": f"TY  - JOUR\nTI  - Counters\nAB  - {ABSTRACT}\nDO  - 10.5555/x\nER  - \n",
    "medline": f"PMID- 1\nTI  - Counters\nAB  - {ABSTRACT}\nFAU - Larsen, Ida\n",
    "refer": f"%0 Journal Article\n%T Counters\n%X {ABSTRACT}\n%D 2019\n",
    "web-of-science": f"FN Clarivate\nVR 1.0\nPT J\nAB {ABSTRACT}\nDI 10.5555/x\nER\n",
    "bibtex": f"@article{{x,\n  title = {{Counters}},\n  abstract = {{{ABSTRACT}}},\n  doi = {{10.5555/x}}\n}}\n",
    "bibtex-quoted": f'@article{{x,\n  abstract = "{ABSTRACT}",\n  year = 2019\n}}\n',
    "xml": f"<?xml version='1.0'?>\n<article><title>Counters</title><p>{ABSTRACT}</p></article>",
    "prose": f"Counters\n\n{ABSTRACT}\n\nReferences\n",
}


def placed(text: str, room: int = 400) -> tuple[str, str]:
    start = text.index(SAID)
    return around(text, start, start + len(SAID), room)


@pytest.mark.parametrize("name", FILES)
def test_the_marks_of_a_file_are_no_context(name: str) -> None:
    before, after = placed(FILES[name])
    assert (before.strip(), after.strip()) == (BEFORE, AFTER)


def test_a_title_in_a_record_stands_alone() -> None:
    assert placed(f"TY  - JOUR\nTI  - {SAID}\nAU  - Larsen, Ida\nER  - \n") == ("", "")
    assert placed(f'[{{"title": "{SAID}"}}]') == ("", "")


def test_what_is_too_long_ends_at_words() -> None:
    before, after = placed("word " * 200 + SAID + " word" * 200, 50)
    assert before.startswith("… word")
    assert after.endswith("word …")
    assert max(len(before), len(after)) <= 50


@given(st.text(alphabet='ab \n"{}<>AB-%\\', max_size=80), st.text(alphabet='ab \n"{}<>AB-%\\', max_size=80), st.integers(0, 60))
@example("", " ", 1)  # no room for a word and the sign that it goes on
def test_context_is_no_more_than_the_room_and_nothing_but_the_text(before: str, after: str, room: int) -> None:
    text = before + SAID + after
    told = around(text, len(before), len(before) + len(SAID), room)
    assert all(len(one) <= room for one in told)
    if not text.lstrip().startswith(("{", "[")):
        assert told[0].removeprefix("… ") in before
        assert told[1].removesuffix(" …") in after


def test_escapes_of_json_are_what_they_stand_for() -> None:
    before, after = placed('[{"abstract": "We \\"stood\\" in a\\/b.\\n' + SAID + ' C:\\\\d is no line."}]')
    assert before == 'We "stood" in a/b. '
    assert after == " C:\\d is no line."
