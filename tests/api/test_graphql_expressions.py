"""Regular expressions in filters: what is let through the engine reads, since one that it gives up on finds nothing and says nothing."""

from __future__ import annotations

import pytest
from graphql import GraphQLError
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, QuerySolutions, Store

from api.graphql.compilation.expressions import LARGEST, portable, written_out

ATOMS = st.sampled_from(
    ["a", "é", ".", r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", "[a-z]", "[^a]", r"[\w-]", r"[^\d]", r"\.", r"\(", "[)(]", "[^ш]", "[АӇԅۣ一]"]
)
TIMES = st.sampled_from(["", "*", "+", "?", "{2}", "{1,15}", "{3,}", "{40}", "{200}", "{,3}"])
EXPRESSIONS = st.recursive(
    st.builds(str.__add__, ATOMS, TIMES),
    lambda inner: st.one_of(
        st.builds(str.__add__, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("(?:{}){}".format, inner, TIMES),
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(EXPRESSIONS)
def test_the_engine_reads_what_is_let_through(pattern: str) -> None:
    try:
        portable(pattern)
    except GraphQLError as refused:
        assert any(why in str(refused) for why in ("repeats too much", "characters", "differently"))  # noqa: PT017 - most patterns are let through
        return
    answer = Store().query(f'SELECT (REGEX("ab 1", {Literal(pattern)}, "i") AS ?found) {{}}')
    assert isinstance(answer, QuerySolutions)
    assert next(iter(answer))["found"] is not None


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("abc", 3),
        ("a{3}", 3),
        ("(ab){2,5}c", 11),
        ("(?:a{2}b){10}", 30),
        (r"\{3\}", 3),
        ("[{3}]", 6),
        ("a{0}", 1),
        ("(a|b)*", 3),
        ("[ё]", 7),
    ],
)
def test_repetitions_are_written_out(pattern: str, letters: int) -> None:
    assert written_out(pattern) == letters


@pytest.mark.parametrize("pattern", ["((a{1,1000}){1,1000}){9}", r"(\w{1,4}){1,5}#", r"\w{20,}", "(a{1,100}){1,200}", "a{4294967296}"])
def test_what_would_keep_the_engine_busy_is_refused(pattern: str) -> None:
    assert written_out(pattern) > LARGEST
    with pytest.raises(GraphQLError, match="regular expression"):
        portable(pattern)


@pytest.mark.parametrize("pattern", ["a{,3}", "a{b}", "{", "[[]", "[a[:alpha:]]", "[a&&b]", r"[\<]", r"[\b]", r"a\Z", r"\0", r"\<a"])
def test_what_engines_read_differently_is_refused(pattern: str) -> None:
    with pytest.raises(GraphQLError, match="differently"):
        portable(pattern)


@pytest.mark.parametrize("pattern", [r"a\{,3\}", r"[\[]", "[{]", "}", "]", "[]a]", "[a-]", r"\bform\b", r"[\w.-]+"])
def test_what_stands_for_itself_is_let_through(pattern: str) -> None:
    assert portable(pattern) == pattern


def test_a_class_of_many_foreign_letters_may_not_be_repeated_often() -> None:
    letters = "".join(chr(0x400 + 37 * place) for place in range(150))
    with pytest.raises(GraphQLError, match="repeats too much"):
        portable(f"[{letters}]{{300}}")
