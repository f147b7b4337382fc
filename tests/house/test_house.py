"""The house rules that a program can hold: layers, lint, types, sizes, and that everything is documented."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest
from shared import ROOT

from api.about import reference

PACKAGES = ("ontology", "graph", "loaders", "queries", "api")
MODULES = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
FOLDERS = {*PACKAGES, "tests", "docs", "benchmarks"}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)], ids=" ".join)
def test_lint_and_types(command: tuple[str, ...]) -> None:
    done = run(*command)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_layers() -> None:
    lint = str(Path(sys.executable).with_name("lint-imports"))
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


def test_no_module_is_imported_by_what_it_imports() -> None:
    """Imports for the types alone and those within functions count, too; a circle is told as a `CycleError` that names its modules."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    order = tuple(TopologicalSorter({name: graph.find_modules_directly_imported_by(name) for name in graph.modules}).static_order())
    assert len(order) == len(MODULES)


def test_roots_are_the_ones_that_are_given() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    folders = {path.split("/", 1)[0] for path in tracked if "/" in path and not path.startswith(".")}
    assert folders == FOLDERS


def test_exceptions_to_rules_have_a_reason_and_none_stands_where_no_rule_asks() -> None:
    """mypy reads the five packages alone."""
    ours = [*MODULES, *(ROOT / "benchmarks").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    lines = [(path, line) for path in ours for line in path.read_text(encoding="utf-8").splitlines()]
    bare = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore(?:\[[\w, -]+\])?)$")
    assert not [f"{path.relative_to(ROOT)}: {line.strip()}" for path, line in lines if bare.search(line)]
    assert not [str(path) for path, line in lines if path.is_relative_to(ROOT / "tests") and re.search(r"# type: ignore\[", line)]


def test_no_init_under_tests() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_is_of_a_size_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_the_median_module_is_small() -> None:
    sizes = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES)
    assert sizes[len(sizes) // 2] <= 150


def test_a_function_is_of_a_size_to_read() -> None:
    """Most are far shorter; the longest are tables of routes and long docstrings."""
    functions = [
        (path, node)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    lengths = {f"{path.relative_to(ROOT)}: {node.name}": (node.end_lineno or 0) - node.lineno + 1 for path, node in functions}
    assert not {name: length for name, length in lengths.items() if length > 60}
    assert sum(length > 40 for length in lengths.values()) <= 15


@pytest.mark.parametrize("name", reference.PAGES)
def test_reference_pages_are_current(name: str) -> None:
    held = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert held == reference.PAGES[name](), f"run: python -m api.about.reference docs/reference ({name} is behind)"


def test_links_in_docs_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    links = [(page, target) for page in pages for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))]
    assert not [f"{page.relative_to(ROOT)}: {target}" for page, target in links if not (page.parent / target).exists()]


def test_the_architecture_tells_of_every_room() -> None:
    """Each folder of code, and each module at the top of a layer that is no loader, is named; what is named is there."""
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    folders = {path.parent.relative_to(ROOT) for path in MODULES if not path.parent.name.startswith("_")}
    assert not [str(one) for one in sorted(folders) if f"`{one}/`" not in page and f"`{one.name}/`" not in page]
    tops = [path for package in ("graph", "api") for path in (ROOT / package).glob("[!_]*.py")]
    assert not [str(one.relative_to(ROOT)) for one in tops if f"{one.name}`" not in page]
    names = {path.name for path in MODULES}
    assert not [name for name in re.findall(r"(\w+\.py)`", page) if name not in names]


def test_help_needs_no_heavy_library() -> None:
    heavy = ("rdflib", "owlready2", "strawberry", "pyshacl", "pyoxigraph", "jinja2", "starlette", "uvicorn", "selectolax", "pycountry")
    code = f"""
import sys
sys.argv = ["govgraph", "--help"]
from api.cli import main
try:
    main()
except SystemExit:
    pass
print("HEAVY", [m for m in {heavy!r} if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "HEAVY []" in done.stdout
    assert "load" in done.stdout
