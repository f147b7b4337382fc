"""Which form of a thing a client wants: by suffix first, then by Accept; and the headers that go with an answer."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its suffix and media type."""

    suffix: str
    media_type: str

    @property
    def content_type(self) -> str:
        """The media type with its charset where it is text."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


CORS = {"Access-Control-Allow-Origin": "*"}
"""Goes with what pages of any other site may read."""
HTML = Form("html", "text/html")
TURTLE = Form("ttl", "text/turtle")
JSON_LD = Form("jsonld", "application/ld+json")
N_TRIPLES = Form("nt", "application/n-triples")
JSON = Form("json", "application/json")
FORMS = (HTML, TURTLE, JSON_LD, N_TRIPLES, JSON)


def accepted(header: str) -> list[tuple[str, float]]:
    """The media ranges of an Accept header, best first; ranges that cannot be read are left out."""
    ranges = []
    for n, part in enumerate(header.split(",")):
        kind, *options = (piece.strip().lower() for piece in part.split(";"))
        if "/" not in kind:
            continue
        quality = 1.0
        for option in options:
            if option.startswith("q="):
                try:
                    quality = float(option[2:])
                except ValueError:
                    quality = 0.0
        ranges.append((-quality, kind.count("*"), n, kind))
    return [(kind, -quality) for quality, _, _, kind in sorted(ranges) if quality < 0]


def chosen(accept: str, forms: Sequence[Form]) -> Form | None:
    """The first of the client's ranges that a form fills; the first form where anything goes, None where nothing does."""
    if not accept.strip():
        return forms[0]
    refused = _refused(accept)
    for kind, _ in accepted(accept):
        for form in forms:
            major = form.media_type.split("/", 1)[0]
            if kind == form.media_type or (kind in (f"{major}/*", "*/*") and not refused & {form.media_type, f"{major}/*"}):
                return form
    return None


def _refused(header: str) -> set[str]:
    """The media ranges that the client gives quality 0: a wider range does not bring them back."""
    parts = ([piece.strip().lower() for piece in part.split(";")] for part in header.split(","))
    return {kind for kind, *options in parts if any(re.fullmatch(r"q=0(\.0*)?", option) for option in options)}


def split_suffix(path: str, forms: Sequence[Form]) -> tuple[str, Form | None]:
    """`new-public-management.ttl` → the key and the form its suffix names; a key may have dots of its own."""
    for form in forms:
        if path.endswith(f".{form.suffix}"):
            return path.removesuffix(f".{form.suffix}"), form
    return path, None


async def preflight(request: Request) -> Response:
    """Tell a browser that pages of any other site may ask this."""
    del request
    methods, kept = {"Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS"}, {"Access-Control-Max-Age": "86400"}
    return Response(status_code=204, headers={**CORS, **methods, "Access-Control-Allow-Headers": "*", **kept})


def answer(request: Request, body: bytes, form: Form, *, headers: Mapping[str, str] | None = None, age: int = 0) -> Response:
    """A 200 with ETag, or a 304 where the client holds the same bytes."""
    etag = f'"{hashlib.sha256(form.suffix.encode() + body).hexdigest()[:24]}"'
    held = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    extra = {"ETag": etag, "Vary": "Accept", "Cache-Control": f"public, max-age={age}" if age else "no-cache", **(headers or {})}
    if "Access-Control-Allow-Origin" in extra:
        extra["Access-Control-Expose-Headers"] = "ETag, Link"
    if etag in held or "*" in held:
        return Response(status_code=304, headers=extra)
    return Response(body, media_type=form.content_type, headers=extra)
