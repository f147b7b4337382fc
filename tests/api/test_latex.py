"""Cases side by side as LaTeX: read as TeX reads it, a table says the words of the cases and nothing else.

That the tables are set by pdfLaTeX, XeLaTeX and LuaLaTeX was seen once, on a machine that has them: docs/how-to/compare-cases.md.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from command import govgraph
from hypothesis import given
from hypothesis import strategies as st

from api.tasks.comparison import Comparison, Value
from graph.loading import load_many
from graph.opening import open_store
from graph.record import Case, Work
from graph.sources.capture import capture_of
from graph.store import BASE
from ontology import terms
from queries.result import Thing

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "textbackslash": "\\", "textasciicircum": "^", "textasciitilde": "~", "textless": "<", "textgreater": ">", "textbar": "|",
    "textasciigrave": "`",
}  # fmt: skip
TOKEN = re.compile(
    r"\\(?P<name>text[a-z]+)\{\}|\\(?P<escaped>[{}$&#%_])|(?P<quote>\\char34\{\})|(?P<nothing>\\hspace\{0pt\}|\\/|\\-)"
    r"|(?P<plain>[^\\{}$&#%_^~<>|\"`])"
)
JOINED = re.compile(r"--|''|,,|[!?]`|<<|>>")
"""What TeX makes one sign of."""
HARD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]) | st.sampled_from(list("\\{}$&#%_^~<>|\"'[]*`=+-@,!?/")), max_size=60
)
HOSTILE = [
    r"a\b{c}d$e&f#g%h_i^j~k<l>m|n",
    r"\input{/etc/passwd} \end{tabular} %",
    "it's `so`, ''said'' -- and --- ,, ?` !` << >>",
    '[as "an option"] *',
    "Straße ½ éàü «guillemets» „quotes“ – — … €",
    "e\u0301te\u0301 composed, q\u0303 not",
    "Ελληνικά Кириллица עברית हिन्दी",
    "行政改革における市民参加",
    "a family 👨‍👩‍👧",
    "https://example.org/a_very/long~path/with-dashes?query=1&other=two#frag%20ment",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "two\nlines\tand\u00a0blanks  ",
    "\u202eturned\u202c and \ufefffed",
]


def words(text: str) -> str:
    """What is to be read of a text: in one line, letters composed, without what only steers a screen."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cf") or sign in "\u200c\u200d")


def read(written: str) -> str:
    """What TeX prints of words; it fails where anything but words stands there."""
    at, out = 0, []
    while at < len(written):
        found = TOKEN.match(written, at)
        assert found, f"TeX does not print {written[at : at + 20]!r}"
        kind = str(found.lastgroup)
        out.append(NAMES[found[kind]] if kind == "name" else {"quote": '"', "nothing": ""}.get(kind, found[kind]))
        at = found.end()
    assert not JOINED.search(written.replace(r"\textasciigrave{}", "`"))
    return "".join(out)


def cell(written: str) -> str:
    """What TeX prints of a cell."""
    inner = written.removeprefix(r"\raggedright\hspace{0pt}")
    bold = re.fullmatch(r"\\textbf\{(.*)\}", inner)
    return read(bold[1] if bold else inner)


def tables(latex: str) -> list[list[list[str]]]:
    """The tables of a text as rows of cells."""
    assert latex.startswith("% for ")
    found = []
    for body in re.findall(r"\\begin\{(?:tabular|longtable)\}.*\n([\s\S]*?)\n\\end\{(?:tabular|longtable)\}", latex):
        lines = [line for line in body.split("\n") if line not in (r"\hline", r"\endhead")]
        assert all(line.endswith(r" \tabularnewline") for line in lines)
        rows = [line.removesuffix(r" \tabularnewline") for line in lines]
        found.append([[cell(one.strip()) for one in re.split(r"(?<!\\)&", row)] for row in rows])
    return found


