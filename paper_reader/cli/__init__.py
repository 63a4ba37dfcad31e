"""The command line: `paper-reader`. It knows `Library` and value types, prints, and turns outcomes into exit statuses.

One file per command or family in `commands/`, loaded only when called. Results go to stdout, everything else to stderr.
"""
