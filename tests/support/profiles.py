"""The profiles of OWL 2 that an ontology keeps to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Graph

from ontology.hermit import ReasonerError
from ontology.reason import run_java

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE = Path(__file__).with_name("Profile.java")


def profile_violations(lines: Iterable[str], folder: Path) -> dict[str, list[str]]:
    """What the N-Triples lines break of OWL 2 DL and OWL 2 RL, by OWLAPI's checker in owlready2's HermiT; needs a JDK, not only a JRE."""
    path = folder / "ontology.rdf"
    Graph().parse(data="\n".join(lines), format="nt").serialize(path, format="xml", encoding="utf-8")
    done = run_java([str(SOURCE), str(path)], 120)
    if done.returncode or not done.stdout.startswith("axioms\t"):
        raise ReasonerError(f"the profile checker failed (a JDK is needed, a JRE cannot compile it): {done.stderr.strip()[-400:]}")
    found: dict[str, list[str]] = {"OWL 2 DL": [], "OWL 2 RL": []}
    for line in done.stdout.splitlines()[1:]:
        profile, _, violation = line.partition("\t")
        found.setdefault(profile, []).append(violation)
    return found
