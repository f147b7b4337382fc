"""What is rejected is listed by its record, put right in the file, and loaded again: counts add up before and after."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command import govgraph

if TYPE_CHECKING:
    from pathlib import Path

RIS = """TY  - JOUR\nTI  - On weirs\nPY  - 2001\nER  - \n
TY  - JOUR\nTI  - On locks\nPY  - 20012\nER  - \n
TY  - JOUR\nTI  - On sluices\nPY  - 2003\n
TY  - JOUR\nTI  - On fords\nPY  - 2004\nER  - \n"""
BIB = """@book{weirs, title = {On weirs}, year = 2001}
@book{locks, title = {On locks, year = {2002}}
@book{sluices, title = {On sluices}, year = {99999}}
@book{fords, title = {On fords}, year = 2004}
"""
CSL = """[{"id": "1", "type": "book", "title": "On weirs"}, {"id": "2", "type": "book", "title": "On locks",
"issued": {"date-parts": [["x"]]}},
{"id": "3", "type": "book", "title": "On sluices", "issued": {"date-parts": [[NaN]]}}, {"id": "4", "type": "book", "title": "On fords"}]"""
REDIF = """Template-Type: ReDIF-Paper 1.0\nTitle: On weirs\nAuthor-Name: Ann Lee\nHandle: RePEc:x:y:1\n
Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:x:y:2\n
Template-Type: ReDIF-Paper 1.0\nHandle: RePEc:x:y:3\n
Template-Type: ReDIF-Paper 1.0\nTitle: On fords\nAuthor-Name: Ann Lee\nHandle: RePEc:x:y:4\n"""
FILES = {
    "weirs.ris": (RIS, {"20012": "2002", "PY  - 2003\n": "PY  - 2003\nER  - \n"}),
    "weirs.bib": (BIB, {"{On locks,": "{On locks},", "99999": "2003"}),
    "weirs.json": (CSL, {'["x"]': "[2002]", "[NaN]": "[2003]"}),
    "weirs.rdf": (REDIF, {"y:2": "y:2\nTitle: On locks", "y:3": "y:3\nTitle: On sluices"}),
}
"""A file of four records of which two are broken, and what puts them right."""


@pytest.mark.parametrize("name", FILES)
def test_rejects_are_put_right_and_loaded_again(name: str, tmp_path: Path) -> None:
    written, cure = FILES[name]
    path, listed, store = tmp_path / name, tmp_path / "rejects.jsonl", str(tmp_path / "store")

    def load() -> tuple[int, int, list[str], list[dict[str, str]]]:
        """(exit code, records, titles in the store, rejects) of one load."""
        done = govgraph("load", str(path), "--store", store, "--rejects", str(listed), "--json")
        (source,) = json.loads(done.stdout)["sources"]
        rejects = [json.loads(line) for line in listed.read_text(encoding="utf-8").splitlines()]
        assert len(rejects) == len(source["rejects"])
        assert source["records"] == source["things"]["work"] + len(rejects)
        held = json.loads(govgraph("export", "--store", store, "--format", "csl-json").stdout)
        return done.returncode, source["records"], sorted(record["title"] for record in held), rejects

    path.write_text(written, encoding="utf-8")
    code, records, titles, rejects = load()
    assert (code, records, titles) == (3, 4, ["On fords", "On weirs"])
    assert [one["record"].partition(",")[0] for one in rejects] == ["record 2", "record 3"]
    assert all(one["reason"] and one["file"] for one in rejects)
    for broken, whole in cure.items():
        written = written.replace(broken, whole)
    path.write_text(written, encoding="utf-8")
    assert load() == (0, 4, ["On fords", "On locks", "On sluices", "On weirs"], [])
    assert json.loads(govgraph("load", str(path), "--store", store, "--json").stdout)["changes"] == 0
