"""Turns an OpenAPI document into the page. Pure, but for reading its own template."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from api.problems import KINDS

_METHODS = ("get", "post", "put", "patch", "delete")
_OF_ALL = {"default"}  # answers that every operation has are told once


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in words."""

    name: str
    place: str
    required: bool
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked at one address with one method."""

    method: str
    path: str
    anchor: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: str | None
    answers: tuple[tuple[str, str], ...]
    curl: str


def documentation(document: Mapping[str, Any]) -> str:
    """Write the page."""
    sections: dict[str, list[Operation]] = {}
    for tag, operation in _operations(document):
        sections.setdefault(tag, []).append(operation)
    told = document["info"]
    return _template().render(
        title=told["title"],
        version=told["version"],
        description=told.get("description", ""),
        sections=sections,
        kinds=KINDS,
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("api.documentation", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("docs.html.jinja")


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                found = methods[method]
                yield found.get("tags", ["other"])[0], _operation(document, path, method, found)


def _operation(document: Mapping[str, Any], path: str, method: str, found: Mapping[str, Any]) -> Operation:
    body = _example(document, found.get("requestBody"))
    parameters = tuple(_parameter(one) for one in found.get("parameters", ()))
    return Operation(
        method=method.upper(),
        path=path,
        anchor=f"{method}-{path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}",
        summary=found.get("summary", ""),
        description=found.get("description", ""),
        parameters=parameters,
        body=body,
        answers=tuple((str(k), v.get("description", "")) for k, v in found["responses"].items() if k not in _OF_ALL),
        curl=_curl(path, method, found.get("parameters", ()), body),
    )


def _parameter(found: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=found["name"],
        place=found["in"],
        required=found.get("required", False),
        kind=_kind(found["schema"]),
        description=found.get("description", ""),
    )


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: "integer, 1 to 100, default 20"."""
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    found = options[0] if len(options) == 1 else schema
    words = [str(found["$ref"]).rsplit("/", 1)[-1] if "$ref" in found else str(found.get("type", "text"))]
    if "minimum" in found and "maximum" in found:
        words.append(f"{found['minimum']} to {found['maximum']}")
    if schema.get("default") is not None:
        words.append(f"default {schema['default']}")
    return ", ".join(words)


def _example(document: Mapping[str, Any], body: Mapping[str, Any] | None) -> str | None:
    if body is None:
        return None
    schema = body["content"]["application/json"]["schema"]
    model = document["components"]["schemas"].get(str(schema.get("$ref", "")).rsplit("/", 1)[-1], {})
    examples = model.get("examples") or [{}]
    return json.dumps(examples[0], ensure_ascii=False)


def _curl(path: str, method: str, parameters: Any, body: str | None) -> str:
    asked = [one for one in parameters if one["in"] == "query" and one.get("required")]
    query = "&".join(f"{one['name']}={quote(str(_sample(one)))}" for one in asked)
    for one in parameters:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", str(_sample(one)))
    parts = ["curl"] + ([] if method == "get" else [f"-X {method.upper()}"])
    if method != "get":
        parts.append('-H "Authorization: Bearer $TOKEN"')
    if body is not None:
        parts += ["-H 'Content-Type: application/json'", f"-d '{body}'"]
    return " ".join([*parts, f"'http://127.0.0.1:8000{path}{'?' + query if query else ''}'"])


def _sample(parameter: Mapping[str, Any]) -> object:
    examples = cast("list[object]", parameter["schema"].get("examples") or parameter.get("examples") or [])
    return examples[0] if examples else 1 if parameter["schema"].get("type") == "integer" else "x"
