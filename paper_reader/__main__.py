"""Lets `python -m paper_reader` do what `paper-reader` does."""

from paper_reader.cli.main import main

if __name__ == "__main__":
    main()
