"""The curation file that a person would write for the five seeds, made from the gold: for tests only, never for the product."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from shared import SHARED

if TYPE_CHECKING:
    from pathlib import Path

GOLD = SHARED / "gold" / "seed_gold.json"


def scorer(export: Path) -> Any:
    """The scorer's view of an exported graph, scored: which node is which gold thing, and what is missed."""
    sys.path.insert(0, str(SHARED / "tools"))
    try:
        import score_seeds
        from seed_graph import Graph
    finally:
        sys.path.pop(0)
    gold = json.loads(GOLD.read_text(encoding="utf-8"))
    texts = {seed: (SHARED / "seeds" / file["name"]).read_bytes().decode("utf-8") for seed, file in gold["files"].items()}
    graph = Graph(export, "https://w3id.org/govgraph/ns#", {file["sha256"]: seed for seed, file in gold["files"].items()})
    made = score_seeds.Scorer(graph, gold, texts)
    made.report = made.score()
    return made


def claims_found(report: dict[str, Any]) -> tuple[int, int]:
    """(claims of the gold that were found, claims that nothing expects)."""
    sections = [report["claims_explicit"], report["claims_interpretive"]]
    return sum(one["found"] for one in sections), sum(len(one["extras"]) for one in sections)


def verdicts(view: Any) -> list[dict[str, Any]]:
    """What a reader says after reading the seeds: the program's claims that hold, those that do not, and those that it missed."""
    gold, report = view.gold, view.report
    told = []
    missing = {line.split()[0] for name in ("claims_explicit", "claims_interpretive") for line in report[name]["misses"]}
    for claim in gold["claims"]:
        if claim["id"] not in missing:
            told += [
                {"verdict": "accept", "claim": node, "reason": "the sentence says so", "reader": "A reader"}
                for node in view.claims_of_gold[claim["id"]]
            ]
        else:
            told.append(_addition(view, claim))
    for line in report["claims_explicit"]["extras"]:
        node = re.search(r"<([^<>]+)>$", line)
        if node:
            told.append({"verdict": "reject", "claim": node[1], "reason": "the sentence does not say so", "reader": "A reader"})
    return told


def _addition(view: Any, claim: dict[str, Any]) -> dict[str, Any]:
    node, files = view.node_of, view.gold["files"]
    theory = claim["object"].split("#")[0]
    known = node.get(theory) or node.get(theory.replace("t-", "c-", 1))
    named = [key for key in [claim["subject"], *claim.get("also_subjects", [])] if key.startswith("k-")]
    voice = re.search(r"R\d+$", claim["asserted_by"])
    work = claim["subject"] if claim["subject"].startswith("w-") else claim["work"]
    told = {
        "verdict": "add",
        "work": node[work],
        "theory": known or {"label": claim["object"]},
        "stance": claim["stance"],
        "cases": [node[key] for key in named],
        "evidence": [
            {"source": files[place["seed"]]["sha256"], "quote": place.get("raw") or place["quote"], "start": place["char_start"]}
            for place in claim["evidence"]
        ],
        "basis": "explicit" if claim["basis"].startswith("explicit") else "interpretive",
        "reason": "read in the source",
        "reader": "A reader",
    }
    told |= {"voice": voice[0]} if voice else {}
    return told | ({"quoted_in": node["w-pal2014"]} if "quoted by Pal" in claim["asserted_by"] else {})
