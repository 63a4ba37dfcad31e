"""Which commands there are, and the group that loads one only when it is called."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import Final

import click

# Section -> command -> its short help, so that `--help` imports none of them; a test compares with the commands' own.
SECTIONS: Final[dict[str, dict[str, str]]] = {
    "Read": {
        "new": "What is new for you since you last looked, and why it matters.",
        "digest": "What is new for you as a document, or by mail.",
        "reading-list": "What to read on a topic, in which order, and why.",
        "roadmap": "The learning roadmap, and the must-reads of each part.",
        "people": "Who stands behind a topic's must-reads.",
        "search": "Find papers by words and meaning.",
        "similar": "Find papers like a paper.",
        "show": "Everything the library knows of one paper.",
        "read": "Read a paper's full text, in three passes, with notes.",
        "lists": "The reading lists that you keep.",
        "mark": "Mark a paper as to-read, reading, read, known or skipped.",
        "note": "Add a note to a paper, or read its notes.",
    },
    "Gather": {
        "follow": "Follow a topic, a search or a category.",
        "unfollow": "Follow a topic, a search or a category no more.",
        "refresh": "Bring in what is new for everything you follow.",
        "collect": "Bring papers from arXiv and other sources into the library.",
        "enrich": "Bring citation counts and references from citation services.",
        "scholar": "Google Scholar: how we stand with it, and what it alone can be asked.",
        "import": "Bring papers from a file into the library.",
        "export": "Write papers as BibTeX, RIS, CSV, a spreadsheet, notes and more.",
        "zotero": "Bring papers into your Zotero library.",
        "review": "Literature reviews: identify, screen, report, export.",
    },
    "Serve": {
        "serve": "Answer over HTTP: search, lists, feeds and MCP.",
        "mcp": "Be a tool for an assistant (MCP over stdin and stdout).",
        "token": "Tokens for asking over the network.",
    },
    "Keep in order": {
        "schedule": "Refresh at set times, by the system's own scheduler.",
        "merge": "Make papers one that are one; it stays so.",
        "split": "Part records that are wrongly one paper; it stays so.",
        "backup": "Keep a copy of the library, read back and compared.",
        "restore": "Bring a library back from a backup.",
        "doctor": "Is everything sound? Repairs what can be made again.",
        "index": "Build the search index, or see how it stands.",
        "runs": "What was collected and imported, and how it ended.",
        "status": "The library at a glance.",
    },
}
SHORT_HELP: Final = {name: text for commands in SECTIONS.values() for name, text in commands.items()}


class LazyGroup(click.Group):
    """A group whose commands are the `command` of `paper_reader.cli.commands.NAME`, imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        """Name every command, in the order of the help."""
        return list(SHORT_HELP)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's own
        """Import one command; None where there is none of this name."""
        if cmd_name not in SHORT_HELP:
            return None
        stem = "import_file" if cmd_name == "import" else cmd_name.replace("-", "_")
        module = import_module(f"paper_reader.cli.commands.{stem}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that `args` call, with a suggestion where the name is nearly right."""
        if args and not args[0].startswith("-") and args[0] not in SHORT_HELP:
            near = get_close_matches(args[0], SHORT_HELP, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else "paper-reader --help lists them."
            raise click.UsageError(f"there is no command {args[0]!r}. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - likewise
        """Write the commands by section, without importing any."""
        for section, commands in SECTIONS.items():
            with formatter.section(section):
                formatter.write_dl(list(commands.items()))
