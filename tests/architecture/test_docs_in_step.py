"""The documentation names every command, option and setting, and the help agrees with the commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from paper_reader.cli.command_table import SHORT_HELP
from paper_reader.cli.main import root
from paper_reader.settings import Settings, settings_keys

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHARED = {"--json", "--data-dir", "--config", "--setting", "--quiet", "--debug", "--help"}
# Defaults that are a place or nothing are said in words.
IN_WORDS = {
    "data_dir": "the system's data folder",
    "database_url": "`library.db` in `data_dir`",
    "cache_dir": "the system's cache folder",
    "catch_up_limit": "2,000; with a static model 20,000",
    "roadmap": "none",
    "contact": "none",
    "allowed_hosts": "none",
    "openalex_key": "none",
    "semantic_scholar_key": "none",
    "zotero_library": "none",
    "zotero_key": "none",
    "refresh_citations": "`off`",
    "smtp_url": "none",
    "mail_to": "none",
    "mail_from": "the first of `mail_to`",
    "scholar": "`off`",
    "starter": "`on`",
}


def commands(group: click.Group, context: click.Context, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield f"{path}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, context, f"{path}{name} ")


ALL = dict(commands(root, click.Context(root)))


def test_every_setting_is_documented_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \| .+ \|$", (DOCS / "settings.md").read_text("utf-8"), re.MULTILINE))
    defaults = {key: IN_WORDS.get(key, f"`{getattr(Settings(), key)}`") for key in settings_keys()}
    assert rows == defaults


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_option_is_documented(name: str) -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    section = re.search(rf"^### {name.split()[0]}\n(.*?)(?=^##)", text + "\n##", re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no section on {name}"
    assert name in section[1], f"docs/commands.md does not show `{name}`"
    longest = [max(parameter.opts, key=len) for parameter in ALL[name].params if isinstance(parameter, click.Option)]
    for option in set(longest) - SHARED:
        assert option in section[1], f"docs/commands.md, {name}: {option} is missing"


def test_the_shared_options_are_documented() -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    assert not [option for option in SHARED - {"--help"} if option not in text]


@pytest.mark.parametrize("name", SHORT_HELP)
def test_the_list_of_commands_says_what_the_commands_say(name: str) -> None:
    assert ALL[name].short_help == SHORT_HELP[name]


@pytest.mark.parametrize("name", ALL)
def test_every_command_takes_the_shared_options(name: str) -> None:
    options = {option for parameter in ALL[name].params for option in parameter.opts}
    assert SHARED - {"--help"} <= options


@pytest.mark.parametrize("page", sorted([DOCS.parent / "README.md", *DOCS.rglob("*.md")]), ids=lambda path: path.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    gone = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not gone
