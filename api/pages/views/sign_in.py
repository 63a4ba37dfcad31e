"""The sign-in page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where to go on, and whether a token was refused before."""

    back: str
    is_refused: bool = False
