"""`/id/{kind}/{key}`: one thing as a page, Turtle, JSON-LD, N-Triples or JSON, by suffix or Accept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from api import links
from api.described import Description, describe, replaced_by
from api.negotiation import CORS, FORMS, HTML, JSON, answer, chosen, split_suffix
from api.server.service import service
from api.tasks.records import BIBTEX, RIS, recorded
from graph.exports.serialise import description_of
from graph.exports.trusty import CODE
from graph.store import IRI, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from graph.store import Store

WITHOUT_PAGE = {"Respondent"}
_PUBLISHED = re.compile(rf"([^.]+)(?:\.nanopub(?:[./]({CODE}))?(?:\.trig)?|\.trig)")


def thing(request: Request) -> Response:
    """The thing in the form asked for; 308 to its new address where it was merged, 404 where the graph does not hold it."""
    kind = request.path_params["kind"]
    forms = (*FORMS, RIS, BIBTEX) if kind == "work" else FORMS
    key, form = split_suffix(links.own_raw_path(request.scope).split(f"/id/{kind}/", 1)[-1], forms)
    store = service(request).store
    if kind == "claim" and (published := _PUBLISHED.fullmatch(key)):
        return _nanopublication(store, links.iri_of(kind, published[1]), published[2])
    iri = links.iri_of(kind, key)
    found = describe(store, iri)
    if found is None:
        new = replaced_by(store, iri)
        if new:
            return _moved(links.local(new) + (f".{form.suffix}" if form else ""))
        spelt = _as_kept(kind, key)
        if spelt != key and describe(store, links.iri_of(kind, spelt)) is not None:
            return _moved(links.local(links.iri_of(kind, spelt)) + (f".{form.suffix}" if form else ""))
        raise _absent(store, kind, key, iri)
    if WITHOUT_PAGE & found.classes:
        raise HTTPException(404, "Respondents have no page: a study's interviewees stay within the study.")
    wished = form or chosen(request.headers.get("accept", ""), FORMS)
    if wished is None:
        return PlainTextResponse("there are html, ttl, jsonld, nt and json\n", 406, headers={**CORS, "Vary": "Accept"})
    headers = {**CORS, "Link": _signposts(iri, key, kind, found.classes)}
    if wished in (RIS, BIBTEX):
        entry = recorded(store, wished, [iri])
        if not entry:
            raise HTTPException(404, "Nobody could find this work by an entry: it has no title, identifier or place in a journal.")
        return answer(request, entry, wished, headers=headers)
    if wished is HTML:
        from api.pages.page import thing_page

        return answer(request, thing_page(request, found).encode(), HTML, headers={**headers, **_page_headers()})
    if wished is JSON:
        return answer(request, orjson.dumps(plain(store, found), option=orjson.OPT_INDENT_2), JSON, headers=headers)
    return answer(request, description_of(store, iri, wished.media_type), wished, headers=headers)


def _absent(store: Store, kind: str, key: str, iri: str) -> HTTPException:
    """That a thing is not here; of a claim that people rejected: who, when and why."""
    if kind == "claim":
        from graph.decisions.told import told_of

        if decided := told_of(store, iri):
            return HTTPException(410, f"This claim does not stand: {'; '.join(decided)}.")
    return HTTPException(404, f"The graph holds no {kind} “{key}”.")


def _nanopublication(store: Store, claim: str, code: str | None) -> Response:
    """The claim's nanopublication; with an artifact code that one only, 404 where the claim is told otherwise by now."""
    from graph.errors import UsageError
    from graph.exports.nanopublication import MEDIA_TYPE, nanopublication

    try:
        address, trig = nanopublication(store, claim)
    except UsageError as error:
        raise HTTPException(404, f"{error}.", headers=CORS) from error
    if code and not address.endswith(code):
        raise HTTPException(404, f"The claim is published as {address} by now, with other content.", headers=CORS)
    return Response(trig, media_type=MEDIA_TYPE, headers=CORS)


def _moved(path: str) -> Response:
    return RedirectResponse(path, 308, headers=CORS)


def _as_kept(kind: str, key: str) -> str:
    """A key as our IRIs have it: no slash in the end, a DOI in small letters with its own slashes encoded, as proxies may decode them."""
    plain_key = key.rstrip("/")
    if kind == "work" and plain_key.startswith("10."):
        return re.sub("%[0-9a-f]{2}", lambda found: found[0].upper(), plain_key.replace("/", "%2F").lower())
    return plain_key


def _page_headers() -> dict[str, str]:
    from api.render import HEADERS

    return HEADERS


def _signposts(iri: str, key: str, kind: str, classes: Iterable[str]) -> str:
    """Where to cite, what it is and the other forms, as Signposting links.

    Source: https://signposting.org/FAIR/
    """
    here = links.address(f"/id/{kind}/{key}")
    types = [f'<{terms.GOV}{name}>; rel="type"' for name in sorted(classes)]
    forms = [f'<{here}.{form.suffix}>; rel="describedby"; type="{form.media_type}"' for form in FORMS if form is not HTML]
    return ", ".join([f'<{iri}>; rel="cite-as"', *types, *forms])


def plain(store: Store, found: Description) -> dict[str, Any]:
    """A thing as plain JSON: properties by local name, things as `{id, label}`, the words of captures within their rights."""
    from graph.rights import Shown

    shown = Shown(store)
    said: dict[str, Any] = {"id": found.id, "label": found.label, "classes": sorted(found.classes)}
    for name in sorted(found.statements):
        local_name = name.removeprefix(terms.GOV) if name.startswith(terms.GOV) else name.replace("#", "/").rsplit("/", 1)[-1]
        values: list[Any] = []
        for value, label in found.statements[name]:
            if isinstance(value, IRI):
                values.append({"id": value.value, "label": label})
            elif isinstance(value, Literal):
                text = shown.literal(found.id, name, value.value)
                values.append({"value": text, "language": value.language} if value.language else text)
        if local_name not in said:  # `label` is the one label, already said
            said[local_name] = sorted(values, key=str)
    return said
