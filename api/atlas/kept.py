"""The files of atlas folders that the store was loaded from, out of their captures, with what people decided since written into them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from api.atlas.written import Written
from graph.errors import InputError, StoreError
from graph.identify import slug
from graph.store import META, RESOLVED, capture_graph
from loaders._atlas.files import MANIFEST
from loaders._files.front_matter import parsed
from ontology import terms

if TYPE_CHECKING:
    from collections import Counter

    from graph.store import Store

AS_LOADED, WITH_VERDICTS = "as they were loaded", "with what was decided since"
_MAIN = (terms.CONCEPT, terms.CASE, terms.REFORM, terms.COURSE, terms.ATLAS_TOPIC, terms.ATLAS_SUBJECT)


def loaders_of(store: Store) -> dict[str, str]:
    """Digest of a capture → the loader that read it."""
    query = f"SELECT ?s ?label WHERE {{ ?s <{terms.GENERATED_BY}> ?run . ?run <{terms.RDFS_LABEL}> ?label }}"
    rows = store.select(query, graph=META)
    return {s.value.rpartition("/")[2]: label.value.partition(",")[0] for s, label in rows if s is not None and label is not None}


def sources_of(store: Store) -> list[tuple[str, str]]:
    """(digest, address) of the captures that no newer one replaces."""
    query = (
        f"SELECT ?s ?from WHERE {{ ?s <{terms.CONTENT_HASH}> ?hash ; <{terms.RETRIEVED_FROM}> ?from "
        f"FILTER NOT EXISTS {{ ?newer <{terms.SUPERSEDES}> ?s }} }} ORDER BY ?from ?s"
    )
    return [
        (s.value.rpartition("/")[2], place.value) for s, place in store.select(query, graph=RESOLVED) if s is not None and place is not None
    ]


def atlases(store: Store, left_out: Counter[str]) -> dict[str, list[Written]]:
    """Name → files of each atlas folder whose captures are at hand, by the address that its `atlas.md` gives it."""
    read_by = loaders_of(store)
    sources = sources_of(store)
    bases: dict[str, str] = {}
    for digest, place in sources:
        if read_by.get(digest) == "atlas_folder" and place.endswith(MANIFEST) and (said := _said(store, digest)) is not None:
            base = said[0] or place.removesuffix(MANIFEST)
            name = slug(said[1]) or "atlas"
            bases[base] = name if name not in bases.values() else f"{name}-{len(bases) + 1}"
    found: dict[str, list[Written]] = {name: [] for name in bases.values()}
    verdicts = _Verdicts(store)
    for digest, place in sources:
        base = max((one for one in bases if place.startswith(one)), key=len, default="")
        if not base:
            continue
        try:
            data = store.captures.data(digest)
        except StoreError:
            left_out["files whose captures are not at hand"] += 1
            continue
        one = verdicts.applied(digest, place.removeprefix(base), data) if read_by.get(digest) == "atlas_folder" else None
        if one is None and verdicts.is_hidden(digest):
            left_out["files whose things are suppressed"] += 1
            continue
        found[bases[base]].append(one or Written(place.removeprefix(base), data, AS_LOADED))
    return found


def told_by(manifest: bytes) -> tuple[str, str] | None:
    """The base and the label that an `atlas.md` gives, each "" where it gives none; None where it cannot be read."""
    try:
        fields = parsed(manifest.decode("utf-8", "replace")).fields
    except InputError:
        return None
    base, label = (fields[name].text if name in fields else "" for name in ("base", "label"))
    return base, label


def _said(store: Store, digest: str) -> tuple[str, str] | None:
    try:
        return told_by(store.captures.data(digest))
    except StoreError:
        return None


class _Verdicts:
    """What people decided of the claims that a file states."""

    def __init__(self, store: Store) -> None:
        self.store = store
        query = f"SELECT ?c ?status WHERE {{ ?c <{terms.CLAIM_STATUS}> ?status }}"
        self.standing = {c.value: status.value for c, status in store.select(query, graph=RESOLVED) if c is not None and status is not None}

    def applied(self, digest: str, path: str, data: bytes) -> Written | None:
        """The file with `seen: false` or `curator:` put to claims that were rejected or accepted; None where nothing was decided."""
        edits: list[tuple[int, str]] = []
        for claim, status, at in self._claims(digest):
            now = self.standing.get(claim, "")
            if not now:
                edits.append((at, "seen: false"))
            elif now != status and now == "CURATED":
                edits.append((at, "curator: reviewed"))
        if not edits:
            return None
        text = data.decode("utf-8")
        for at, line in sorted(edits, reverse=True):
            text = _put(text, at, line)
        try:
            parsed(text)
        except InputError:
            return None
        return Written(path, text.encode(), WITH_VERDICTS)

    def is_hidden(self, digest: str) -> bool:
        """Whether the file's own things (not claims) are all suppressed."""
        kinds = " ".join(f"<{kind}>" for kind in _KINDS_BELOW)
        query = f"SELECT DISTINCT ?s WHERE {{ VALUES ?kind {{ {kinds} }} ?s a ?kind ; <{terms.DESCRIBED_IN}> ?source }}"
        things = [s for (s,) in self.store.select(query, graph=capture_graph(digest)) if s is not None]
        if not things:
            return False
        values = " ".join(map(str, things[:500]))
        return not self.store.ask(
            f"ASK {{ VALUES ?s {{ {values} }} ?s <{terms.DESCRIBED_IN}> ?any }}", graph=RESOLVED
        ) and not self._merged(values)

    def _merged(self, values: str) -> bool:
        return self.store.ask(f"ASK {{ VALUES ?s {{ {values} }} ?s <{terms.DCTERMS_IS_REPLACED_BY}> ?other }}", graph=META)

    def _claims(self, digest: str) -> list[tuple[str, str, int]]:
        """(claim, status, where its evidence stands in the file) of the capture's own statements."""
        query = (
            f"SELECT ?c ?status (MIN(?at) AS ?first) WHERE {{ ?c <{terms.CLAIM_STATUS}> ?status ; <{terms.EVIDENCED_BY}> ?e . "
            f"?e <{terms.POSITION}> ?at ; <{terms.FOUND_IN}> ?source FILTER(STRENDS(STR(?source), '{digest}')) }} GROUP BY ?c ?status"
        )
        rows = self.store.select(query, graph=capture_graph(digest))
        return [(c.value, status.value, int(at.value)) for c, status, at in rows if c is not None and status is not None and at is not None]


_KINDS_BELOW = (*_MAIN, terms.THEORY, terms.PARADIGM, terms.PRACTICE, terms.ISSUE, terms.ANONYMISED_CASE)


def _put(text: str, at: int, line: str) -> str:
    """Put a field beside the one whose value stands at this place; for a claim told in the file's paragraph, among the file's fields."""
    start = text.rfind("\n", 0, at) + 1
    key = re.compile(r"[ ]*(?:- )?(?=[A-Za-z]+:)").match(text, start)
    if key is None or text.find("\n---", 3, at) >= 0:
        begin = re.search(r"^stance:", text, re.MULTILINE)
        return f"{text[: begin.start()]}{line}\n{text[begin.start() :]}" if begin else text
    end = at
    for found in re.finditer(r"\n", text[at:]):
        end = at + found.start()
        after = text[end + 1 : end + 400]
        if len(after) - len(after.lstrip(" ")) <= len(key[0]) or not after.strip():
            break
    return f"{text[:end]}\n{' ' * len(key[0])}{line}{text[end:]}"
