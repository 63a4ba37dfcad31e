"""How the server and the library stand; runs; sessions."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.access import Via
from api.parameters import Day
from api.readiness import CheckStatus
from paper_reader.types import Outcome, TokenScope


class HealthForm(BaseModel):
    """The process is alive."""

    status: str = Field(examples=["alive"])
    version: str


class CheckForm(BaseModel):
    """How one part stands."""

    status: CheckStatus
    detail: str


class ReadyForm(BaseModel):
    """Whether searches are answered, and how each part stands."""

    status: str = Field(description="`ready` or `not ready`.")
    checks: dict[str, CheckForm] = Field(description="`database`, `index`, `model`, `warm`; empty for strangers.")


class RunForm(BaseModel):
    """How a harvest or an import ended."""

    run_id: int
    kind: str
    description: str
    outcome: Outcome
    started_at: str
    finished_at: str | None
    read: int
    created: int
    updated: int
    unchanged: int
    merged: int
    rejected: int
    messages: list[str]


class RunPage(BaseModel):
    """Runs, the latest first."""

    items: list[RunForm]
    total: int
    next_cursor: str | None


class RefreshToBegin(BaseModel):
    """What to refresh; nothing said is everything that is followed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"topics": []}]})

    topics: list[str] = Field(
        default=[], max_length=100, description="Only these topics of the roadmap, by slug or title."
    )
    since: Day | None = Field(default=None, description="Papers from this day on, rather than since the last refresh.")


class RefreshBegun(BaseModel):
    """A refresh has begun."""

    status: str = Field(examples=["running"])
    started_at: str


class WhoForm(BaseModel):
    """Who the server takes you for."""

    via: Via
    scope: TokenScope | None
    may_read: bool
    may_write: bool


class SessionForm(BaseModel):
    """A session of a page. The cookie comes with it; writing needs the CSRF token beside."""

    csrf_token: str = Field(description="Send it as the header `X-CSRF-Token`, or in forms as `csrf_token`.")
    scope: TokenScope
    expires_at: int = Field(description="Seconds since 1970.")
