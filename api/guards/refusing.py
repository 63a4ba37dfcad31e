"""How a guard answers with a problem before any route is asked."""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from api.problems import Problem, problem_response


async def refuse(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the problem."""
    request_id = scope.get("state", {}).get("request_id")
    await problem_response(problem, path=scope["path"], request_id=request_id)(scope, receive, send)
