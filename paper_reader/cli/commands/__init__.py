"""The commands, one file each; `paper_reader.cli.command_table` lists them."""
