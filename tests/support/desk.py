"""A store, a file of records and what a language model says of them, for the tests of its proposals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from command import govgraph
from models import completion

from graph.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FINDING = "The findings challenge New Public Management, since targets fell."
TOLD = "Clerks told us that shared ledgers shortened the queues of Norway."
GOV = "PREFIX gov: <https://w3id.org/govgraph/ns#> "


def record(title: str, abstract: str, doi: str, *more: str) -> str:
    return f"TY  - JOUR\nTI  - {title}\nAB  - {abstract}\nPY  - 2024\nDO  - {doi}\n{''.join(more)}ER  - \n"


DESKS = record("Open desks", f"We study nine towns in Norway. {FINDING} {TOLD}", "10.5555/desks")
FERRIES = record("Ferries", f"We study six ferries in Chile. {FINDING.replace('targets', 'fares')} Nobody paid.", "10.5555/ferries")


def claim(theory: str, stance: str, *evidence: str, case: str | None = None, sure: float = 0.9) -> dict[str, Any]:
    return {"theory": theory, "stance": stance, "evidence": list(evidence), "case": case, "confidence": sure}


NEW = claim("shared ledgers", "supports", TOLD, case="nine towns", sure=0.8)
SAME = claim("New Public Management", "challenges", FINDING, case="nine towns in Norway", sure=0.4)


def saying(*claims: dict[str, Any], mentions: tuple[dict[str, Any], ...] = ()) -> Callable[[dict[str, Any]], tuple[int, bytes]]:
    return lambda _: (200, completion(json.dumps({"mentions": list(mentions), "claims": list(claims)})))


class Desk:
    """A store, a file of records and the commands on them."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.store, self.file = folder, str(folder / "store"), folder / "desks.ris"
        self.file.write_text(DESKS, encoding="utf-8")

    def load(self, url: str, model: str = "small", *more: str) -> Any:
        return govgraph("--store", self.store, "load", str(self.file), "--endpoint", url, "--model", model, *more)

    def waiting(self) -> dict[str, dict[str, Any]]:
        """The claims that wait, by theory and stance."""
        return {f"{one['theory']['id'].rpartition('/')[2]} {one['stance']}": one for one in self.all_waiting()}

    def all_waiting(self) -> list[dict[str, Any]]:
        """All claims that wait, in order."""
        listed: list[dict[str, Any]] = json.loads(govgraph("--store", self.store, "review", "--json").stdout)["claims"]
        return listed

    def rows(self, query: str) -> list[list[str]]:
        """The answer to a SPARQL query of the store's graphs."""
        store = open_store(self.store)
        try:
            return [[term.value if term is not None else "" for term in row] for row in store.select(GOV + query, graph=None)]
        finally:
            store.close()

    def standing(self) -> set[tuple[str, str]]:
        """(theory, status) of the claims that stand in the resolved graph."""
        graph = "<https://w3id.org/govgraph/graph/resolved>"
        rows = self.rows(f"SELECT ?t ?s WHERE {{ GRAPH {graph} {{ ?c gov:bearsOn ?t ; gov:claimStatus ?s }} }}")
        return {(theory.rpartition("/")[2], status) for theory, status in rows}

    def decide(self, verdict: str, key: str, **more: str) -> None:
        """What a reader says of a claim."""
        line = {"verdict": verdict, "claim": key, "reader": "Eva Lind", **more}
        (self.folder / "said.jsonl").write_text(json.dumps(line) + "\n")
        done = govgraph("--store", self.store, "judge", "--file", str(self.folder / "said.jsonl"))
        assert done.returncode == 0, done.stdout + done.stderr

    def verified(self) -> None:
        done = govgraph("--store", self.store, "verify")
        assert done.returncode == 0, done.stdout
