"""Whether a query computes with the words of others (docs/decisions/0003-rights-in-answers.md), told from its text alone.

Where a source is not open its words may stand in an answer within their rule, be counted, and be tested against a text a few times;
joined, cut or compared with one another they would leave by a way on which no rule is kept. Whatever the text may mean counts: a
variable holds such words wherever it stands behind a predicate that has them, or that is not plainly another one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph.rights import WORDED

TESTS_AT_MOST = 5
"""How often the words may be tested in one query: each test tells one thing of them."""
ROUNDS = 10
"""How often what has another name may be given another one, against the order of the text."""
_TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n\r]*)
    |(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]*)*>)
    |(?P<text>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<variable>[?$][\w\u00b7\u0300-\u036f\u203f-\u2040]+)
    |(?P<name>(?:[^\W\d][\w.\-\u00b7\u0300-\u036f\u203f-\u2040]*)?:(?:[\w:%\-\u00b7\u0300-\u036f\u203f-\u2040]|\\\S|\.(?=[\w:%\\.\-]))*)
    |(?P<word>[A-Za-z_]\w*)
    |(?P<number>[0-9]+\.?[0-9]*[eE][+-]?[0-9]+|[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+)
    |(?P<sign>\^\^|<<|>>|\{\||\|\}|.)""",
    re.VERBOSE | re.DOTALL,
)
_NAMES = re.compile(r"[?$]([\w\u00b7\u0300-\u036f\u203f-\u2040]+)")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_PATH = frozenset("/|^!*+?()")
_TOLD_OF = frozenset(("BOUND", "COUNT", "LANG", "DATATYPE", "ISLITERAL", "ISIRI", "ISURI", "ISBLANK", "ISNUMERIC", "ASC", "DESC"))
_WHOLE = frozenset(("SAMPLE", "MIN", "MAX"))
_TESTS = frozenset(("CONTAINS", "STRSTARTS", "STRENDS", "REGEX"))
_FORMS = frozenset(("STR", "LCASE", "UCASE"))
_QUOTING = frozenset(("<<", "{|", "~"))


class Token(NamedTuple):
    """A piece of a query: iri, text, variable, name, word, number or sign; words in capitals, variables without their mark."""

    kind: str
    text: str


_NONE = Token("", "")


def computed(query: str) -> str:
    """What a query computes with words that may be others', in words; "" where it does not."""
    told = _Reading(query).computed()
    if not told and "\\" in query:  # by the standard escapes are read first; an engine may read them later
        told = _Reading(_ESCAPE.sub(lambda found: _sign(found[1] or found[2]), query)).computed()
    return told


