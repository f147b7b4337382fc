"""Count which English words are common: `python -m benchmarks.matching.words SAMPLES` writes `graph/linkage/titles/words.txt`.

Data: OpenStax *American Government* and *Introduction to Political Science* (CC BY 4.0), the ACL Anthology's abstracts of 2022 (CC BY 4.0),
articles of eLife (CC BY 4.0) and EuroVoc's English labels (CC BY 4.0). Only which words occur, and how often, is taken from them.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from graph.identify import plain_letters
from graph.linkage.titles.vocabulary import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROSE = {
    "domain-openstax/**/*.cnxml": r"<(?:para|item|title)\b[^>]*>(.*?)</(?:para|item|title)>",
    "acl-xml/**/2022.acl.xml": r"<(?:title|abstract)>(.*?)</(?:title|abstract)>",
    "jats/elifesciences+elife-tools/**/*.xml": r"<(?:p|article-title|title)\b[^>]*>(.*?)</(?:p|article-title|title)>",
}
"""Files → what in them is running text."""
LABELS, LABEL = "vocab-eurovoc/**/eurovoc.yaml", r"^\s+en: ['\"]?(.*?)['\"]?$"
KEPT, RAREST = 9000, 3
HEADER = """\
# English words, the commonest first; made by `python -m benchmarks.matching.words`. Counted in OpenStax's American Government and
# Introduction to Political Science, the ACL Anthology's abstracts of 2022, articles of eLife, EuroVoc's labels (all CC BY 4.0).
"""


def paragraphs(samples: Path) -> Iterator[str]:
    """The texts of the prose, a paragraph at a time."""
    for pattern, running in PROSE.items():
        for path in sorted(samples.glob(pattern)):
            for found in re.finditer(running, path.read_text(encoding="utf-8"), flags=re.DOTALL):
                yield re.sub(r"<[^>]*>|&\w+;", " ", found[1])


def labels(samples: Path) -> Iterator[str]:
    """EuroVoc's labels; what they write with a capital, the names of places among them, is a word too."""
    for path in samples.glob(LABELS):
        yield from (label.lower() for label in re.findall(LABEL, path.read_text(encoding="utf-8"), flags=re.MULTILINE))


def counted(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each word stands; names are left aside as far as capitals tell."""
    everywhere, small = Counter[str](), Counter[str]()
    for text in texts:
        words = set(re.findall(r"[^\W\d_]{2,}", text))
        everywhere.update({plain_letters(word) for word in words})
        small.update({plain_letters(word) for word in words if word.islower()})
    return Counter({word: count for word, count in everywhere.items() if 2 * small[word] >= count and word.isascii()})


def main() -> None:
    """Write the list."""
    samples = Path(sys.argv[1])
    prose, places = counted(paragraphs(samples)), counted(labels(samples))
    common = Counter({word: count for word, count in prose.items() if count >= RAREST or word in places}) | places
    ordered = sorted(common, key=lambda word: (-common[word], word))[:KEPT]
    lines, line = [], ""
    for word in ordered:
        if len(line) + len(word) > 138:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    WORDS.write_text(HEADER + "\n".join([*lines, line]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
