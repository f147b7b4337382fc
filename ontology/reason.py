"""HermiT, by way of owlready2: consistency, classification, entailments and minimal contradictions.

The one module that imports owlready2, which imports slowly: import this one inside a function. HermiT reads N-Triples only from
us (rdflib's pretty RDF/XML loses list members) and never fetches an import. It is an oracle for small graphs: measured, 2.7 s for
the ontology alone, 20 s with a hundred works.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ontology.chaining import Fact, fewest, statement
from ontology.hermit import Entailments, ReasonerError, read_entailments, unavailable
from ontology.terms import GOV, RDF_TYPE
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HERE = Path(__file__).parent
TURTLE = HERE / "govgraph.ttl"
JVM = ("-Xmx2000M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Runs are short: one collector and the quick compiler halve the time of a start."""

_LITERAL = re.compile(r'^(<[^>]*> <[^>]*>) ("(?:[^"\\]|\\.)*")(@[A-Za-z0-9-]+|\^\^<[^>]*>)?\s*\.\s*$')


def ontology_lines() -> tuple[str, ...]:
    """The ontology as N-Triples lines."""
    from rdflib import Graph

    return tuple(line for line in Graph().parse(TURTLE).serialize(format="nt").splitlines() if line.strip())


def worth_reasoning(lines: Iterable[str]) -> Iterator[str]:
    """The statements about our terms, each text replaced by a digest: what a text says decides nothing, only whether two differ."""
    known = {term.iri for term in vocabulary().properties} | {RDF_TYPE}
    for line in lines:
        parts = line.split(None, 2)
        if len(parts) < 3 or parts[1][1:-1] not in known:
            continue
        found = _LITERAL.match(line)
        if found is None:
            if parts[1][1:-1] != RDF_TYPE or parts[2].startswith(f"<{GOV}"):
                yield line.strip()
        elif found[3] is None or found[3].startswith("@") or found[3].endswith("#string>"):
            yield f'{found[1]} "{hashlib.sha256(found[2].encode()).hexdigest()[:16]}" .'
        else:
            yield line.strip()


def world(lines: Iterable[str] = ()) -> Any:
    """An owlready2 World with the ontology and these facts, for looking at the classes as Python classes."""
    import owlready2

    made = owlready2.World()
    text = "\n".join((*ontology_lines(), *worth_reasoning(lines))) + "\n"
    made.get_ontology(GOV).load(fileobj=BytesIO(text.encode()))
    return made


def _jar() -> str:
    from owlready2 import reasoning

    return str(reasoning._HERMIT_CLASSPATH)  # noqa: SLF001 - owlready2 has no public name for it


def run_java(arguments: Sequence[str], seconds: float) -> subprocess.CompletedProcess[str]:
    """What Java says with HermiT and the OWL API on its class path.

    Raises:
        ReasonerError: there is no Java, or it took too long.
    """
    if reason := unavailable():
        raise ReasonerError(reason)
    command = ["java", *JVM, "-cp", _jar(), *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=seconds, check=False)  # noqa: S603 - our own
    except subprocess.TimeoutExpired as error:
        raise ReasonerError(f"Java did not finish within {seconds:.0f} s: give it fewer facts or more time") from error


def _hermit(lines: Iterable[str], flags: Sequence[str], seconds: float) -> str | None:
    """HermiT's output, None where the ontology and facts are inconsistent."""
    loaded = world(lines)
    handle, path = tempfile.mkstemp(suffix=".nt")
    os.close(handle)
    try:
        loaded.save(path, format="ntriples")
        done = run_java(["org.semanticweb.HermiT.cli.CommandLine", *flags, "-I", f"file://{path}"], seconds)
    finally:
        Path(path).unlink(missing_ok=True)
        loaded.close()
    said = done.stdout + done.stderr
    if "Inconsistent ontology" in said or "InconsistentOntologyException" in said:
        return None
    if done.returncode or "Exception" in said:
        raise ReasonerError(f"HermiT failed: {said.strip()[-600:]}")
    return done.stdout


def consistent(lines: Iterable[str] = (), *, seconds: float = 120) -> bool:
    """Whether the ontology and the facts, given as N-Triples lines, can all be true."""
    said = _hermit(lines, ["-k"], seconds)
    return said is not None and "owl#Thing is satisfiable" in said


def entailments(lines: Iterable[str] = (), *, seconds: float = 600) -> Entailments:
    """Everything HermiT concludes from the ontology and the facts, given as N-Triples lines."""
    said = _hermit(lines, ["-c", "-O", "-D", "-Y"], seconds)
    if said is None:
        return Entailments(consistent=False)
    return read_entailments(said)


def minimal_contradiction(facts: Sequence[Fact], *, seconds: float = 300) -> tuple[Fact, ...]:
    """The fewest of the facts that HermiT finds inconsistent with the ontology; empty when they are consistent.

    One HermiT run of about a second a fact: give it the facts near what `ontology.rules.contradictions` report, at most some twenty.
    """
    return fewest(facts, lambda some: not consistent(map(statement, some), seconds=seconds))
