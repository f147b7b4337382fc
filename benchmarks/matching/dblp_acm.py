"""DBLP-ACM as `py_entitymatching` 0.4.2 ships it (its folder `datasets`): records, and which are one work.

The data are CC BY (Database Group, Leipzig). This copy lacks 104 journals, some years and all letters outside ASCII on DBLP's side, and
comes without the list of pairs. Ours maps the venues by hand and takes pairs of one venue and year one to one, the likest first; it
agrees with all 415 labelled pairs in the package, and its last dozen pairs are guesses.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from graph.record import Contributor, Venue, Work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Row = dict[str, str]
VENUES = {
    "conf/vldb": "Very Large Data Bases",
    "conf/sigmod": "International Conference on Management of Data",
    "journals/sigmod": "ACM SIGMOD Record",
    "journals/vldb": "The VLDB Journal — The International Journal on Very Large Data Bases",
    "journals/tods": "ACM Transactions on Database Systems (TODS)",
}
PRINTED = {
    "conf/vldb": "VLDB",
    "conf/sigmod": "SIGMOD Conference",
    "journals/sigmod": "SIGMOD Record",
    "journals/vldb": "VLDB J.",
    "journals/tods": "ACM Trans. Database Syst.",
}
LEAST_TITLE, LEAST = 0.55, 0.62


def rows(folder: Path) -> tuple[list[Row], list[Row]]:
    """DBLP's and ACM's rows."""
    found = []
    for name in ("DBLP.csv", "ACM.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            found.append(list(csv.DictReader(file)))
    return found[0], found[1]


def restored(row: Row) -> Row:
    """A row of DBLP with journal and year as its key tells them."""
    series = row["id"].rpartition("/")[0]
    return {**row, "venue": row["venue"] or PRINTED[series], "year": _year(row)}


def pairs(dblp: list[Row], acm: list[Row]) -> set[tuple[str, str]]:
    """Which rows are one work, as (DBLP's id, ACM's id)."""
    by_year = defaultdict[str, list[Row]](list)
    for row in acm:
        by_year[row["year"]].append(row)
    likely = []
    for one in dblp:
        venue = VENUES[one["id"].rpartition("/")[0]]
        for other in by_year[_year(one)]:
            score = _score(one, other) if other["venue"] == venue else 0.0
            if score > LEAST:
                likely.append((score, one["id"], other["id"]))
    taken, found = set[str](), set[tuple[str, str]]()
    for _, one_id, other_id in sorted(likely, key=lambda pair: -pair[0]):
        if not {one_id, other_id} & taken:
            taken |= {one_id, other_id}
            found.add((one_id, other_id))
    return found


def folds(dblp: list[Row], acm: list[Row], same: set[tuple[str, str]], count: int) -> dict[str, int]:
    """The fold of each row, by its id: what is one work is in one fold."""
    partner = {theirs: mine for mine, theirs in same}
    return {row["id"]: sha256(partner.get(row["id"], row["id"]).encode()).digest()[0] % count for row in (*dblp, *acm)}


def _score(one: Row, other: Row) -> float:
    mine, theirs = _plain(one["title"]), _plain(other["title"])
    long = min(len(one["title"]), len(other["title"])) > 25
    title = max(fuzz.ratio(mine, theirs), 0.97 * fuzz.partial_ratio(mine, theirs) if long else 0) / 100
    a, b = _families(one["authors"]), _families(other["authors"])
    authors = len(a & b) / max(1, min(len(a), len(b))) if a and b else 0.5
    return 0.7 * title + 0.3 * authors if title > LEAST_TITLE else 0.0


def _year(row: Row) -> str:
    if row["year"]:
        return str(int(float(row["year"])))
    found = re.search(r"(\d\d)[a-z]?$", row["id"])
    return f"{'19' if found[1] > '50' else '20'}{found[1]}" if found else ""


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _families(authors: str) -> set[str]:
    return {name.split()[-1] for name in map(_plain, authors.split(",")) if name}


def works(table: list[Row]) -> Iterator[Work]:
    """The rows as works; `key` is their id."""
    for row in table:
        people = [_person(name.split()) for name in row["authors"].split(",") if name.strip(" ?")]
        year = int(_year(row)) if row["year"] else None
        yield Work(kind="article", key=row["id"], title=row["title"], authors=people, venue=_venue(row["venue"]), year=year)


def _person(words: list[str]) -> Contributor:
    return Contributor(family=words[-1], given=" ".join(words[:-1]))


def _venue(name: str) -> Venue | None:
    return Venue(name) if name else None
