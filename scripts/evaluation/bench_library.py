"""The library that the lists are evaluated on: the papers of the material and nothing else, kept between runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evaluation.console import Console
from index.encoders.protocol import Encoder
from index.engine import Engine
from paper_reader.indexing import Indexer
from paper_reader.reading_lists import CohortCache, EngineRetriever
from paper_reader.settings import Settings
from paper_reader.store import Store
from paper_reader.wiring.encoder import make_encoder
from paper_reader.wiring.store import make_store


@dataclass(frozen=True)
class BenchLibrary:
    """Store, index and encoder, opened; `external` gives each paper's imported ids."""

    store: Store
    engine: Engine
    encoder: Encoder
    retriever: EngineRetriever
    cohorts: CohortCache
    external: dict[int, frozenset[str]]


def open_bench_library(root: Path, corpus: Path, model: str, console: Console) -> BenchLibrary:
    """Opens the library in `root`; imports, embeds and indexes what is not there yet. The starter catalogue is off."""
    settings = Settings(data_dir=root, starter=False, model=model)
    store = make_store(settings)
    if store.papers.count() == 0:
        from paper_reader.importing import import_file

        import_file(store, corpus, progress=console, rejects_dir=root / "rejects")
    encoder = make_encoder(settings)
    indexer = Indexer(store, root / "index", lambda: encoder, model=model)
    indexer.build(console)
    ready = indexer.ready(limit=0, progress=console)
    if ready.engine is None:
        raise SystemExit(f"the library in {root} is empty: nothing came from {corpus}")
    external = {paper.id: frozenset(paper.external_ids) for batch in store.papers.iterate() for paper in batch}
    return BenchLibrary(
        store=store,
        engine=ready.engine,
        encoder=encoder,
        retriever=EngineRetriever(ready.engine, encoder),
        cohorts=CohortCache(),
        external=external,
    )
