"""What pages have found out and would find out again: kept while nothing that it was made from has changed.

What it was made from stands in the key (the library's state, the reader's marks, the day), so nothing is thrown away
for being old; the least used goes when there is too much.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final, TypeVar, cast

Found = TypeVar("Found")
MOST: Final = 256


class Remembered:
    """Answers by key. Safe for threads; two that ask the same at once may both make it."""

    def __init__(self, most: int = MOST) -> None:
        self._guard = threading.Lock()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._most = most

    def get(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """What is kept under the key, else what `make` gives."""
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("Found", self._kept[key])
        made = make()
        with self._guard:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
