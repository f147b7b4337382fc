"""What a statement of edition tells."""

from __future__ import annotations

import re

from loaders._marc.text import bare

_EDITION = re.compile(
    r"^\[?(\d+)(?:\.?[ªº]|\.|st|nd|rd|th|e|er|ère|ème|re|a)?\s*(?:ed(?:\.|n\.?|ition|ición|izione)?|éd(?:\.|ition)?|aufl(?:\.|age)?)?\]?\.?$",
    re.IGNORECASE,
)


def edition(printed: str) -> str:
    """The number of an edition where nothing else is said ("1st ed." → "1"), else the statement as it is printed."""
    text = bare(printed)
    found = _EDITION.match(text)
    return found[1] if found else text.strip("[]")
