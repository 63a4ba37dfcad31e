"""What is asked of a push, and what became of each paper."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class PushRequest:
    """Which collection the items go to, made where there is none; `dry_run` writes nothing."""

    collection: str | None = None
    dry_run: bool = False


@dataclass(slots=True, kw_only=True)
class PushReport:
    """How many papers became items, and why some did not. In a dry run: what would have been done.

    `there`: items that someone else put there; they are left as they are. `edited`: items of ours that were changed in
    Zotero since. `binned`: items that lie in Zotero's bin. `failed` names a paper and the reason; `stopped` says why
    the push ended early: what came before is in Zotero, and the same push goes on from there.
    """

    library: str
    collection: str | None = None
    dry_run: bool = False
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    there: int = 0
    edited: int = 0
    binned: int = 0
    collected: int = 0  # that were there and were put into the collection now
    failed: list[tuple[str, str]] = field(default_factory=list)
    stopped: str | None = None

    @property
    def done(self) -> int:
        """Papers that are in Zotero as they should be."""
        return self.created + self.updated + self.unchanged + self.there + self.edited
