"""The language of a record as sources name it (`eng`, `English`, `en-US`) → its shortest tag."""

from __future__ import annotations

import re
from functools import lru_cache

_TAG = re.compile(r"^([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)?$")
_UNKNOWN = {"und", "mul", "mis", "zxx"}


@lru_cache(maxsize=512)
def language_tag(printed: str) -> str:
    """`en` for "eng", "English", "EN" and "en-US"; "" for what names no one language."""
    text = printed.strip()
    found = _TAG.match(text)
    code = found[1].lower() if found else ""
    if len(code) == 2:
        return code
    if code in _UNKNOWN or not text:
        return ""
    import pycountry

    known = pycountry.languages
    language = (known.get(alpha_3=code) or known.get(bibliographic=code)) if code else known.get(name=text.title())
    return str(getattr(language, "alpha_2", "") or getattr(language, "alpha_3", "")) if language is not None else ""
