"""Templates → pages: autoescaped, with a policy that lets a page ask no other host for anything."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from api.links import address, local
from api.server.requests.memento import asked

if TYPE_CHECKING:
    from jinja2 import Environment
    from starlette.requests import Request

PAGES = Path(__file__).parent / "pages"
ASSETS = PAGES / "assets"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors *"
)
HEADERS = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of `api/pages/templates`."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([PAGES / "templates", PAGES.with_name("cards")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["asset"] = asset
    made.globals["address"] = address  # no filter: one of a constant is worked out when a template is read
    made.filters["local"] = local
    made.filters["words"] = words
    made.filters["markdown"] = markdown
    return made


def asset(name: str) -> str:
    """The address of a file in `assets/`, with its digest so that it may be kept for a year."""
    return address(f"/assets/{name}?{_digest(name)}")


@lru_cache(maxsize=64)
def _digest(name: str) -> str:
    return hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:10]


def words(name: str) -> str:
    """`succeedsParadigm` → `succeeds paradigm`; `cases-for-concept` → `cases for concept`."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).replace("-", " ").replace("_", " ").strip()


def markdown(text: str) -> str:
    """A text with a backslash before each character that means something to Markdown."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text)


def rendered(template: str, **values: object) -> str:
    """A template filled in."""
    return environment().get_template(template).render(**values)


def about(request: Request) -> dict[str, object]:
    """What every page tells of its request: its path, the server's address, an earlier version that answers it, and where today's does."""
    told = {"path": request.url.path, "host": str(request.base_url), "version": request.scope.get("govgraph.version")}
    return {**told, "now": address(asked(request.scope))}


def page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A whole page as an answer."""
    body = rendered(template, **about(request), **values)
    return HTMLResponse(body, status, headers={**HEADERS, "Vary": "Accept"})