def compared(labels: list[str], text: str = "") -> str:
    things = [Thing(f"{BASE}id/case/{n}", label) for n, label in enumerate(labels)]
    return Comparison(things, [("method", [[Value(text)] if text else [] for _ in labels])]).written("latex")


@given(HARD)
def test_latex_says_the_words_and_nothing_else(text: str) -> None:
    (table,) = tables(compared([f"a {text} b"], f"c {text} d"))
    assert table == [["", words(f"a {text} b")], ["method", words(f"c {text} d")]]


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_a_case_of_any_name_is_compared_in_latex(tmp_path: Path, label: str) -> None:
    work = Work(kind="article", title=f"On {label}", year=2020, doi="10.5555/hard")
    store = open_store(str(tmp_path / "store"))
    load_many(store, [(capture_of(b"hard", "hard.txt"), [work, Case(work, label)])])
    stored = [row[0].value for row in store.select(f"SELECT ?l {{ ?c a <{terms.CASE}> ; <{terms.RDFS_LABEL}> ?l }}") if row[0] is not None]
    (key,) = [row[0].value for row in store.select(f"SELECT ?c {{ ?c a <{terms.CASE}> }}") if row[0] is not None]
    store.close()
    done = govgraph("compare", key, "--format", "latex", "--store", str(tmp_path / "store"))
    assert done.returncode == 0, done.stderr
    (table,) = tables(done.stdout)
    assert table[0] == ["", words(stored[0])]
    assert dict(map(tuple, table))["work"] == words(f"On {label}")


@pytest.mark.parametrize(
    ("label", "engine"),
    [
        ("Straße ½ łódź “so” – €", "% for pdfLaTeX"),
        ("e\u0301te\u0301", "% for pdfLaTeX"),
        ("Ħal Għargħur", "% for LuaLaTeX"),
        ("Ελλάδα", "% for LuaLaTeX"),
        ("q\u0303", "% for LuaLaTeX"),
        ("改革", "% for LuaLaTeX"),
        ("☺", "% for LuaLaTeX"),
    ],
)
def test_the_first_line_names_the_engine_that_the_words_need(label: str, engine: str) -> None:
    assert compared([label]).startswith(engine)
    assert compared(["Alberta"], label).startswith(engine)


@pytest.mark.parametrize(("number", "each"), [(1, [1]), (4, [4]), (5, [3, 2]), (12, [4, 4, 4])])
def test_more_cases_than_a_page_is_wide_go_into_further_tables(number: int, each: list[int]) -> None:
    labels = [f"Case {n}" for n in range(number)]
    found = tables(compared(labels, "interviews"))
    assert [len(table[0]) - 1 for table in found] == each
    assert [label for table in found for label in table[0][1:]] == labels


def test_a_table_leaves_out_what_none_of_its_cases_has() -> None:
    things = [Thing(f"{BASE}id/case/{n}", f"Case {n}") for n in range(5)]
    found = tables(Comparison(things, [("place", [[Value("Alberta")], [], [], [], []]), ("year", [[Value("2020")]] * 5)]).written("latex"))
    assert [[row[0] for row in table] for table in found] == [["", "place", "year"], ["", "year"]]


def test_a_table_higher_than_a_page_goes_on_over_it() -> None:
    assert "longtable" not in compared(["Alberta"], "word " * 100)
    assert r"\usepackage{longtable}" in compared(["Alberta"], "word " * 2000).splitlines()[0]
    assert tables(compared(["Alberta"], "word " * 2000))[0][1][1] == ("word " * 2000).strip()


def test_words_too_long_for_a_column_may_be_broken() -> None:
    written = compared(["https://example.org/one/two/three/four", "a" * 64, "0123456789abcdef" * 4, "行政改革"])
    assert not [run for run in re.split(r"\\hspace\{0pt\}|\s|\\[a-z]+", written) if re.fullmatch(r"[^\W_]{45,}|[^\s\\{}]{60,}", run)]
    assert r"行\hspace{0pt}政" in written
