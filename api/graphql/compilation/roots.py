"""The fields of the query: where each one's things come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graphql import GraphQLError

from api.graphql.compilation import derivations
from api.graphql.compilation.filters import iri, string
from api.graphql.levels.keying import RANKED, order_of, ranked
from api.graphql.levels.paging import Order, Window
from api.graphql.levels.patterns import Around, Group, Rank
from api.graphql.levels.plan import FOUND_AT_MOST, Answering, Plan, Reached, Root
from api.graphql.levels.showing import shown
from api.graphql.shape import ENTITY, Type, shape, sought_as
from api.server.bounded import Bounded
from graph.errors import UsageError
from graph.loads.history import names
from graph.loads.version import version
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from graphql import FieldNode

    from api.graphql.compilation.compiler import Compiler
    from api.graphql.levels.plan import Answerer
    from api.server.past import Past
    from graph.loads.history import Version
    from graph.store import Store

QUERY = "Query"
ROWS_AT_MOST = 1_000
VERSION = 500
"""What an earlier version counts beside what is asked of it: it has to be opened."""


class Roots:
    """The compiler of root fields."""

    def __init__(self, compiler: Compiler, *, earlier: bool = False) -> None:
        self._compiler = compiler
        self._earlier = earlier
        self._singular = {one.singular: one for one in shape().values() if one.singular}
        self._plural = {one.plural: one for one in shape().values() if one.plural}
        self._special: Mapping[str, Callable[[str, dict[str, Any], list[FieldNode]], Root]] = {
            "node": self._node,
            "nodes": self._nodes,
            "search": self._search,
            "savedQuery": self._saved_query,
            "why": self._why,
            "versions": self._versions,
            "asOf": self._as_of,
        }

    def root(self, key: str, nodes: list[FieldNode]) -> Root:
        """One root field."""
        name = nodes[0].name.value
        if name == "__typename":
            return Root(key, lambda *_: QUERY, call=lambda _: None)
        if name.startswith("__"):
            raise GraphQLError("the schema is the same in every version: ask for it outside of asOf", nodes)
        given = self._compiler.arguments(QUERY, nodes[0])
        if name in self._special:
            return self._special[name](key, given, nodes)
        if name in self._singular:
            return self._one(key, self._singular[name], given, nodes)
        return self._every(key, self._plural[name], given, nodes)

    def _every(self, key: str, kind: Type, given: Mapping[str, Any], nodes: list[FieldNode]) -> Root:
        root = Root(key, _page([]))
        found = self._compiler.seek(kind, given, root)
        where = Group([(Rank.GIVEN, found)], named=True) if found else Group()
        where.add(self._compiler.conditions.compile(kind, given.get("where"), "?s0", Around(found, named=bool(found))))
        root.patterns = where.text(kind.anchor("?s0"))
        root.order, root.keys = ranked() if found and not given.get("orderBy") else order_of(kind, given.get("orderBy"))
        root.window = Window.of(given, root.order)
        root.whole = "" if found else root.patterns
        self._connect(root, kind, nodes)
        return root

    def _connect(self, root: Root, kind: Type, nodes: list[FieldNode]) -> None:
        root.emit = _page(self._compiler.connection(kind, root, [node.selection_set for node in nodes], 1))

    def _one(self, key: str, kind: Type, given: Mapping[str, Any], nodes: list[FieldNode]) -> Root:
        wanted, slug = given.get("id"), given.get("slug")
        if wanted is None and slug is None:
            raise GraphQLError(f"'{kind.singular}' needs an id or a slug", nodes)
        patterns = kind.anchor("?s0")
        if wanted is not None:
            patterns = f"VALUES ?s0 {{ {iri(wanted)} }} {patterns}"
        if slug is not None:
            patterns = f"?s0 <{terms.SLUG}> {string(slug.lower())} . {patterns}"
        self._compiler.spend(1)
        child = self._compiler.selection(kind, [node.selection_set for node in nodes], 1)
        order = Order()
        return Root(key, _first, [child], patterns, order=order, window=Window(first=1))

    def _node(self, key: str, given: Mapping[str, Any], nodes: list[FieldNode]) -> Root:
        child = self._some([given["id"]], nodes)
        return Root(key, _first, [child], iris=lambda _: _named([given["id"]]), order=RANKED, window=Window(first=1))

    def _nodes(self, key: str, given: Mapping[str, Any], nodes: list[FieldNode]) -> Root:
        child = self._some(given["ids"], nodes)

        def emit(reached: Reached, answering: Answering) -> list[dict[str, Any] | None]:
            return [shown(reached.nodes[0].get(one), answering) for one in given["ids"]]

        wanted = list(dict.fromkeys(given["ids"]))
        return Root(key, emit, [child], iris=lambda _: _named(wanted), order=RANKED, window=Window(first=len(wanted)))

    def _some(self, ids: list[str], nodes: list[FieldNode]) -> Any:
        sets = [node.selection_set for node in nodes]
        return self._compiler.selection(shape()[ENTITY], sets, self._compiler.spend(len(ids)), unsure=True)

    def _search(self, key: str, given: Mapping[str, Any], nodes: list[FieldNode]) -> Root:
        kind = given.get("type")
        known = (ENTITY, *shape()[ENTITY].members)
        if kind is not None and kind not in known:
            raise GraphQLError(f"there is no type '{kind}' to search for; there are {', '.join(known)}", nodes)
        cls = sought_as(shape()[kind or ENTITY])

        def find(store: Store) -> list[str]:
            from graph.search.finding import find as found

            return [hit.id for hit in found(store, given["text"], kind=cls, most=FOUND_AT_MOST)]

        self._compiler.spend(FOUND_AT_MOST)
        root = Root(key, _page([]), iris=find, order=RANKED, window=Window.of(given, RANKED))
        self._connect(root, shape()[ENTITY], nodes)
        return root

    def _why(self, key: str, given: dict[str, Any], nodes: list[FieldNode]) -> Root:
        self._compiler.spend(derivations.COST)
        tell = derivations.told(self._compiler.collect, nodes)
        return Root(key, lambda called, _: tell(called), call=lambda answering: derivations.of_statement(given, answering))

    def _versions(self, key: str, _: Mapping[str, Any], nodes: list[FieldNode]) -> Root:
        fields = self._compiler.collect("Version", [node.selection_set for node in nodes])

        def emit(found: list[Version], _: Answering) -> list[dict[str, Any]]:
            told = ({"__typename": "Version", **one.told()} for one in found)
            return [{name: one[inner[0].name.value] for name, inner in fields.items()} for one in told]

        return Root(key, emit, call=lambda answering: answering.past.history.kept() if answering.past else [])

    def _as_of(self, key: str, given: Mapping[str, Any], nodes: list[FieldNode]) -> Root:
        if self._earlier:
            raise GraphQLError("asOf is not asked within asOf", nodes)
        self._compiler.spend(VERSION)
        inner = Roots(self._compiler, earlier=True)
        fields = self._compiler.collect(QUERY, [node.selection_set for node in nodes])
        plan = Plan([inner.root(name, found) for name, found in fields.items()])

        def call(answering: Answering) -> dict[str, Any]:
            if answering.past is None:
                raise UsageError("no versions of this graph are kept")
            data, failed = _then(answering, answering.past, given["version"]).answer(plan)
            if failed:
                raise failed[0][1]
            return data

        return Root(key, lambda called, _: called, call=call)

    def _saved_query(self, key: str, given: Mapping[str, Any], nodes: list[FieldNode]) -> Root:
        parameters = given.get("parameters") or {}
        if not isinstance(parameters, dict):
            raise GraphQLError('parameters is an object: {theory: "post-npm"}', nodes)
        page = {name: value for name in ("limit", "after", "languages") if (value := given.get(name)) is not None}
        self._compiler.spend(ROWS_AT_MOST)
        wanted = self._compiler.collect("SavedQueryResult", [node.selection_set for node in nodes])
        columns = {
            name: self._compiler.collect("SavedQueryColumn", [node.selection_set for node in inner]) for name, inner in wanted.items()
        }

        def call(answering: Answering) -> dict[str, Any]:
            from queries import run, saved

            query = saved(given["name"])
            result = run(answering.store, query.name, {**parameters, **page}, shown=answering.rights.shown, engine=answering.engine)
            if len(result.rows) > ROWS_AT_MOST:
                raise UsageError(f"the answer has more than {ROWS_AT_MOST} rows: ask page by page with `limit` and `after`")
            told = {"name": query.name, "summary": query.summary, "columns": result.columns, "rows": result.plain()}
            return {**told, "next": result.next or None}

        def emit(called: dict[str, Any], _: Answering) -> dict[str, Any]:
            made: dict[str, Any] = {}
            for name, inner in wanted.items():
                field = inner[0].name.value
                if field == "columns":
                    made[name] = [{k: _of_column(n[0].name.value, c) for k, n in columns[name].items()} for c in called["columns"]]
                else:
                    made[name] = "SavedQueryResult" if field == "__typename" else called[field]
            return made

        return Root(key, emit, call=call)


def _then(answering: Answering, past: Past, told: str) -> Answerer:
    """A run over a version that is kept, or over the graph as it is now where that is meant."""
    try:
        _, generation = past.generation(told)
    except UsageError:
        if not names(version(answering.store), told):
            raise
        then = answering.beside(answering.store)
        then.answering.engine = answering.engine
        return then
    then = answering.beside(generation.store)
    then.answering.engine = answering.engine and Bounded(generation)
    return then


def _of_column(field: str, column: Any) -> str:
    return "SavedQueryColumn" if field == "__typename" else str(getattr(column, field))


def _named(ids: list[str]) -> list[str]:
    return [one for one in ids if iri(one)]


def _first(reached: Reached, answering: Answering) -> dict[str, Any] | None:
    return next((shown(reached.nodes[0].get(entry.iri), answering) for entry in reached.page.entries), None)


def _page(emits: list[tuple[str, Any]]) -> Callable[[Reached, Answering], dict[str, Any]]:
    return lambda reached, answering: {key: told(reached, answering) for key, told in emits}
