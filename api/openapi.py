"""Completes the OpenAPI document: the form of problems, and who may ask what. Pure."""

from __future__ import annotations

from typing import Any, Final

from api.schemas.problems import ProblemDocument
from api.sessions import COOKIE, CSRF_HEADER

_TEMPLATE: Final = "#/components/schemas/{model}"
_SCHEMES: Final = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "`paper-reader token create` makes one; it is shown once.",
    },
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "Opened by `POST /v1/session`."},
    "csrf": {"type": "apiKey", "in": "header", "name": CSRF_HEADER, "description": "Beside the session's cookie."},
}
_WRITING: Final = frozenset({"post", "put", "patch", "delete"})
_OPEN_TO_ALL: Final = ("/v1/session", "/v1/shared/", "/healthz", "/readyz")


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """Add what FastAPI does not know. Reading takes a token or, on the machine itself, nothing."""
    components = document.setdefault("components", {})
    schema = ProblemDocument.model_json_schema(ref_template=_TEMPLATE)
    schemas = components.setdefault("schemas", {})
    schemas |= schema.pop("$defs", {})
    schemas["ProblemDocument"] = schema
    components["securitySchemes"] = _SCHEMES
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not path.startswith(_OPEN_TO_ALL):
                operation["security"] = _security(method)
    return document


def _security(method: str) -> list[dict[str, list[str]]]:
    if method in _WRITING:
        return [{"token": []}, {"session": [], "csrf": []}]
    return [{"token": []}, {"session": []}, {}]
