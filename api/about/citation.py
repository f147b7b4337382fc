"""How the answer of a saved query is cited: the question, the version of the graph that answered, and how to have that answer again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.server.requests.memento import AS_OF
from api.server.service import service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

    from graph.loads.history import Version
    from queries import SavedQuery

SHOWN = 12
"""Letters of a version's mark that are told: enough to name it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as a sentence and for reference managers. `lasting`: the address asks the version that answered, not the newest one."""

    text: str
    bibtex: str
    address: str
    lasting: bool


def citation(request: Request, query: SavedQuery, given: Mapping[str, object]) -> Citation:
    """The citation of a question page."""
    from graph.record import Work
    from loaders._bibtex.writing import to_bibtex

    mark, kept = _answered_by(request)
    on = (kept.at if kept else datetime.now(UTC)).date()
    address = _address(request, kept)
    source = told(mark, kept)
    title = f"{query.summary}{_parameters(given)}"
    key = "-".join(filter(None, ("govgraph", query.name, mark[:SHOWN])))
    entry = Work(key=key, kind="webpage", title=f"{title} {source}", year=on.year, issued=on.isoformat(), url=address)
    asked = f"“{query.summary}”{_parameters(given)}{'.' if given else ''}"
    return Citation(f"{asked} {source}. {address}", to_bibtex([entry]).strip(), address, kept is not None)


def cite_as(request: Request) -> str:
    """A link header to the address that will give this answer again; "" where the version is not kept (RFC 8574)."""
    kept = _answered_by(request)[1]
    return f'<{_address(request, kept)}>; rel="cite-as"' if kept else ""


def told(mark: str, kept: Version | None) -> str:
    """The version of the graph in words."""
    if not mark:
        return "govgraph"
    return f"govgraph, graph version {mark[:SHOWN]}" + (f" of {kept.at:%Y-%m-%d %H:%M} UTC" if kept else "")


def of_mark(mark: str, versions: Sequence[Version]) -> Version | None:
    """The version with this mark, if it is kept."""
    return next((one for one in versions if one.mark == mark), None)


def _answered_by(request: Request) -> tuple[str, Version | None]:
    """The mark of the version that answers the request, and the version if it can be asked again."""
    asked: Version | None = request.scope.get("govgraph.version")
    if asked is not None:
        return asked.mark, asked
    mark = service(request).version
    return mark, of_mark(mark, request.app.state.past.history.kept())


def _address(request: Request, kept: Version | None) -> str:
    """The address of a request, as of a version if that is kept; it is absolute."""
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name != AS_OF and value.strip()]
    pairs += [(AS_OF, kept.mark[:SHOWN])] if kept else []
    return str(request.url.replace(query=urlencode(pairs), fragment=""))


def _parameters(given: Mapping[str, object]) -> str:
    words = (f"{name}: {', '.join(map(str, value)) if isinstance(value, list) else value}" for name, value in given.items())
    told_of = "; ".join(words)
    return f" ({told_of})" if told_of else ""
