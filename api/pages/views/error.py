"""A problem as a page: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.pages.views.words import capital, ended

_NEXT: Final = {
    400: "Go back and try again.",
    401: "Sign in with a token; paper-reader token create makes one.",
    403: "Go back, load the page again, and repeat what you did.",
    404: "Look for it with the search box above, or begin at the roadmap.",
    405: "Go back and try again.",
    409: "Wait until what is under way has ended, then try again.",
    413: "Send less at once.",
    421: "Call the server by an address or a name of its own; the setting allowed_hosts adds names.",
    422: "Go back and change what you entered.",
    429: "Wait a little, then load the page again.",
    502: "Try again later; what is in the library is there as before.",
    503: "Load the page again in a moment. If it stays so, paper-reader doctor says what is wrong.",
}
_ELSE: Final = "Load the page again. If it stays so, the server's log has more under the number below."


@dataclass(frozen=True, slots=True)
class ErrorView:
    """What the page says."""

    title: str
    status: int
    detail: str
    next_step: str
    parts: tuple[str, ...]
    request_id: str


def error_view(problem: Mapping[str, Any]) -> ErrorView:
    """Make the view of a problem document."""
    status = int(problem["status"])
    detail = str(problem.get("detail", ""))
    return ErrorView(
        title=str(problem["title"]),
        status=status,
        detail=ended(capital(detail)),
        next_step=_NEXT.get(status, _ELSE),
        parts=tuple(f"{one.get('where')}: {one.get('message')}" for one in problem.get("errors", ())),
        request_id=str(problem.get("request_id") or ""),
    )
