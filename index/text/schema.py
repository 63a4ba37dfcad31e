"""What the text index keeps of a document, and how words become terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy

ID, TEXT, NAMES, ATTRIBUTES = "id", "text", "names", "attributes"
ENGLISH, NAMES_ANALYZER = "english", "names"
LONGEST_TERM = 64  # bytes; longer runs of letters are data, not words
SEPARATOR = "\x1f"  # the ASCII unit separator: no field or value holds it


def make_schema() -> tantivy.Schema:
    """Title and body as one text, with positions for phrases; joined names; whole attributes. Nothing is stored."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_integer_field(ID, indexed=True, fast=True)
    builder.add_text_field(TEXT, tokenizer_name=ENGLISH, index_option="position")
    builder.add_text_field(NAMES, tokenizer_name=NAMES_ANALYZER, index_option="freq")
    builder.add_text_field(ATTRIBUTES, tokenizer_name="raw", index_option="basic")
    return builder.build()


def make_analyzer() -> tantivy.TextAnalyzer:
    """Runs of letters and digits, lower case, without accents, stemmed (Snowball English)."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return _stemmed(TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_TERM))).build()


def register_analyzers(index: tantivy.Index) -> None:
    """Give an opened index the analyzers that its schema names; tantivy does not keep them."""
    from tantivy import TextAnalyzerBuilder, Tokenizer

    index.register_tokenizer(ENGLISH, make_analyzer())
    # The names come joined and separated by spaces (see `terms.names_in`), signs and all.
    index.register_tokenizer(NAMES_ANALYZER, _stemmed(TextAnalyzerBuilder(Tokenizer.whitespace())).build())


def _stemmed(builder: tantivy.TextAnalyzerBuilder) -> tantivy.TextAnalyzerBuilder:
    from tantivy import Filter

    return builder.filter(Filter.lowercase()).filter(Filter.ascii_fold()).filter(Filter.stemmer("english"))


def attribute_terms(numbers: Mapping[str, int], tags: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """One whole term for each number and each tag."""
    for name, number in numbers.items():
        yield f"{number_prefix(name)}{number}"
    for name, values in tags.items():
        for value in values:
            yield tag_term(name, value)


def number_prefix(name: str) -> str:
    """How the terms of a number begin; the digits follow."""
    return SEPARATOR.join(("n", name, ""))


def tag_term(name: str, value: str) -> str:
    """The term of one tag."""
    return SEPARATOR.join(("t", name, value))
