"""The local engine: FAISS and tantivy over one folder, in numbered generations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index import building, generations
from index.building import BASE, DELTA, STRUCK, TEXT
from index.document import Document, Filter, Hit, Matrix, Mode, SearchRequest, Vector
from index.errors import IndexDamaged, IndexIncompatible, QueryNotUnderstood
from index.fusion import DENSE_WEIGHT, Ranking, weighted_fusion
from index.manifest import REBUILD, Manifest
from index.progress import Progress
from index.text.tantivy_index import TextIndex
from index.text.terms import read_query
from index.vectors.ordering import exact_scores
from index.vectors.segment import EXACT_BELOW, Ids, Segment

OPEN_ATTEMPTS = 5  # a reader can lose the race with a writer that removes what it is just opening
DENSE, LEXICAL = Mode.DENSE.value, Mode.LEXICAL.value


class Engine:
    """One generation, open for search; safe to use from several threads.

    It stays as it is: `apply` and `build` give a new engine on the next generation, in this process and for others,
    while this one goes on answering until it is closed. Made by `open`, `build` and `apply`.
    """

    def __init__(self, root: Path, folder: Path, manifest: Manifest, *, exact_below: int = EXACT_BELOW) -> None:
        self.manifest = manifest
        self._root = root
        self._folder = folder
        self._exact_below = exact_below
        struck = np.load(folder / STRUCK) if STRUCK in manifest.files else None
        base = Segment(folder / BASE, manifest.segments[BASE], struck)
        has_delta = DELTA in manifest.segments
        self._segments = (base, Segment(folder / DELTA, manifest.segments[DELTA])) if has_delta else (base,)
        self._text = TextIndex(folder / TEXT)
        vectors = sum(segment.live_count for segment in self._segments)
        if not vectors == self._text.count == manifest.count:
            raise IndexDamaged(
                f"{folder} holds {vectors} vectors and {self._text.count} texts of {manifest.count}. {REBUILD}"
            )

    @classmethod
    def open(
        cls,
        root: Path,
        *,
        encoder_key: str | None = None,
        dimension: int | None = None,
        exact_below: int = EXACT_BELOW,
    ) -> Engine:
        """The newest generation.

        Raises `IndexMissing` where nothing was built, `IndexDamaged` where the files do not add up, and
        `IndexIncompatible` where they are of another format, or of another model or dimension than asked for.
        """
        for attempt in range(OPEN_ATTEMPTS):
            number = generations.current_number(root)
            try:
                folder, manifest = generations.read_current(root)
                _check_fit(manifest, encoder_key, dimension)
                return cls(root, folder, manifest, exact_below=exact_below)
            except (IndexDamaged, FileNotFoundError) as error:
                if attempt + 1 < OPEN_ATTEMPTS and generations.current_number(root) != number:
                    continue  # another process has just published the next generation
                if isinstance(error, IndexDamaged):
                    raise
                raise IndexDamaged(f"{error.filename} is missing. {REBUILD}") from error
        raise AssertionError("unreachable")  # pragma: no cover

    @classmethod
    def build(
        cls,
        root: Path,
        *,
        encoder_key: str,
        dimension: int,
        documents: Iterable[Document],
        change_number: int,
        model: str | None = None,
        lineage: str | None = None,
        total: int | None = None,
        progress: Progress | None = None,
        exact_below: int = EXACT_BELOW,
    ) -> Engine:
        """A new generation from zero, swapped in as a whole; whatever was there before is replaced, sound or not.

        From `exact_below` documents on, vectors are searched approximately. `model` is kept in the manifest, for
        whoever has to open the encoder of this key again, and `lineage` for whoever must know whose change
        number it is. Raises `IndexBusy` where another process is writing.
        """
        with generations.writing(root):
            building.build_from_zero(
                root,
                documents,
                encoder_key=encoder_key,
                dimension=dimension,
                change_number=change_number,
                model=model,
                lineage=lineage,
                total=total,
                progress=progress,
                exact_below=exact_below,
            )
            return cls.open(root, exact_below=exact_below)

    def apply(
        self,
        upserts: Iterable[Document],
        deletes: Iterable[int],
        change_number: int,
        *,
        wait_seconds: float = generations.LOCK_WAIT_SECONDS,
    ) -> Engine:
        """The next generation, with these changes; applying them again changes nothing more.

        Deletes come first: an id in both is there afterwards. Where another process has meanwhile published the same
        or a later state, that is given instead, and `upserts` are not read. Raises `IndexBusy` where one is still
        writing after `wait_seconds`.
        """
        with generations.writing(self._root, wait_seconds=wait_seconds):
            current = generations.read_current(self._root)
            newest = self
            if current[1].generation != self.manifest.generation:
                newest = Engine.open(
                    self._root,
                    encoder_key=self.manifest.encoder_key,
                    dimension=self.manifest.dimension,
                    exact_below=self._exact_below,
                )
                if newest.manifest.change_number >= change_number:
                    return newest
            building.build_next(
                self._root,
                current,
                newest.segments,
                upserts,
                deletes,
                change_number=change_number,
                exact_below=self._exact_below,
            )
            return Engine.open(self._root, exact_below=self._exact_below)

    def search(self, request: SearchRequest) -> list[Hit]:
        """The best `limit` documents that pass the filter, best first, equal scores by id.

        Hybrid scores lie in [0, 1] and compare within one search only; in the other modes the score is the
        retriever's own: the cosine, or BM25. Raises `QueryNotUnderstood` where the mode needs a vector and there is
        none.
        """
        wanted = max(request.limit, request.candidates) if request.mode is Mode.HYBRID else request.limit
        rankings: dict[str, Ranking] = {}
        if request.mode is not Mode.LEXICAL:
            if request.vector is None:
                raise QueryNotUnderstood(f"a {request.mode} search needs the query's vector; lexical needs none.")
            rankings[DENSE] = self._dense(request.vector, wanted, request.filter, frozenset())
        if request.mode is not Mode.DENSE:
            rankings[LEXICAL] = self._text.search(request.text, limit=wanted, condition=request.filter)
        if request.mode is Mode.HYBRID:
            return self._fused(request, rankings, wanted)
        ((name, ranking),) = rankings.items()
        return _hits(name, ranking)

    def nearest(
        self,
        vector: Vector,
        *,
        limit: int,
        filter: Filter | None = None,  # noqa: A002 - the field's word, and only ever passed by name
        exclude: frozenset[int] = frozenset(),
    ) -> list[Hit]:
        """The documents nearest to a vector; the score is the cosine. `exclude` are ids to leave out."""
        return _hits(DENSE, self._dense(vector, limit, filter or Filter(), exclude))

    def vectors(self, ids: Sequence[int]) -> Matrix:
        """The vectors of these documents, one row an id, in the order given. `KeyError` for an id that is not here."""
        wanted = np.asarray(ids, dtype=np.int64)
        found = np.zeros((len(wanted), self.manifest.dimension), dtype=np.float32)
        missing = np.ones(len(wanted), dtype=np.bool_)
        for segment in self._segments:
            rows = segment.rows_of(wanted)
            here = rows >= 0
            found[here] = segment.matrix[rows[here]]
            missing &= ~here
        if missing.any():
            raise KeyError(int(wanted[missing][0]))
        return found

    @cached_property
    def ids(self) -> Ids:
        """The ids of all documents, ascending."""
        return np.sort(np.concatenate([segment.ids[segment.live] for segment in self._segments]))

    @property
    def is_newest(self) -> bool:
        """Whether no later generation has been published meanwhile, by whichever process. Reads one short file."""
        return generations.current_number(self._root) == self.manifest.generation

    def damage(self) -> list[str]:
        """The files whose content is not what was written. Reads every byte: for a doctor, not for each start."""
        return generations.check_hashes(self._folder, self.manifest)

    def close(self) -> None:
        """Nothing to do for callers but to drop the engine: its files are mapped, and let go with it."""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The base and, where there were changes since it was written, the delta: how vectors lie on the disk."""
        return self._segments

    def _fused(self, request: SearchRequest, rankings: dict[str, Ranking], wanted: int) -> list[Hit]:
        """Weighted fusion. The cosine of what only the text index found is known too, so it is not guessed."""
        dense, lexical = rankings[DENSE], rankings[LEXICAL]
        if read_query(request.text).phrases:  # what stands in quotation marks must be there, whoever finds it
            with_phrase = {found for found, _ in lexical}
            rankings[DENSE] = dense = [hit for hit in dense if hit[0] in with_phrase]
        unlisted = sorted({found for found, _ in lexical}.difference(found for found, _ in dense))
        known: dict[int, float] = {}
        if unlisted and request.vector is not None:
            rows = np.arange(len(unlisted))
            known = dict(
                zip(unlisted, exact_scores(self.vectors(unlisted), rows, request.vector).tolist(), strict=True)
            )
        return weighted_fusion(
            rankings,
            {DENSE: DENSE_WEIGHT, LEXICAL: 1.0 - DENSE_WEIGHT},
            limit=request.limit,
            also_known={DENSE: known},
            # A text index that lists fewer than it may has listed all that has any of the words: the others score 0.
            floors={LEXICAL: 0.0} if len(lexical) < wanted else {},
        )

    def _dense(self, vector: Vector, limit: int, condition: Filter, exclude: frozenset[int]) -> Ranking:
        if vector.shape != (self.manifest.dimension,):
            raise IndexIncompatible(
                f"a vector of shape {vector.shape} was asked for, the index is of dimension "
                f"{self.manifest.dimension} ({self.manifest.encoder_key}). Encode with that model. {REBUILD}"
            )
        left_out = np.array(sorted(exclude), dtype=np.int64)
        found: list[tuple[int, float]] = []
        for segment in self._segments:
            ids, scores = segment.nearest(vector, limit=limit, condition=condition, exclude=left_out)
            found += zip(ids.tolist(), scores.tolist(), strict=True)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:limit]


def _hits(name: str, ranking: Ranking) -> list[Hit]:
    return [
        Hit(id=found, score=score, ranks={name: rank}, scores={name: score})
        for rank, (found, score) in enumerate(ranking, 1)
    ]


def _check_fit(manifest: Manifest, encoder_key: str | None, dimension: int | None) -> None:
    if encoder_key is not None and manifest.encoder_key != encoder_key:
        raise IndexIncompatible(f"the index was built with {manifest.encoder_key}, not {encoder_key}. {REBUILD}")
    if dimension is not None and manifest.dimension != dimension:
        raise IndexIncompatible(f"the index has dimension {manifest.dimension}, not {dimension}. {REBUILD}")
