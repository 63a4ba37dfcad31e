"""What a generation is: what it was built from, what it holds, and the size and hash of each of its files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from index.errors import IndexDamaged, IndexIncompatible
from index.vectors.segment import SegmentFacts

FORMAT = 1  # raise it when an older program could not read what is written, or would rank it otherwise
METRIC = "cosine"  # the dot product of unit vectors
REBUILD = "Build the index again: paper-reader index rebuild"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Size in bytes and hex SHA-256 of one file."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One generation. `count` documents of the state `change_number`, with vectors of `encoder_key`.

    `model` is how the builder opens that encoder again, `lineage` which line of change numbers `change_number` is of;
    None where it did not say.

    `measured_recall` is at 10 against exact search, on vectors sampled when the lists were made; 1.0 where the search
    is exact. `segments` and `files` are keyed by name and by path within the generation's folder.
    """

    generation: int
    encoder_key: str
    dimension: int
    count: int
    change_number: int
    created_at: datetime
    vector_kind: str
    measured_recall: float
    segments: Mapping[str, SegmentFacts]
    files: Mapping[str, FileFacts]
    model: str | None = None
    lineage: str | None = None
    metric: str = METRIC
    format: int = FORMAT

    def to_json(self) -> bytes:
        """The manifest as the file has it."""
        facts = {
            "format": self.format,
            "generation": self.generation,
            "encoder_key": self.encoder_key,
            "model": self.model,
            "dimension": self.dimension,
            "metric": self.metric,
            "count": self.count,
            "change_number": self.change_number,
            "lineage": self.lineage,
            "created_at": self.created_at.isoformat(),
            "vector_kind": self.vector_kind,
            "measured_recall": self.measured_recall,
            "segments": {
                name: {"count": segment.count, "nprobe": segment.nprobe, "recall": segment.recall}
                for name, segment in self.segments.items()
            },
            "files": {path: {"size": file.size, "sha256": file.sha256} for path, file in sorted(self.files.items())},
        }
        return json.dumps(facts, indent=1).encode()


def read_manifest(data: bytes, where: str) -> Manifest:
    """What `to_json` wrote. Raises `IndexIncompatible` for another format, `IndexDamaged` for anything else."""
    try:
        facts: dict[str, Any] = json.loads(data)
        if facts["format"] != FORMAT:
            raise IndexIncompatible(f"{where} has index format {facts['format']}, this program {FORMAT}. {REBUILD}")
        return Manifest(
            generation=int(facts["generation"]),
            encoder_key=str(facts["encoder_key"]),
            dimension=int(facts["dimension"]),
            count=int(facts["count"]),
            change_number=int(facts["change_number"]),
            created_at=datetime.fromisoformat(facts["created_at"]),
            vector_kind=str(facts["vector_kind"]),
            measured_recall=float(facts["measured_recall"]),
            segments={name: SegmentFacts(**segment) for name, segment in facts["segments"].items()},
            files={path: FileFacts(**file) for path, file in facts["files"].items()},
            model=facts.get("model"),
            lineage=facts.get("lineage"),
            metric=str(facts["metric"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"the manifest in {where} cannot be read ({error}). {REBUILD}") from error
