"""Every error of the retrieval engine.

RetrievalError
├── IndexMissing         nothing has been built in this folder yet
├── IndexIncompatible    built with another format, model, dimension or metric than asked for
├── IndexDamaged         a generation whose files do not add up
├── IndexBusy            another process is writing it
├── EncoderUnavailable   a model folder or package is missing, or its weights are not what they should be
└── QueryNotUnderstood   a lexical query or filter that cannot be read
"""

from __future__ import annotations


class RetrievalError(Exception):
    """Root of the engine's errors."""


class IndexMissing(RetrievalError):
    """Nothing has been built here yet."""


class IndexIncompatible(RetrievalError):
    """The index on disk was made for something else than what is asked of it."""


class IndexDamaged(RetrievalError):
    """The files of a generation do not add up."""


class IndexBusy(RetrievalError):
    """Another process is writing this index."""


class EncoderUnavailable(RetrievalError):
    """A model cannot be loaded: missing, or not what it claims to be."""


class QueryNotUnderstood(RetrievalError):
    """A query or filter that cannot be read."""
