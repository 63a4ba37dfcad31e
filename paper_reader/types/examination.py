"""What a look at the whole library has found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    PROBLEM = "problem"  # something is wrong, or will be
    WARNING = "warning"  # nothing is wrong yet, or nothing that matters
    NOTE = "note"  # good to know


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was found. `check` is where, `next_step` what to do; `is_repairable` by `doctor --repair`.

    `is_repaired`: it was found and mended in this very look.
    """

    check: str
    severity: Severity
    message: str
    next_step: str = ""
    is_repairable: bool = False
    is_repaired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """All findings of one look, in the order of `checks`, which names every check that was made."""

    checks: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def left(self) -> tuple[Finding, ...]:
        """The problems that are there still."""
        return tuple(one for one in self.findings if one.severity is Severity.PROBLEM and not one.is_repaired)

    @property
    def repaired(self) -> tuple[Finding, ...]:
        """What was mended."""
        return tuple(one for one in self.findings if one.is_repaired)
