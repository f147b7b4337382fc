"""`/reconcile`: the Reconciliation Service API 0.2 over the search index, so that a column of names in a table becomes things here.

Source: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. Spoken by OpenRefine and its like.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.links import THINGS, address
from api.negotiation import CORS
from api.received import body_of
from api.server.service import service
from graph.identify import normal_doi, normal_title
from ontology import terms
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from graph.search.finding import Hit
    from graph.store import Store

AT_ONCE, LONGEST, MOST = 200, 1 << 19, 20
"""Queries of one request, bytes of it, and candidates of one query."""
SURE = 100.0
"""The score of a whole name; what is less sure has the likeness of 100 of its best name, and no more than BELOW."""
BELOW = {1: 95.0, 2: 90.0, 3: 90.0, 4: 50.0}
_NAMES = {"AtlasTopic": "Topic", "AtlasSubject": "Subject"}


class _FaultError(ValueError):
    """What is wrong with a request."""


async def reconcile(request: Request) -> Response:
    """The service's manifest, or the candidates of each query."""
    fields = dict(request.query_params)
    if request.method == "POST":
        body = await body_of(request, LONGEST)
        if body is None:
            return JSONResponse({"error": f"more than {LONGEST} bytes at once; send fewer queries"}, 413, headers=CORS)
        fields |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if "queries" not in fields:
        return JSONResponse(_manifest(str(request.base_url)), headers=CORS)
    try:
        asked = _queries(fields["queries"])
        told = await run_in_threadpool(_answers, service(request).store, asked)
    except _FaultError as fault:
        return JSONResponse({"error": str(fault)}, 400, headers=CORS)
    return JSONResponse(told, headers=CORS)


def suggest(request: Request) -> Response:
    """What begins with a prefix: things, classes or properties."""
    prefix = request.query_params.get("prefix", "")[:200]
    result: list[dict[str, Any]]
    what = request.path_params["what"]
    if what == "entity":
        from graph.search.finding import find

        hits = find(service(request).store, prefix, most=MOST)
        result = [{"id": _key(hit), "name": hit.label, "description": _class_name(hit.kind), "notable": [_type(hit.kind)]} for hit in hits]
    elif what == "type":
        result = [one for one in _types() if normal_title(prefix) in normal_title(one["name"])]
    elif what == "property":
        result = [one for one in _properties() if normal_title(prefix) in normal_title(f"{one['id']} {one['name']}")]
    else:
        return JSONResponse({"error": "there are entity, type and property"}, 404, headers=CORS)
    return JSONResponse({"result": result}, headers=CORS)


def preview(request: Request) -> Response:
    """The card of a thing."""
    return RedirectResponse(address(f"/cards/{request.query_params.get('id', '')}"), 303, headers=CORS)


def _manifest(host: str) -> dict[str, Any]:
    def suggestion(what: str) -> dict[str, str]:
        return {"service_url": host.rstrip("/"), "service_path": f"/reconcile/suggest/{what}"}

    return {
        "versions": ["0.2"],
        "name": "govgraph",
        "identifierSpace": THINGS,
        "schemaSpace": terms.GOV,
        "defaultTypes": _types(),
        "view": {"url": f"{host}id/{{{{id}}}}"},
        "preview": {"url": f"{host}reconcile/preview?id={{{{id}}}}", "width": 520, "height": 220},
        "suggest": {what: suggestion(what) for what in ("entity", "type", "property")},
    }


def _queries(written: str) -> dict[str, Mapping[str, Any]]:
    try:
        asked = json.loads(written)
    except (ValueError, RecursionError) as wrong:
        raise _FaultError(f"`queries` is no JSON: {wrong}") from wrong
    if not isinstance(asked, dict) or not all(isinstance(one, dict) and isinstance(one.get("query"), str) for one in asked.values()):
        raise _FaultError('`queries` is an object of queries: {"q0": {"query": "a name"}}')
    if len(asked) > AT_ONCE:
        raise _FaultError(f"{len(asked)} queries at once; at most {AT_ONCE} are answered")
    return asked


def _answers(store: Store, asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {name: {"result": _candidates(store, one)} for name, one in asked.items()}


def _candidates(store: Store, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    from graph.search.finding import find

    kinds: list[str | None] = [_class_of(str(one)) for one in _listed(asked.get("type"))] or [None]
    limit = asked.get("limit")
    most = min(limit, MOST) if isinstance(limit, int) and not isinstance(limit, bool) and limit > 0 else 5
    text = asked["query"][:500]
    hits: dict[str, Hit] = {}
    for kind in kinds:
        if kind != "":
            hits |= {hit.id: hit for hit in find(store, text, kind=kind, most=most)}
    wished = [one for one in _listed(asked.get("properties")) if isinstance(one, dict) and isinstance(one.get("pid"), str)]
    scored = sorted(((_score(text, hit) - _against(store, hit, wished), hit) for hit in hits.values()), key=lambda pair: -pair[0])
    sure = [hit for score, hit in scored if score >= SURE]
    return [
        {
            "id": _key(hit),
            "name": hit.label,
            "description": _class_name(hit.kind),
            "type": [_type(hit.kind)],
            "score": round(max(score, 0.0), 1),
            "match": sure == [hit],
        }
        for score, hit in scored[:most]
    ]


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []


def _score(text: str, hit: Hit) -> float:
    if hit.rank not in BELOW:
        return SURE
    from rapidfuzz import fuzz

    return min(float(fuzz.WRatio(normal_title(text), normal_title(hit.label))), BELOW[hit.rank])


def _against(store: Store, hit: Hit, wished: list[Any]) -> float:
    """What the score loses: for each property with other values 40, for each without one 5."""
    loss = 0.0
    for one in wished:
        p = next((known.iri for known in vocabulary().properties if known.iri.rpartition("#")[2] == one["pid"]), "")
        values = {_plain(v.get("id", "") if isinstance(v, dict) else v) for v in _listed(one.get("v"))}
        if not p or not values:
            continue
        query = f"SELECT ?v ?name WHERE {{ <{hit.id}> <{p}> ?v OPTIONAL {{ ?v <{terms.RDFS_LABEL}> ?name }} }}"
        held = {_plain(value.value.removeprefix(THINGS)) for row in store.select(query) for value in row if value is not None}
        loss += 5.0 if not held else 0.0 if held & values else 40.0
    return loss


def _plain(value: object) -> str:
    text = str(value)
    return normal_doi(text) or normal_title(text)


def _key(hit: Hit) -> str:
    return hit.id.removeprefix(THINGS)


def _class_name(kind: str) -> str:
    return _NAMES.get(kind, kind)


def _class_of(asked: str) -> str:
    """The class that a type's id names; "" for one that nothing here has."""
    from graph.search.documents import TYPES

    name = asked.removeprefix(terms.GOV)
    return next((kind for kind in TYPES if name in {kind, _NAMES.get(kind)}), "")


def _type(kind: str) -> dict[str, str]:
    return {"id": kind, "name": _class_name(kind)}


def _types() -> list[dict[str, str]]:
    from graph.search.documents import TYPES

    return [_type(kind) for kind in TYPES]


def _properties() -> list[dict[str, str]]:
    own = [one for one in vocabulary().properties if one.iri.startswith(terms.GOV)]
    return [{"id": one.iri.removeprefix(terms.GOV), "name": one.label} for one in own]
