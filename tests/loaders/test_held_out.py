"""Pages of the five shapes that were written, with what a person reads on them, before and without a look at the loaders."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from expectation import differences, misplaced, told
from shared import SHARED

import loaders
from graph.record import Claim, Work
from graph.sources.capture import capture_of, read_capture

if TYPE_CHECKING:
    from collections.abc import Callable

HELD_OUT = Path(__file__).parent / "held_out"
PAGES = sorted(path for path in HELD_OUT.iterdir() if path.suffix in {".txt", ".html"})


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_held_out_page_says_what_a_person_reads(path: Path) -> None:
    capture = read_capture(path)
    assert loaders.recognise(capture) == path.stem.partition("-")[0]
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    found = differences(capture, expected)
    assert not found, "\n".join(found)


def _fits_windows(path: Path) -> bool:
    """Whether Windows-1252 has all letters of a page."""
    try:
        return bool(path.read_text(encoding="utf-8").encode("cp1252"))
    except UnicodeEncodeError:
        return False


SAVED: dict[str, Callable[[str], bytes]] = {
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
    "Windows-1252": lambda text: text.encode("cp1252"),
    "parted accents": lambda text: unicodedata.normalize("NFD", text).encode(),
    "blanks at line ends": lambda text: text.replace("\n", "  \t\n").encode(),
    "no blank lines": lambda text: re.sub(r"\n{2,}", "\n", text).encode(),
    "blank line after each": lambda text: re.sub(r"\n(?!\n)", "\n\n", text).encode(),
    "blanks before and after": lambda text: f"\n\n \n{text}\n\n\n \n".encode(),
    "no-break spaces": lambda text: re.sub(r"(?<=[.(]) (?=\d)|(?<=[^\W\d_]) (?=[:;?!»/])", "\u00a0", text).encode(),
}


PAIRS = [(path, saved) for path in PAGES for saved in SAVED if saved != "Windows-1252" or _fits_windows(path)]


@pytest.mark.parametrize(("path", "saved"), PAIRS, ids=[f"{path.name} {saved}" for path, saved in PAIRS])
def test_how_a_page_was_saved_changes_nothing(path: Path, saved: str) -> None:
    capture = capture_of(SAVED[saved](path.read_text(encoding="utf-8")), path.name)
    assert loaders.recognise(capture) == path.stem.partition("-")[0]
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    found = differences(capture, expected)
    assert not found, "\n".join(found)


SEEDS = sorted((SHARED / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", [*SEEDS, *(path for path in PAGES if path.suffix == ".txt")], ids=lambda path: path.name)
def test_parted_accents_change_no_word_and_no_place(path: Path) -> None:
    """What is said of a text and of the same with accents apart is the same; its places are those of the text as it is."""
    text = path.read_text(encoding="utf-8")
    whole, parted = (capture_of(unicodedata.normalize(form, text).encode(), path.name) for form in ("NFC", "NFD"))
    said, also = list(loaders.read(whole)), list(loaders.read(parted))
    assert [type(one) for one in said] == [type(one) for one in also]
    assert misplaced(said, whole.text) == misplaced(also, parted.text) == []
    assert parted.text == unicodedata.normalize("NFD", text)
    theirs = [told(one) for one in also if isinstance(one, Work)]
    assert [told(one) for one in said if isinstance(one, Work)] == theirs
    claims, others = ([one for one in things if isinstance(one, Claim)] for things in (said, also))
    assert [one.evidence[0].exact for one in claims] == [unicodedata.normalize("NFC", one.evidence[0].exact) for one in others]
