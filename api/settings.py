"""The settings of one run: flags over environment over `govgraph.toml` over defaults, read once and passed in."""

from __future__ import annotations

import math
import os
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_STORE = "~/.local/share/govgraph/store"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, its default and its meaning; the environment name is `GOVGRAPH_` and the name in capitals.

    Units: seconds, MiB, rows. `query`, `update` and `data` are the endpoints of a remote engine where they differ from `store`.
    """

    store: str = DEFAULT_STORE
    """A folder (embedded Oxigraph) or the http(s) URL of a SPARQL 1.1 engine."""
    query: str = ""
    """The query endpoint of a remote engine, where it is not `store` + /query."""
    update: str = ""
    """The update endpoint of a remote engine, where it is not `store` + /update."""
    data: str = ""
    """The Graph Store endpoint of a remote engine, where it is not `store` + /store."""
    user: str = ""
    """The user name for a remote engine."""
    password: str = ""
    """The password for a remote engine; better given in the environment than in a file."""
    timeout: float = 60.0
    """How many seconds a remote engine may let a request wait."""
    captures: str = ""
    """The private folder of captures; beside an embedded store unless said, and needed for a remote one."""
    versions: int = 5
    """How many earlier versions of the graph a store in a folder keeps, one a load (`--as-of`, `?asOf=`); 0 = none. They share the
    store's files by hard links; what later loads rewrite stays on the disk for as long as a version needs it."""
    base: str = "https://w3id.org/govgraph/"
    """The base of all things' IRIs."""
    host: str = "127.0.0.1"
    """The address to serve on."""
    port: int = 8000
    """The port to serve on."""
    prefix: str = ""
    """The path under which a proxy shows the server (`/atlas`): all addresses that it tells begin with it. The proxy may pass it on or
    take it off; the IRIs of things have none."""
    queries: str = ""
    """A folder of saved queries of your own, beside the ones that ship; each is checked when it is read."""
    workers: int = 1
    """How many processes read the store while one writes; 1 = one process does both."""
    requests_a_minute: int = 0
    """How many requests one client may make a minute, more being answered 429 with `Retry-After`; 0 = any number. Behind a proxy set
    `FORWARDED_ALLOW_IPS` to its address, else all clients are one."""
    client_seconds: float = 30.0
    """How long a client may let the server wait for the next piece of its request, or to take the next piece of an answer."""
    log: str = "errors"
    """What is logged on stderr: `errors`, `requests` too, or both as `json` lines; never query strings, addresses or secrets."""
    sparql_seconds: float = 10.0
    """How long an ad-hoc SPARQL query may run, and a saved one, by whatever way it is asked."""
    sparql_rows: int = 10_000
    """How many rows an ad-hoc SPARQL query may give."""
    sparql_memory: int = 512
    """How many MiB of memory the worker of such a query may use."""
    sparql_workers: int = 2
    """How many ad-hoc SPARQL queries may run at once, and how many saved ones beside them."""
    graphql_documents: str = ""
    """A folder of persisted GraphQL documents (`*.graphql`, or `*.json` of identifiers and texts), read when the server starts."""
    graphql_allowed: str = "any"
    """Which GraphQL documents are answered: `any`, or only the `persisted` ones."""
    graphql_warming: float = 30.0
    """For how many seconds after the start or a write the long lists of a large graph are asked for beforehand, in the background;
    0 = never."""
    reviewing: str = "local"
    """Who may review claims on the pages: `local` = browsers on this machine, `off` = nobody, else a token of 12 characters or more that
    reviewers type in. Behind a proxy on the same machine say `off` or give a token."""
    least_confidence: str = ""
    """From which confidence on a claim that the program finds is loaded and shown, 0 to 1, and what holds for single stances:
    `0.5, qualifies=0.65, extends=never`. Empty: as calibrated on published abstracts. `agreement --calibration` proposes one from readers'
    decisions; of a load handed to a server the server's counts, and what was loaded before stays."""
    input_size: int = 64
    """The largest input file in MiB, decompressed."""
    contact: str = ""
    """Who asks the services (`enrich`, `harvest`): an e-mail address or a page; they are not asked without one."""
    crossref: str = "https://api.crossref.org"
    """The address of Crossref's API."""
    openalex: str = "https://api.openalex.org"
    """The address of OpenAlex's API."""
    openalex_key: str = ""
    """Your key at OpenAlex, which answers few questions without one; better given in the environment than in a file."""
    orcid: str = "https://pub.orcid.org/v3.0"
    """The address of ORCID's API."""
    service_interval: float = 0.25
    """Seconds between two requests to one service; a service that asks for more gets more."""
    service_seconds: float = 60.0
    """How long one answer of a service may take."""
    service_tries: int = 5
    """How often a service that fails is asked."""
    cache: str = "~/.cache/govgraph"
    """The folder that keeps what services and language models answered; empty keeps nothing."""
    cache_days: float = 30.0
    """How long an answer that is kept counts."""
    llm_url: str = ""
    """The OpenAI-compatible endpoint of a language model that `load` and `extract` ask (`--endpoint`): http://127.0.0.1:8080/v1, say.
    Empty: none is asked."""
    llm_model: str = ""
    """The name of the model to ask there (`--model`)."""
    llm_key: str = ""
    """Your key at that endpoint; better given in the environment than in a file. It is kept nowhere else."""
    llm_seconds: float = 60.0
    """How long to wait for one answer of a model (`--wait`)."""
    llm_requests: int = 4
    """How many texts a model is asked of at once by `load`."""
    llm_texts: str = "open"
    """Which texts may go to a model that is not on this machine: `open` = those under an open licence, `all` (`--send-closed`)."""
    llm_confidence: str = ""
    """From which confidence of its own on a claim of a model counts without a reader, 0 to 1, and what holds for single stances, as
    `least_confidence` is written. Empty: none does; all wait for a reader. `agreement --calibration --model NAME` proposes one."""


