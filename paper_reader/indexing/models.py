"""Which encoder an index needs: the one that is set now, or the one that it was built with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from index.encoders.protocol import Encoder
from index.manifest import Manifest
from paper_reader.errors import IndexUnavailable


class Models:
    """The encoder that is set, called `name`, and others by the name that a manifest keeps. Safe for threads.

    None is opened before it is needed; a search by words alone needs none.
    """

    def __init__(
        self, wanted: Callable[[], Encoder], *, name: str, named: Callable[[str], Encoder] | None = None
    ) -> None:
        self.wanted = wanted
        self.name = name
        self._named = named
        self._others: dict[str, Encoder] = {}
        self._guard = threading.Lock()

    def fits(self, manifest: Manifest) -> bool:
        """Whether the index was built with the model that is set now."""
        return manifest.encoder_key == self.wanted().key

    def of(self, manifest: Manifest) -> Callable[[], Encoder]:
        """Give the encoder of this index, opened when it is called.

        The call raises `IndexUnavailable` where that model is no longer to be had.
        """
        return partial(self._open, manifest)

    def _open(self, manifest: Manifest) -> Encoder:
        if self.fits(manifest):
            return self.wanted()
        with self._guard:
            known = self._others.get(manifest.encoder_key)
            if known is None:
                known = self._others[manifest.encoder_key] = self._opened(manifest)
            return known

    def _opened(self, manifest: Manifest) -> Encoder:
        found = self._named(manifest.model) if self._named and manifest.model else None
        if found is None or found.key != manifest.encoder_key:
            raise IndexUnavailable(
                f"the index was built with the model {manifest.encoder_key}, which is no longer here; the one set now "
                f"is {self.name} ({self.wanted().key}). Run: paper-reader index build"
            )
        return found
