"""The index against the library: whole, of this library, with exactly its papers and their present vectors."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Final

from index.engine import Engine
from index.errors import IndexDamaged, IndexIncompatible, IndexMissing
from paper_reader.doctor.finding import Found, note, problem, some, warning
from paper_reader.doctor.subject import Subject
from paper_reader.indexing.changes import pending_since
from paper_reader.store import Store

CHECK = "index"
SAMPLE: Final = 500  # papers whose vectors are compared
ALIKE: Final = 0.995  # of the cosine: vectors are kept with half the digits


def check(subject: Subject) -> Iterator[Found]:
    """Read every byte of the index and compare it with the store."""
    store = subject.store
    try:
        engine = Engine.open(subject.index_root)
    except IndexMissing:
        if store.papers.count():
            yield warning(CHECK, "nothing is built yet", repair=subject.rebuild_quietly)
        return
    except (IndexDamaged, IndexIncompatible) as error:
        yield problem(CHECK, _without_hint(str(error)), repair=subject.rebuild_quietly)
        return
    latest = store.papers.change_number()
    if engine.manifest.lineage not in (None, store.lineage.find()) or engine.manifest.change_number > latest:
        message = "it was built for another library, or for this one before a backup was restored"
        yield problem(CHECK, message, repair=subject.rebuild_quietly)
        return
    if broken := engine.damage():
        message = f"files are not what was written: {some(broken)}"
        yield problem(CHECK, message, repair=subject.rebuild_quietly)
        return
    yield from _contents(subject, engine)


def _contents(subject: Subject, engine: Engine) -> Iterator[Found]:
    store, manifest = subject.store, engine.manifest
    pending = pending_since(store, manifest.change_number)
    moving = {*pending.changed, *pending.deleted}
    present = store.census.present()
    indexed = set(engine.ids.tolist())
    if missing := sorted(present.keys() - indexed - moving):
        message = f"{len(missing):,} papers of the library are not in it ({some(missing)})"
        yield problem(CHECK, message, repair=subject.rebuild_quietly)
    if extra := sorted(indexed - present.keys() - moving):
        message = f"{len(extra):,} papers in it are not in the library ({some(extra)})"
        yield problem(CHECK, message, repair=subject.rebuild_quietly)
    both = sorted((indexed & present.keys()) - moving)
    sample = random.Random(manifest.generation).sample(both, min(SAMPLE, len(both)))  # noqa: S311 - no secret
    if stale := _stale(store, engine, {one: present[one] for one in sample}):
        message = f"{len(stale):,} of {len(sample):,} papers looked at have the vector of another text ({some(stale)})"
        yield problem(CHECK, message, repair=subject.rebuild_quietly)
    if moving:
        yield note(CHECK, f"{len(moving):,} new or changed papers are not in it yet", "paper-reader index build")


def _stale(store: Store, engine: Engine, hashes: Mapping[int, bytes]) -> list[int]:
    """The papers whose vector in the index is not the one that the store keeps for their present text."""
    kept = store.embeddings.get(engine.manifest.encoder_key, list(set(hashes.values())))
    wanted = {one: kept[content] for one, content in hashes.items() if content in kept}
    if not wanted:
        return []
    found = engine.vectors(list(wanted))
    pairs = zip(wanted.items(), found, strict=True)
    return [one for (one, vector), row in pairs if float(row @ vector) < ALIKE * float(vector @ vector)]


def _without_hint(message: str) -> str:
    return message.partition(" Build the index again")[0]