def read_settings(
    flags: Mapping[str, object] | None = None, *, environment: Mapping[str, str] | None = None, file: Path | None = None
) -> Settings:
    """Build the settings once.

    Args:
        flags: what the command line gave; None and absent mean "not given".
        environment: `os.environ` unless given.
        file: `govgraph.toml` of the working folder unless given.

    Raises:
        UsageError: an unknown name or a value of the wrong type, with the place it stands in.
    """
    environment = os.environ if environment is None else environment
    named = environment.get("GOVGRAPH_CONFIG")
    if file is None and named and not Path(named).is_file():
        raise UsageError(f"GOVGRAPH_CONFIG: there is no file {named}")
    file = file or Path(named or "govgraph.toml")
    chosen: dict[str, object] = {}
    known = {f.name: type(f.default) for f in fields(Settings)}
    if file.is_file():
        try:
            written = tomllib.loads(file.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{file}: not valid TOML ({error})") from error
        for name, value in written.items():
            if name not in known:
                alike = get_close_matches(name, known, n=1)
                raise UsageError(
                    f"{file}: unknown setting '{name}'; " + (f"did you mean {alike[0]}?" if alike else f"known are {', '.join(known)}")
                )
            chosen[name] = _typed(name, value, known[name], str(file))
    for name, kind in known.items():
        value = environment.get(f"GOVGRAPH_{name.upper()}")
        if value is not None:
            chosen[name] = _typed(name, value, kind, f"GOVGRAPH_{name.upper()}")
    for name, given in (flags or {}).items():
        if given is not None and name in known:
            chosen[name] = _typed(name, given, known[name], f"--{name}")
    return Settings(**chosen)  # type: ignore[arg-type] # each was made of its field's type


_MOST = {"port": 65_535, "workers": 64}
_TYPES = {int: "a whole number", float: "a number", str: "a text"}


def _typed(name: str, value: object, kind: type, where: str) -> object:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise UsageError(f"{where}: '{name}' must be {_TYPES[kind]}, not {value!r}")
    try:
        made = kind(value)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{where}: '{name}' must be {_TYPES[kind]}, not {value!r}") from error
    most = _MOST.get(name, math.inf)
    if kind is not str and not 0 <= made <= most:
        raise UsageError(f"{where}: '{name}' must be {'0 or more' if most == math.inf else f'between 0 and {most}'}, not {value}")
    return made


def store_location(settings: Settings) -> str:
    """The store as a URL or an absolute folder.

    Raises:
        UsageError: it is a file, or nothing.
    """
    if not settings.store.strip():
        raise UsageError("the store has no name: give a folder or an address (--store, GOVGRAPH_STORE), or leave it out")
    if settings.store.startswith(("http://", "https://")) or settings.store == ":memory:":
        return settings.store
    place = Path(settings.store).expanduser().absolute()
    if place.is_file():
        raise UsageError(f"{place} is a file, and a store is a folder; name another one (--store, GOVGRAPH_STORE)")
    return str(place)


def take_queries(settings: Settings) -> None:
    """Take the user's own saved queries beside ours.

    Raises:
        UsageError: the folder or a query in it is wrong, with file and line.
    """
    if settings.queries:
        import queries

        queries.also(Path(settings.queries))


def captures_of(settings: Settings) -> str:
    """The private folder of captures of a store in a folder: inside it, unless the settings name another."""
    return settings.captures or str(Path(store_location(settings), "captures"))


def engine_settings(settings: Settings) -> dict[str, str]:
    """What `graph.opening.open_store` needs to know of a remote engine."""
    names = ("query", "update", "data", "user", "password", "timeout", "captures", "versions")
    return {name: str(value) for name in names if (value := getattr(settings, name))}
