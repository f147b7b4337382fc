"""GraphQL over HTTP: what a request says, and with which status and media type it is answered.

Source: https://graphql.github.io/graphql-over-http/draft/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from api.graphql.levels.plan import Asked
from api.negotiation import accepted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.graphql.answer import Answer

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
HTML = "text/html"
BODY = 100_000
"""The largest body in bytes."""


class BadRequestError(Exception):
    """A request that is not GraphQL over HTTP; with its HTTP status."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def media_type(accept: str) -> str | None:
    """The media type to answer in: the client's first choice of ours, JSON where it has none; None where it takes none of ours."""
    if not accept.strip():
        return JSON
    for kind, _ in accepted(accept):
        if kind in {RESPONSE, JSON, HTML}:
            return kind
        if kind in {"*/*", "application/*"}:
            return JSON
    return None


def from_body(content_type: str, body: bytes, document: str = "") -> Asked:
    """The request in a POST; `document` as in `from_address`.

    Raises:
        BadRequestError: another media type, or no well-formed request.
    """
    kind, *options = (part.strip().lower() for part in content_type.split(";"))
    if kind != JSON:
        raise BadRequestError(415, f"send the request as {JSON}" + (f", not as {kind}" if kind else ""))
    charset = next((option.partition("=")[2].strip('"') for option in options if option.startswith("charset=")), "utf-8")
    if charset not in {"utf-8", "utf8"}:
        raise BadRequestError(415, f"send the request in UTF-8, not in {charset}")
    sent = _json(body, "the body") if body or not document else {}
    return _asked({**sent, "documentId": document} if document and isinstance(sent, dict) else sent)


def from_address(parameters: Mapping[str, str], document: str = "") -> Asked:
    """The request in a GET; `document` is the identifier that the path ends in.

    Raises:
        BadRequestError: it is not well formed.
    """
    sent: dict[str, Any] = {**parameters, "documentId": document} if document else dict(parameters)
    for name in ("variables", "extensions"):
        if sent.get(name):
            sent[name] = _json(sent[name].encode(errors="replace"), f"'{name}'")
        else:
            sent.pop(name, None)
    sent["operationName"] = sent.get("operationName") or None
    return _asked(sent)


def _json(text: bytes, what: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise BadRequestError(400, f"{what} is not JSON: {error}") from error


def _asked(sent: Any) -> Asked:
    if isinstance(sent, list):
        raise BadRequestError(400, "several requests in one are not answered: send them one by one")
    if not isinstance(sent, dict):
        raise BadRequestError(400, 'the request is an object: {"query": "…", "variables": {…}, "operationName": "…"}')
    query, document, variables, operation = (sent.get(name) for name in ("query", "documentId", "variables", "operationName"))
    if document is not None and (not isinstance(document, str) or not document):
        raise BadRequestError(400, "'documentId' is the identifier of a persisted document, a text")
    if document is not None and query is not None:
        raise BadRequestError(400, "send 'query' or 'documentId', not both")
    if document is None and (not isinstance(query, str) or not query.strip()):
        raise BadRequestError(400, "'query' is missing: it is the text of a GraphQL document")
    for name in ("variables", "extensions"):
        if sent.get(name) is not None and not isinstance(sent[name], dict):
            raise BadRequestError(400, f"'{name}' is an object")
    if operation is not None and not isinstance(operation, str):
        raise BadRequestError(400, "'operationName' is a text")
    return Asked(query or "", variables, operation, document, explain=bool((sent.get("extensions") or {}).get("explain")))


def status_of(answer: Answer, kind: str, *, safe: bool = False) -> int:
    """The status of an answer: what was refused is the client's fault, but plain JSON clients are told so in the body alone.

    `safe`: it was asked in a GET, which may ask for nothing else than to be told something.
    """
    if answer.unsafe and safe:
        return 405
    return 400 if answer.refused and kind == RESPONSE else 200
