"""Every `paper-reader …` that a message of the program names is a command that exists, with options that it has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from paper_reader.cli.main import root

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for package in ("paper_reader", "index", "api") for path in (ROOT / package).rglob("*.py"))
# A sentence's end, a bracket, a quote behind a blank or a double blank ends what belongs to a command.
CALL = re.compile(r"paper-reader(?: ([a-z][a-z-]*))?((?:(?!\. |\.$|[)`;\n]|  ).)*)")


def hints(text: str) -> Iterator[tuple[str, str]]:
    """The command and the rest of every call in a text."""
    for call in CALL.finditer(text):
        if call[1] or call[2].lstrip().startswith("--"):
            yield call[1] or "", call[2]


def complaint(name: str, rest: str) -> str | None:
    """What is wrong with a call; None for a sound one."""
    context = click.Context(root)
    command: click.Command | None = root.get_command(context, name) if name else root
    if command is None:
        return f"there is no command {name!r}"
    word = re.match(r" ([a-z][a-z-]*)", rest)
    if isinstance(command, click.Group) and name and word:
        inner = command.get_command(context, word[1])
        if inner is None and not command.invoke_without_command:
            return f"there is no command {name} {word[1]!r}"
        command = inner or command
    known = {option for some in (*command.get_params(context), *root.get_params(context)) for option in some.opts}
    unknown = [option for option in re.findall(r"(?<![\w-])--[a-z-]+", rest) if option not in known | {"--json"}]
    return f"{name} has no {unknown}" if unknown else None


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text of a file that is not code, the gaps of an f-string as X."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "X" for part in node.values]
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside:
            yield node.lineno, node.value


def test_hints_name_commands_and_options_that_exist() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), line, name, rest)
        for path in FILES
        for line, text in texts(path)
        for name, rest in hints(text)
    ]
    assert len(found) > 15  # they are found at all
    wrong = [f"{path}:{line}: {said}" for path, line, name, rest in found if (said := complaint(name, rest))]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Try: paper-reader physician; then", "there is no command 'physician'"),
        ("Try: paper-reader index mend", "there is no command index 'mend'"),
        ("Try: paper-reader runs --all", "runs has no ['--all']"),
        ("Try: paper-reader runs -n 5. Or --all", None),
        ("paper-reader --help lists them", None),
    ],
)
def test_what_does_not_exist_is_noticed(text: str, said: str | None) -> None:
    ((name, rest),) = hints(text)
    assert complaint(name, rest) == said
