"""Memory that was freed, back to the system."""

from __future__ import annotations

import sys


def give_back_freed_memory() -> None:
    """Ask glibc to return what it keeps for later, between two stages of a build that each need much.

    The first stage's leavings would stand beside the next one's needs, and the peak is what a small machine feels.
    Without glibc nothing is done.
    """
    if sys.platform != "linux":
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
    if trim is not None:
        trim(0)
