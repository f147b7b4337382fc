"""GraphiQL for browsers, from files that ship with the program: it asks no other host for anything, and so works offline.

The files lie compressed in `assets/`; docs/explanation/graphiql.md says how they were built.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import mimetypes
from functools import lru_cache
from pathlib import Path

from starlette.responses import HTMLResponse, Response

ASSETS = Path(__file__).parent / "assets"
EXAMPLE = """# Which claims challenge post-NPM by a case in Canada?
{
  claims(
    first: 20
    where: {
      stance: {eq: CHALLENGES}
      bearsOn: {slug: {eq: "post-npm"}}
      case: {situatedIn: {some: {within: "CA"}}}
    }
  ) {
    totalCount
    edges {
      node {
        id
        status
        case { label situatedIn { edges { node { label } } } }
        work { title publicationYear authors { label } }
        evidence { exact source { label } }
      }
    }
  }
}
"""
_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf"}


def page(base: str) -> Response:
    """The page; `base` is the path of the endpoint, under which the files lie."""
    files = html.escape(f"{base}/assets")
    return HTMLResponse(
        f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>GraphQL · govgraph</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{files}/page.css">
<link rel="stylesheet" href="{files}/index.css">
<script type="module" src="{files}/graphiql.js"></script>
</head>
<body>
<div id="graphiql" data-example="{html.escape(EXAMPLE)}">
<noscript>This page needs JavaScript. The schema: <code>api/schema.graphql</code>; the endpoint takes POST requests.</noscript>
</div>
</body>
</html>
""",
        headers={"Content-Security-Policy": _POLICY, "Vary": "Accept", **_SAFE},
    )


@lru_cache(maxsize=64)
def _file(name: str) -> tuple[bytes, str] | None:
    """A file as it lies, compressed, and its digest."""
    path = ASSETS / f"{name}.gz"
    if path.parent != ASSETS or not path.is_file():
        return None
    held = path.read_bytes()
    return held, hashlib.sha256(held).hexdigest()[:24]


def asset(name: str, *, compressed: bool, held: str) -> Response:
    """One file; 304 where the client holds it (`held` is its If-None-Match)."""
    found = _file(name)
    if found is None:
        return Response("no such file", 404, media_type="text/plain")
    body, digest = found
    headers = {"ETag": f'W/"{digest}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding", **_SAFE}
    if digest in held:
        return Response(status_code=304, headers=headers)
    if compressed:
        headers["Content-Encoding"] = "gzip"
    suffix = Path(name).suffix
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(body if compressed else gzip.decompress(body), media_type=kind, headers=headers)
