"""What is printed over a list of references, and over what follows it, in the languages that journals are printed in.

The headings stand in `headings.txt` beside this module, one a line, in lower case.
"""

from __future__ import annotations

import re
from pathlib import Path

_HEADINGS = frozenset((Path(__file__).parent / "headings.txt").read_text("utf-8").splitlines())
_MARKS = " \t\xa0.:*•–—-"
_COUNTED = re.compile(r"(?:\d{1,4}|[ivx]{1,4})[.)]?\s+|\s*[(\[]\s*\d+\s*[)\]]$")
"""The number of a section before its name ("7. References"), and how many entries there are ("References (45)", "45 references")."""
AFTER = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:appendi(?:x|ces)\b.*|anhang\b.*|annexe?s?\b.*|(?:end|foot)?notes?|acknowledge?ments?|about the authors?"
    r"|author (?:biograph|information|contribution).*|supplementary (?:materials?|data|information)|funding"
    r"|(?:declaration|conflicts?) of .*|correspondence\b.*|anmerkungen|danksagung|zu den autor.*|agradecimientos|agradecimentos"
    r"|remerciements|notas|cited by\b.*|related (?:articles?|content)|publication history|rights and permissions)",
    re.IGNORECASE,
)
"""A whole line that heads what follows the list."""


def heads_references(line: str) -> bool:
    """Whether a line says nothing but that references follow."""
    words = line.strip(_MARKS).casefold()
    if words in _HEADINGS or (words[1:2] == " " and words.replace(" ", "") in _HEADINGS):  # R E F E R E N C E S
        return True
    counted = words[:1].isdigit() or words[:1] in "ivx" or words[-1:] in ")]"
    return counted and _COUNTED.sub("", words) in _HEADINGS


def before_references(text: str) -> str:
    """A text up to its first line that heads references."""
    at = 0
    for line in text.splitlines(keepends=True):
        if heads_references(line.rstrip()):
            return text[:at]
        at += len(line)
    return text
