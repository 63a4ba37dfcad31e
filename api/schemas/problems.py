"""Problem documents, and which of them every route may answer with."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from api.problems import MEDIA_TYPE

Responses: TypeAlias = dict[int | str, dict[str, Any]]


class WrongPart(BaseModel):
    """A part of a request that cannot be understood."""

    where: str = Field(description="Where it stands.", examples=["query.limit"])
    message: str = Field(description="What is wrong.", examples=["Input should be less than or equal to 100"])


class ProblemDocument(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "/docs#problem-not-found",
                    "title": "There is no such thing",
                    "status": 404,
                    "detail": "no paper '9999' in the library",
                    "instance": "/v1/papers/9999",
                    "request_id": "4f2a9c0d11e2b3a4",
                }
            ]
        }
    )

    type: str = Field(description="The kind of problem, as an address of this server's documentation.")
    title: str = Field(description="The kind in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What happened here, and what to do.")
    instance: str = Field(description="The address that was asked.")
    request_id: str | None = Field(description="Under which the log has more.")
    errors: list[WrongPart] | None = Field(default=None, description="For 422: what is wrong where.")


def _problem(description: str, headers: dict[str, Any] | None = None) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/ProblemDocument"}
    found: dict[str, Any] = {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}
    return found | ({"headers": headers} if headers else {})


_RETRY: Final = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "string"}}}
_COMMON: Final[Responses] = {
    401: _problem("A token is needed, or this one opens nothing."),
    403: _problem("The token is for reading, or the request came from another site's page."),
    422: _problem("The request cannot be understood."),
    429: _problem("Too many requests.", _RETRY),
    503: _problem("The library cannot answer now, or the server is busy.", _RETRY),
    "default": _problem("Any other problem."),
}
ANYBODY: Final[Responses] = {code: _COMMON[code] for code in (401, "default")}
NOT_MODIFIED: Final[Responses] = {304: {"description": "What you have still holds."}}
MISSING: Final[Responses] = {404: _problem("There is no such thing.")}
READING: Final[Responses] = _COMMON | NOT_MODIFIED | MISSING
WRITING: Final[Responses] = _COMMON | MISSING
