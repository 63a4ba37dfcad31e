"""What `paper-reader` prints when called without a command: where to begin."""

from __future__ import annotations

import click

from paper_reader.cli.session import Session

PAGE = """Paper Reader: what to read, in which order, and why.

Begin here
  paper-reader reading-list "graph neural networks"   a reading list on any topic, with reasons
  paper-reader roadmap                                the whole learning roadmap, part by part
  paper-reader search "attention without recurrence"  papers by words and meaning

Make it yours
  paper-reader collect "protein language models" --source arxiv -n 200
  paper-reader import papers.jsonl
  paper-reader mark 1706.03762 read                   lists go on from what you have read

Your library is in {folder}
All commands: paper-reader --help"""


def print_start_page(session: Session) -> None:
    """Print the page; in JSON the same facts."""
    folder = str(session.settings.data_folder)
    if not session.json:
        click.echo(PAGE.format(folder=folder))
        return
    from paper_reader.cli.command_table import SHORT_HELP
    from paper_reader.cli.json_output import print_json

    print_json({"data_dir": folder, "commands": SHORT_HELP})
