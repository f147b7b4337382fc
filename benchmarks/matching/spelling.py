"""Make the list of words that are no misprints: `python -m benchmarks.matching.spelling LISTS…` writes `graph/linkage/titles/spelling.txt`.

Data: the SCOWL word lists (size 60, American and British English) as Debian's `wamerican` and `wbritish` 2020.12.07 ship them; their
copyright notice goes into the file. Words stand there in one spelling and in the singular, as matching compares them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from graph.identify import plain_letters
from graph.linkage.titles.vocabulary import SPELLING, one_spelling
from graph.linkage.titles.wording import TURNED

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 138
HEADER = """\
# English words as American English spells them, in the singular; made by `python -m benchmarks.matching.spelling`.
# From SCOWL, the Spell Checker Oriented Word Lists, Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute
# and sell these word lists, the associated scripts, the output created from the scripts, and its documentation for any purpose is hereby
# granted without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and this
# permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the suitability of this array for
# any purpose. It is provided "as is" without express or implied warranty.
"""


def words(paths: Iterable[Path]) -> set[str]:
    """The words of some lists, a word a line, folded; genitives and words too short to be called misprints left aside."""
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").split())
    folded = {plain_letters(line) for line in lines if not line.endswith("'s")}
    return {one_spelling(word) for word in folded if len(word) >= TURNED and word.isascii() and word.isalpha()}


def main() -> None:
    """Write the list."""
    lines = [""]
    for word in sorted(words(map(Path, sys.argv[1:]))):
        if len(lines[-1]) + len(word) >= WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    SPELLING.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
