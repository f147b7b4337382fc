"""All addresses that an answer tells, and all that can be reached from a page, as a browser or program would follow them."""

from __future__ import annotations

import re
from collections import deque
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from httpx2 import Response

_ADDRESSES = frozenset(("href", "src", "action", "data-here"))
_IN_HEADER = re.compile(r"<([^>]+)>")


class _Page(HTMLParser):
    """The addresses in a page's attributes; `found` has none of forms that are posted, `told` all."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.told: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        given = dict(attrs)
        here = [value for name in sorted(_ADDRESSES & given.keys()) if (value := given[name])]
        self.told += here
        if given.get("method") != "post" and "data-here" not in given:
            self.found += here


def addresses(answer: Response) -> tuple[list[str], list[str]]:
    """What an answer tells, made absolute: all of it, and what of it may be asked for."""
    told: list[str] = []
    for header in ("link", "location", "content-location"):
        value = answer.headers.get(header, "")
        told += _IN_HEADER.findall(value) if header == "link" else filter(None, [value])
    found = list(told)
    if answer.headers.get("content-type", "").startswith("text/html"):
        page = _Page(answer.text)
        told, found = told + page.told, found + page.found
    base = str(answer.url)
    return [urljoin(base, one) for one in told], [urljoin(base, one) for one in found]


def crawl(get: Callable[[str], Response], start: str, follows: Callable[[str], bool]) -> Iterator[tuple[str, Response, list[str]]]:
    """Each address that can be reached on the host of `start`, its answer, and all addresses on that host which the answer tells.

    Args:
        get: asks for an address and follows no redirect.
        start: the first address.
        follows: whether what is told at an address is asked for.
    """
    host = urlsplit(start).netloc
    seen, waiting = {start}, deque([start])
    while waiting:
        asked = waiting.popleft()
        answer = get(asked)
        told, found = ([one for one in some if urlsplit(one).netloc == host] for some in addresses(answer))
        yield asked, answer, told
        for one in found if follows(asked) else ():
            bare = urldefrag(one)[0]
            if bare not in seen:
                seen.add(bare)
                waiting.append(bare)
