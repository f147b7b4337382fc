"""Whole answers as they are sent, kept for as long as nothing was written: what many ask is made once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import orjson

from api.graphql.answer import Answer
from api.graphql.levels.orders import writes_of

if TYPE_CHECKING:
    from api.graphql.levels.plan import Asked
    from graph.store import Store

BYTES, LONGEST = 32 << 20, 1 << 20
"""How many bytes are kept in all, and of one answer at the most."""


class Answers:
    """The answers over one store. Without `Store.writes`, which counts the writes of this process, nothing is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._bytes = 0
        self._version: int | None = None
        self._lock = threading.Lock()

    def version(self) -> int | None:
        """What changes when the store was written to; None where that is not known."""
        return writes_of(self._store)

    def kept(self, asked: Asked) -> Answer | None:
        """An answer that is still so; never one that is to be explained."""
        with self._lock:
            if asked.explain or self._version is None or self.version() != self._version:
                return None
            name = _name(asked)
            body = self._kept.get(name)
            if body is None:
                return None
            self._kept.move_to_end(name)
            return Answer(None, [], ready=body)

    def keep(self, asked: Asked, version: int | None, answer: Answer) -> Answer:
        """Keep an answer that was begun at this version, if it lasts; gives it as it is sent."""
        if asked.explain or version is None or not answer.lasting or answer.errors:
            return answer
        body = answer.body()
        if len(body) <= LONGEST:
            with self._lock:
                if version != self._version:
                    self._kept.clear()
                    self._version, self._bytes = version, 0
                name = _name(asked)
                if name not in self._kept:
                    self._kept[name] = body
                    self._bytes += len(name) + len(body)
                while self._bytes > BYTES:
                    gone, old = self._kept.popitem(last=False)
                    self._bytes -= len(gone) + len(old)
        return Answer(answer.data, [], ready=body)


def _name(asked: Asked) -> bytes:
    return orjson.dumps([asked.query, asked.document, asked.operation, asked.variables], option=orjson.OPT_SORT_KEYS)
