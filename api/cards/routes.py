"""`/cards/…`, `/embed.js` and `/oembed`."""

from __future__ import annotations

import html
import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, PlainTextResponse, Response

from api.cards import formats
from api.cards.card import Card
from api.cards.card import card as card_of
from api.cards.html import policy
from api.links import THINGS, address, own_raw_path
from api.negotiation import CORS, Form, answer, chosen, split_suffix
from api.server.service import service
from graph.languages import tags

if TYPE_CHECKING:
    from starlette.requests import Request

KINDS = ("concept", "work", "person", "organisation", "venue", "case", "reform", "jurisdiction", "topic", "subject", "course", "claim")
_OPEN = {**CORS, "X-Content-Type-Options": "nosniff"}
AGE = 300
OEMBED = {"json": "application/json", "xml": "text/xml"}
"""The formats of oEmbed 1.0: it has no others."""


def _forms() -> tuple[Form, ...]:
    first = {"html": 0, "json": 1}
    found = sorted(formats().items(), key=lambda pair: (first.get(pair[0], 2), pair[0]))
    return tuple(Form(suffix, module.MEDIA_TYPE) for suffix, module in found)


def _find(request: Request, key: str) -> Card | None:
    store, languages = service(request).store, tags(request.query_params.get("languages", ""))
    kind, slash, rest = key.partition("/")
    return card_of(store, kind, rest, languages) if slash and kind in KINDS else card_of(store, "concept", key, languages)


def card(request: Request) -> Response:
    """A card by kind and key, or by a concept's slug."""
    key, form = split_suffix(own_raw_path(request.scope).removeprefix("/cards/"), _forms())
    form = form or chosen(request.headers.get("accept", ""), _forms()) or _forms()[0]
    found = _find(request, key)
    if found is None:
        raise HTTPException(404, f"The graph holds nothing by the name “{key}”.")
    body = formats()[form.suffix].write(found, str(request.base_url)).encode()
    headers = {**_OPEN, **({"Content-Security-Policy": policy()} if form.suffix == "html" else {})}
    return answer(request, body, form, headers=headers, age=AGE)


@lru_cache(maxsize=1)
def script() -> bytes:
    """The custom element's source."""
    return Path(__file__).with_name("embed.js").read_bytes()


def embed(request: Request) -> Response:
    """The `<concept-card>` element."""
    return answer(request, script(), Form("js", "text/javascript"), headers=_OPEN, age=AGE)


def oembed(request: Request) -> Response:
    """Answer oEmbed 1.0 for the address of a thing or card.

    Source: https://oembed.com/
    """
    url, form = request.query_params.get("url", ""), request.query_params.get("format") or "json"
    if form not in OEMBED:
        return PlainTextResponse(f"the format is {' or '.join(OEMBED)}\n", 400, headers=_OPEN)
    key = _key(url, str(request.base_url))
    found = _find(request, key) if key else None
    if found is None:
        return PlainTextResponse("give the address of a thing or card of this server as `url`\n", 404, headers=_OPEN)
    width = _size(request, "maxwidth", 520)
    height = _size(request, "maxheight", tall(found, width))
    address = f"{request.base_url}cards/{found.path.removeprefix('id/')}"
    frame = (
        f'<iframe src="{html.escape(address)}" width="{width}" height="{height}" title="{html.escape(found.label)}" '
        f'loading="lazy" sandbox="allow-top-navigation-by-user-activation" style="border:0"></iframe>'
    )
    said = {
        "version": "1.0", "type": "rich", "title": found.label, "provider_name": "govgraph", "provider_url": str(request.base_url),
        "html": frame, "width": width, "height": height, "cache_age": AGE,
    }  # fmt: skip
    if form == "json":
        return JSONResponse(said, headers=_OPEN)
    root = Element("oembed")
    for name, told in said.items():
        SubElement(root, name).text = str(told)
    return Response(tostring(root, encoding="utf-8", xml_declaration=True), media_type=OEMBED[form], headers=_OPEN)


def _key(url: str, host: str) -> str:
    """`concept/…` from a thing's IRI, or from this server's /id/ and /cards/ addresses; "" for any other address."""
    if url.startswith(THINGS):
        return url.removeprefix(THINGS)
    parts = urlsplit(url)
    if parts.netloc and parts.netloc != urlsplit(host).netloc:
        return ""
    for beginning in (address("/id/"), address("/cards/")):
        if parts.path.startswith(beginning):
            return parts.path.removeprefix(beginning).removesuffix(".html")
    return ""


def tall(card: Card, width: int) -> int:
    """The pixels that a card of this width needs, by the usual width of letters in its style sheet; rather a line too many."""
    inside = max(width - 40, 60)

    def lines(text: str, letter: float, room: float) -> int:
        return math.ceil(len(text) * letter / room)

    below = " · ".join([*card.figures, *([card.credit] if card.credit else [])])
    heading = 23 * lines(card.label, 10.0, max(inside - 100, 60))
    return 48 + heading + 24 * lines(card.definition or card.note, 8.9, inside) + 20 * lines(below, 7.6, inside)


def _size(request: Request, name: str, default: int) -> int:
    given = request.query_params.get(name, "")
    return max(1, min(default, int(given))) if given.isdecimal() and len(given) < 6 else default
