"""Everything that is derived from the Turtle and committed: `python -m ontology.generation` writes it, a test holds it current.

The files: `terms.py`, `rules.json`, `vocabulary.json`, `context.jsonld` and `docs/reference/ontology.md`. They are committed so that
no user's run needs an RDF library to know a term.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rdflib import Graph

from ontology.context import context
from ontology.reading import read_vocabulary
from ontology.reference import reference
from ontology.rules import RULES_FILE
from ontology.rules_generation import generate_contradictions, generate_rules
from ontology.terms_generation import terms_module
from ontology.vocabulary import VOCABULARY_FILE

if TYPE_CHECKING:
    from ontology.vocabulary import Vocabulary

HERE = Path(__file__).parent
TURTLE = HERE / "govgraph.ttl"
TERMS_FILE = HERE / "terms.py"
CONTEXT_FILE = HERE / "context.jsonld"
REFERENCE_FILE = HERE.parent / "docs" / "reference" / "ontology.md"


def _lean(value: Any) -> Any:
    """The value without its empty parts, so that a difference between two versions shows only what changed."""
    return {name: part for name, part in value.items() if part not in ("", (), [], False) or name == "literal"}


def _json(value: dict[str, Any]) -> str:
    """JSON with one rule or term a line, so that a change of one shows as one line."""
    return "{\n" + ",\n".join(f"{_one(name)}: {_block(part)}" for name, part in value.items()) + "\n}\n"


def _one(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _block(value: Any) -> str:
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{_one(name)}: {_one(part)}" for name, part in value.items()) + "\n}"
    return "[\n" + ",\n".join(map(_one, value)) + "\n]" if isinstance(value, list) else _one(value)


def _rules_json(graph: Graph) -> str:
    return _json(
        {
            "rules": [asdict(rule) for rule in generate_rules(graph)],
            "contradictions": [_lean(asdict(one)) for one in generate_contradictions(graph)],
        }
    )


def _vocabulary_json(vocabulary: Vocabulary) -> str:
    return _json(
        {
            "version": vocabulary.version,
            "classes": [_lean(asdict(term)) for term in vocabulary.classes],
            "properties": [_lean(asdict(term)) for term in vocabulary.properties],
            "individuals": [_lean(asdict(term)) for term in vocabulary.individuals],
            "annotations": [_lean(asdict(term)) for term in vocabulary.annotations],
        }
    )


def generated() -> dict[Path, str]:
    """The text of each derived file, from the Turtle as it is now."""
    graph = Graph().parse(TURTLE)
    vocabulary = read_vocabulary(graph)
    return {
        TERMS_FILE: terms_module(vocabulary),
        RULES_FILE: _rules_json(graph),
        VOCABULARY_FILE: _vocabulary_json(vocabulary),
        CONTEXT_FILE: _json(context(vocabulary)),
        REFERENCE_FILE: reference(vocabulary),
    }


def main() -> None:
    """Write every derived file that differs."""
    for path, text in generated().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
