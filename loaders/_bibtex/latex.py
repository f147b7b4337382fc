"""LaTeX in bibliographic fields → Unicode text, and text → a field that LaTeX reads back.

A tokenizer of our own instead of pylatexenc's parser (measured: hundreds of times faster on field-sized strings); that library's table of
symbols is asked only for a command not known here. Braces never survive, unknown commands keep their argument.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307", "u": "\u0306", "v": "\u030c",
    "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328", "r": "\u030a", "t": "\u0361", "G": "\u030f", "U": "\u030e",
}  # fmt: skip
_SYMBOLS = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å",
    "AA": "Å", "i": "ı",
    "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "copyright": "©",
    "pounds": "£", "euro": "€", "texteuro": "€", "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "endash": "–", "emdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "textquotesingle": "'", "quotedblbase": "„", "quotesinglbase": "‚", "guillemotleft": "«", "guillemotright": "»", "textasciitilde": "~",
    "textasciicircum": "^", "textbackslash": "\\", "backslash": "\\", "textbar": "|", "textless": "<", "textgreater": ">", "lq": "‘",
    "rq": "’",
    "textdegree": "°", "degree": "°", "textregistered": "®", "texttrademark": "™", "textdollar": "$", "textunderscore": "_", "slash": "/",
    "textperiodcentered": "·", "TeX": "TeX", "LaTeX": "LaTeX", "quad": " ", "qquad": " ", "space": " ", "newline": " ", "par": " ",
    "textexclamdown": "¡", "textquestiondown": "¿", "textbullet": "•", "nobreakspace": " ", "times": "×", "allowbreak": "", "relax": "",
}  # fmt: skip
_TOKEN = re.compile(
    r"""\\(?P<accent>[`'^"~=.]|[uvHcdbkrtGU](?=\s*\{)|[uvHcdbkrtG](?=\s+[^\W\d_]))\s*
        (?:\{(?P<group>\\[ij]\s*|[^{}\\]*)\}|(?P<base>\\[ij](?![a-zA-Z])\s*|\w))
    |\\(?P<drop>cite[a-z]*|label|ref|[hv]space|color|fontsize|selectlanguage|noopsort)\*?\s*(?:\[[^\]]*\]\s*)?\{[^{}]*\}
    |\\(?P<command>[a-zA-Z]+)\*?\s*(?:\{\s*\})?
    |\\(?P<sign>.)
    |(?P<ligature>``|''|---?|[?!]`)
    |(?P<tie>~)
    |[{}]""",
    re.DOTALL | re.VERBOSE,
)
_TWOFOLD = re.compile(r"""(\\[`'^"~=.uvHcdbkrt]\s*)\{\\([`'^"~=.]|[uvHcdbkrt](?=[\s{]))\s*(?:\{(\w)\}|(\w))\}""")
"""One accent over another: `\\~{\\^{e}}`."""
_MATH = re.compile(r"(?<!\\)\$([^$]*)(?<!\\)\$")
_PLAIN_BRACES = re.compile(r"[\\$~]|[`?!]`|''|--")
_LIGATURES = {"``": "“", "''": "”", "--": "–", "---": "—", "?`": "¿", "!`": "¡"}
_SIGNS = dict.fromkeys("/-@!()[]", "") | dict.fromkeys(";:\\ \n\t", " ") | {",": "\u2009"}
_SUPER = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUB = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_TWICE = re.compile(r"(-(?=-)|'(?=')|[`?!](?=`))")
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_VERBATIM = re.compile(r"\\([\\{}&%$#_~^])")


def needs_decoding(text: str) -> bool:
    """Whether anything in the text is LaTeX."""
    return any(sign in text for sign in "\\{}$~") or "--" in text or "''" in text or "`" in text


def to_text(latex: str) -> str:
    """Unicode text of a field's value; never raises."""
    if not needs_decoding(latex):
        return latex
    if not _PLAIN_BRACES.search(latex):
        return latex.replace("{", "").replace("}", "")
    if "$" in latex:
        latex = _MATH.sub(lambda found: _raised(found[1]), latex)
    latex = _TWOFOLD.sub(lambda found: f"{found[1]}{{{_accented(found[3] or found[4], _ACCENTS[found[2]])}}}", latex)
    return unicodedata.normalize("NFC", _TOKEN.sub(_meaning, latex))


def _meaning(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind in {"group", "base"}:
        base = (found["group"] or found["base"] or "").replace("\\", "").strip()
        return _accented(base, _ACCENTS[found["accent"]])
    if kind == "command":
        return _symbol(found["command"])
    if kind == "sign":
        return _SIGNS.get(found["sign"], found["sign"])
    if kind == "ligature":
        return _LIGATURES[found["ligature"]]
    return " " if kind == "tie" else ""


def _accented(base: str, mark: str) -> str:
    base = {"ı": "i", "ȷ": "j"}.get(base, base)  # \'{\i}: the dot makes room for the accent
    return unicodedata.normalize("NFC", base[:1] + mark) + base[1:] if base else ""


def _raised(text: str) -> str:
    """`x^2` in mathematics as `x²` where such signs exist."""
    text = re.sub(r"\^([0-9n]+)", lambda found: found[1].translate(_SUPER), text)
    return re.sub(r"_([0-9]+)", lambda found: found[1].translate(_SUB), text)


def _symbol(command: str) -> str:
    known = _SYMBOLS.get(command)
    return known if known is not None else _table().get(command, "")


@cache
def _table() -> dict[str, str]:
    r"""Pylatexenc's commands that stand for one fixed string (`\alpha` → α)."""
    from pylatexenc.latex2text import get_default_latex_context_db  # type: ignore[import-untyped] # it ships no types

    table: dict[str, str] = {}
    for category in get_default_latex_context_db().category_list:
        for spec in get_default_latex_context_db().iter_macro_specs([category]):
            text = getattr(spec, "simplify_repl", None)
            if isinstance(text, str) and "%" not in text:
                table.setdefault(spec.macroname, text.strip())
    return table


def verbatim(text: str) -> str:
    r"""An address or identifier: escapes undone (`\_`), `\url{…}` and braces taken off, nothing else changed."""
    text = re.sub(r"\\(?:url|href)\s*(?=\{)", "", text)
    text = text.replace("{\\_}", "_").replace("\\textunderscore", "_").replace("\\textasciitilde", "~").replace("{$\\sim$}", "~")
    return _VERBATIM.sub(r"\1", text).replace("{", "").replace("}", "").strip()


def to_latex(text: str) -> str:
    """Text → a braced field's inside; `to_text` gives it back."""
    return _TWICE.sub(r"\1{}", _SPECIAL.sub(lambda found: _ESCAPED.get(found[0], f"\\{found[0]}"), text))