def _sign(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number < 0x110000 else ""


def _tokens(query: str) -> list[Token]:
    found = []
    for one in _TOKEN.finditer(query):
        kind, text = one.lastgroup or "", one[0]
        if kind == "variable":
            text = text[1:]
        elif kind == "word" and text != "a":
            text = text.upper()
        if kind != "skip":
            found.append(Token(kind, text))
    return found


class _Reading:
    def __init__(self, query: str) -> None:
        self._tokens = _tokens(query)
        self._opened = self._nesting()
        self._prefixes: dict[str, set[str]] = {}
        for place, token in enumerate(self._tokens):
            if token == ("word", "PREFIX") and self._at(place + 2).kind == "iri":
                self._prefixes.setdefault(self._at(place + 1).text, set()).add(self._at(place + 2).text[1:-1])
        self._plain = self._plain_values()
        self._held = self._holding()

    def _at(self, place: int) -> Token:
        return self._tokens[place] if 0 <= place < len(self._tokens) else _NONE

    def _nesting(self) -> list[int]:
        """Where each token's innermost brace or parenthesis was opened; -1 = nowhere. Closing ones point to theirs."""
        found, stack = [], [-1]
        for place, token in enumerate(self._tokens):
            if token.text in ("}", ")") and token.kind == "sign" and len(stack) > 1:
                found.append(stack.pop())
                continue
            found.append(stack[-1])
            if token.text in ("{", "(") and token.kind == "sign":
                stack.append(place)
        return found

    def _in_expression(self, place: int) -> bool:
        opened = self._opened[place]
        return opened >= 0 and self._tokens[opened].text == "(" and self._at(opened - 1).text != "VALUES"

    def _worded(self, predicate: Token) -> bool:
        """Whether a predicate leads to words of captures, or may."""
        if predicate.kind == "word":
            return False
        if predicate.kind == "iri":
            meant = {predicate.text[1:-1]}
        else:
            prefix, _, local = predicate.text.partition(":")
            meant = {f"{one}{local.replace(chr(92), '')}" for one in self._prefixes.get(f"{prefix}:", {""})}
        return any(one in WORDED or not _SCHEME.match(one) or "/." in one or "\\" in one for one in meant)

    def _holding(self) -> set[str]:
        """The variables that may hold words of captures."""
        variables = {token.text for token in self._tokens if token.kind == "variable"}
        if any(token.kind == "sign" and token.text in _QUOTING for token in self._tokens):
            return variables  # statements on statements: what stands where is not looked into
        held: set[str] = set()
        roles: dict[int, str] = {}
        for place, token in enumerate(self._tokens):
            if token.kind == "variable" and not self._in_expression(place):
                roles[place] = self._role(place, roles)
                if roles[place] == "words":
                    held.add(token.text)
        return held | self._at_loose_ends()

    def _at_loose_ends(self) -> set[str]:
        """The variables of statements whose path may lead nowhere, or backwards: then either end is any term, a text too."""
        found: set[str] = set()
        beside: set[str] = set()
        loose = False
        for place, token in enumerate((*self._tokens, Token("sign", "."))):
            if token.kind == "sign" and token.text in ("{", "}", "."):
                found |= beside if loose else set()
                beside, loose = set(), False
            elif not self._computing(place):
                loose = loose or (token.kind == "sign" and self._loose(place))
                beside |= {token.text} if token.kind == "variable" else set()
        return found

    def _loose(self, place: int) -> bool:
        """Whether a sign makes a path of no length, or one that is followed backwards from words of captures."""
        before, sign, after = self._at(place - 1), self._tokens[place].text, self._at(place + 1)
        if sign in ("*", "?"):
            return before.kind in ("iri", "name") or before.text in ("a", ")")
        if sign in ("^", "!"):
            return after.text in ("(", "^", "!") or (sign == "^" and after.kind in ("iri", "name") and self._worded(after))
        return False

    def _computing(self, place: int) -> bool:
        """Whether a token stands in an expression, not in a path or list."""
        outer = -1
        while (opened := self._opened[place]) >= 0 and self._tokens[opened].text == "(":
            place = outer = opened
        return outer >= 0 and self._at(outer - 1).kind == "word" and self._at(outer - 1).text != "a"

    def _role(self, place: int, roles: dict[int, str]) -> str:
        """What a variable is in its statement: subject, predicate, value, words; other = no part of one."""
        before, opened = self._at(place - 1), self._opened[place]
        if (before.kind == "word" and before.text != "a") or (opened >= 0 and self._tokens[opened].text == "("):
            return "other"  # a variable of SELECT, GRAPH, ORDER BY or VALUES
        if before.kind == "variable":
            role = roles.get(place - 1, "value")
            known = {"subject": "predicate", "other": "other"}.get(role)
            return known or ("value" if self._of_plain_values(place - 1) else "words")
        if before.text == ",":
            return self._listed(place - 2, roles)
        if before == _NONE or before.text in ("{", "}", "."):
            return "subject"
        if before.text in (";", "[", "]"):
            return "predicate"
        if before.text == ")" and self._ends_expression(place - 1):
            return "subject"
        return "value" if self._plain_path(place - 1) else "words"

    def _listed(self, place: int, roles: dict[int, str]) -> str:
        """What follows a comma is what stands before it."""
        token = self._at(place)
        if token.kind == "variable":
            return "value" if roles.get(place) == "value" else "words"
        return "value" if token.kind in ("iri", "name") and self._plain_path(place - 1) else "words"

    def _of_plain_values(self, place: int) -> bool:
        """Whether VALUES beside a statement let its predicate be no other than properties without words of captures."""
        name, opened = self._at(place).text, self._opened[place]
        while opened >= 0 and self._tokens[opened].text == "{":
            if name in self._plain.get(opened, ()):
                return True
            if self._at(opened + 1) == ("word", "SELECT") or self._at(opened - 1).text in ("MINUS", "EXISTS"):
                return False  # its rows are not those that stand beside the values
            opened = self._opened[opened]
        return False

    def _plain_values(self) -> dict[int, set[str]]:
        """Group → the variables to which VALUES in it give nothing but literals and plain properties."""
        found: dict[int, set[str]] = {}
        for start, token in enumerate(self._tokens):
            if token != ("word", "VALUES"):
                continue
            block = self._after(start + 1, "variable", "()")
            end = self._after(block + 1, "", "()@-+.^^")
            given = self._tokens[block:end]
            if self._at(block) != ("sign", "{") or self._at(end) != ("sign", "}"):
                continue
            if not any(one == ("word", "UNDEF") or (one.kind in ("iri", "name") and self._worded(one)) for one in given):
                named = {one.text for one in self._tokens[start:block] if one.kind == "variable"}
                found.setdefault(self._opened[start], set()).update(named)
        return found

    def _after(self, place: int, kind: str, signs: str) -> int:
        """Where something else than tokens of a kind ("" = any but signs) and these signs begins."""
        while (token := self._at(place)) != _NONE:
            if not (token.text in signs if token.kind == "sign" else not kind or token.kind == kind):
                break
            place += 1
        return place

    def _ends_expression(self, place: int) -> bool:
        """Whether a parenthesis closes an expression, not a part of a path."""
        before = self._at(self._opened[place] - 1)
        return before.kind == "word" and before.text != "a"

    def _plain_path(self, place: int) -> bool:
        """Whether the path that ends here leads to no words of captures."""
        began = place
        while (token := self._at(place)).kind in ("iri", "name") or token.text == "a" or (token.kind == "sign" and token.text in _PATH):
            if token.text == "!" or (token.kind in ("iri", "name") and self._worded(token)):
                return False
            place -= 1
        return place < began

    def computed(self) -> str:
        """As the function of that name."""
        tests, renamed, rounds = 0, True, 0
        while renamed:  # what holds the words by another name holds them, too
            if (rounds := rounds + 1) > ROUNDS:
                return "it gives words of captures other names too often"
            tests, renamed = 0, False
            for place, token in enumerate(self._tokens):
                if not self._in_expression(place):
                    continue
                hidden = _NAMES.findall(token.text) if token.kind == "iri" else ()  # an engine may read `?a<?b&&?c>?d` as comparisons
                if self._held.intersection(hidden):
                    return self._told(place)
                if token.kind != "variable" or token.text not in self._held or self._only_told_of(place):
                    continue
                alias = self._renamed(place)
                if alias:
                    renamed = renamed or alias not in self._held
                    self._held.add(alias)
                elif self._named_anew(place):
                    continue
                elif self._tested(place):
                    tests += 1
                else:
                    return self._told(place)
        return f"it tests words of captures {tests} times, and {TESTS_AT_MOST} are allowed" if tests > TESTS_AT_MOST else ""

    def _told(self, place: int) -> str:
        opened = self._opened[place]
        function = self._at(opened - 1)
        where = f" in {function.text}" if function.kind == "word" else ""
        return f"it computes with ?{self._at(place).text.strip('<>?')}{where}, which may hold words of captures"

    def _only_told_of(self, place: int) -> bool:
        """COUNT(?v), COUNT(DISTINCT ?v), LANG(?v) and the like: the words themselves do not matter."""
        start = place - 1 if self._at(place - 1) == ("word", "DISTINCT") else place
        return self._wrapped(start, place, _TOLD_OF)

    def _wrapped(self, start: int, end: int, functions: frozenset[str]) -> bool:
        before = self._at(start - 2)
        return self._at(start - 1).text == "(" and self._at(end + 1).text == ")" and before.kind == "word" and before.text in functions

    def _renamed(self, place: int) -> str:
        """The other name in `(?v AS ?x)` and `(SAMPLE(?v) AS ?x)`; "" of anything else."""
        start, end = (place - 2, place + 1) if self._wrapped(place, place, _WHOLE) else (place, place)
        alone = self._at(start - 1).text == "(" and self._at(end + 1) == ("word", "AS") and self._at(end + 3).text == ")"
        return self._at(end + 2).text if alone and self._at(end + 2).kind == "variable" else ""

    def _named_anew(self, place: int) -> bool:
        """Whether it is the new name itself."""
        return self._at(place - 1) == ("word", "AS")

    def _tested(self, place: int) -> bool:
        """CONTAINS(LCASE(?v), "text") and the like: against a text that the query gives."""
        start, end = self._formed(place, place)
        if self._at(start - 1).text != "(" or self._at(start - 2).text not in _TESTS or self._at(end + 1).text != ",":
            return False
        end += 2
        if self._at(end).text in _FORMS and self._at(end + 1).text == "(":
            end += 2
            closed = self._at(end + 1).text == ")"
            if self._at(end).kind != "text" or not closed:
                return False
            end += 1
        elif self._at(end).kind != "text":
            return False
        if self._at(end + 1).text == "," and self._at(end + 2).kind == "text":
            end += 2
        return self._at(end + 1).text == ")"

    def _formed(self, start: int, end: int) -> tuple[int, int]:
        """From where to where a term with STR, LCASE and UCASE around it reaches."""
        while self._wrapped(start, end, _FORMS):
            start, end = start - 2, end + 1
        return start, end
