"""Nodes of schema.org that a page embeds: JSON-LD blocks, and microdata (`itemscope`, `itemprop`) in the same form.

Sources: https://www.w3.org/TR/json-ld11/, https://html.spec.whatwg.org/#microdata. No context is ever fetched: schema.org's is known,
a block with another is left out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MOST_JSON = 400_000
_MOST_BRACKETS = 20_000
_SCHEMA_ORG = re.compile(r"(?:https?:)?(?://)?(?:www\.)?schema\.org(?:/|$)", re.IGNORECASE)
_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")
_MOST_NODES = 200
_MOST_VALUES = 4_000
_ATTRIBUTES = {
    "meta": "content", "a": "href", "link": "href", "time": "datetime", "data": "value", "meter": "value", "img": "src", "area": "href",
}  # fmt: skip


def json_ld(text: str) -> tuple[list[dict[str, Any]], str]:
    """(nodes, problem) of one block: those of `@graph` or of its list; no nodes and a reason where it is skipped."""
    text = _WRAPPED.sub("", text)
    try:
        said = json.loads(text, strict=False) if len(text) < _MOST_JSON and text.count("[") + text.count("{") < _MOST_BRACKETS else None
    except (ValueError, RecursionError):
        said = None
    if foreign := next((one for one in _contexts(said) if not _SCHEMA_ORG.match(one)), ""):
        return [], f"a JSON-LD block was skipped: its context {foreign[:100]} is not schema.org's, and contexts are never fetched"
    nodes = said.get("@graph", said) if isinstance(said, dict) else said
    kept = [node for node in (nodes if isinstance(nodes, list) else [nodes]) if isinstance(node, dict)]
    return kept, "" if kept else "a JSON-LD block is not valid JSON and was skipped"


def _contexts(said: object) -> list[str]:
    """The addresses of contexts that a JSON-LD document names for itself."""
    named = [one.get("@context") for one in (said if isinstance(said, list) else [said]) if isinstance(one, dict)]
    return [one for context in named for one in (context if isinstance(context, list) else [context]) if isinstance(one, str)]


def microdata(root: LexborNode) -> list[dict[str, Any]]:
    """The nodes of microdata of a page, one inside another where a property is a node; of a broken page what can be read."""
    nodes: dict[int, dict[str, Any]] = {}
    scopes = root.css("[itemscope]")[:_MOST_NODES]
    for scope in scopes:
        kind = (scope.attributes.get("itemtype") or "").strip().split(" ")[0]
        nodes[scope.mem_id] = {"@type": kind}
    top = [scope.mem_id for scope in scopes if "itemprop" not in scope.attributes and "schema.org/" in nodes[scope.mem_id]["@type"]]
    if not top:
        return []
    for value in root.css("[itemprop]")[:_MOST_VALUES]:
        owner = _owner(value, nodes)
        if owner is None:
            continue
        said = nodes.get(value.mem_id) or _value(value)
        for name in (value.attributes.get("itemprop") or "").split()[:4]:
            held = owner.setdefault(name, [])
            if isinstance(held, list):
                held.append(said)
    return [nodes[one] for one in top]


def _owner(node: LexborNode, nodes: dict[int, dict[str, Any]]) -> dict[str, Any] | None:
    """The node of the nearest element around that is one."""
    around = node.parent
    for _ in range(60):
        if around is None:
            return None
        if (found := nodes.get(around.mem_id)) is not None:
            return found
        around = around.parent
    return None


def _value(node: LexborNode) -> str:
    said = node.attributes.get(_ATTRIBUTES.get(node.tag or "", "")) or node.attributes.get("content")
    return " ".join((said or node.text(separator=" ")).split())[:20_000]
