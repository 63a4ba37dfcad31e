from hypothesis import given
from hypothesis import strategies as st

from paper_reader.identifiers import (
    identifier_keys,
    normalise_doi,
    parse_arxiv_id,
    parse_identifier,
    parse_key,
    title_fingerprint,
)

_FRAGMENTS = st.sampled_from(
    [
        "10.",
        "1000",
        "/",
        "(",
        ")",
        ".",
        ",",
        "%2F",
        "%",
        "arXiv:",
        "arxiv.",
        "48550",
        "1706.03762",
        "v5",
        "hep-th/9901001",
        "https://doi.org/",
        "https://arxiv.org/abs/",
        ".pdf",
        "doi:",
        "W12",
        "pmid:",
        "external:",
        "s2:",
        "CorpusID:",
        "x",
        "É",
        " ",
    ]
)
_NAMES = st.one_of(st.text(max_size=40), st.lists(_FRAGMENTS, max_size=8).map("".join))
_TITLE_FRAGMENTS = st.sampled_from(
    [
        "\\alpha",
        "\\'",
        "{e}",
        "$",
        "&amp;",
        "&",
        "<i>",
        "</i>",
        "1",
        "2.5",
        "10,000",
        "++",
        "C#",
        "Part II",
        "ß",
        "Ǆ",
        "ℓ",
        "²",
        "α",
        "ﬁ",
        "İ",
        "\u0345",
        " ",
        "-",
        "\\textit{x}",
        "٣",
        "#",
        "\\",
    ]
)
_TITLES = st.one_of(st.text(max_size=40), st.lists(_TITLE_FRAGMENTS, max_size=8).map("".join))


@given(_NAMES)
def test_a_doi_normalised_twice_is_the_same(text):
    doi = normalise_doi(text)
    if doi is not None:
        assert normalise_doi(doi) == doi
        assert normalise_doi(f"https://doi.org/{doi}") == doi


@given(_NAMES)
def test_an_arxiv_id_parsed_twice_is_the_same(text):
    parsed = parse_arxiv_id(text)
    if parsed is not None:
        assert parse_arxiv_id(parsed[0]) == (parsed[0], None)
        assert parse_arxiv_id(f"https://arxiv.org/pdf/{parsed[0]}v7.pdf") == (parsed[0], 7)


@given(_NAMES)
def test_an_identifier_is_read_back_from_its_text(text):
    identifier = parse_identifier(text)
    if identifier is not None:
        assert parse_identifier(str(identifier)) == identifier
        assert parse_key(str(identifier)) == identifier
        assert identifier_keys([identifier, identifier]) == (str(identifier),)


@given(_TITLES)
def test_a_fingerprint_of_a_fingerprint_is_the_same(title):
    fingerprint = title_fingerprint(title)
    assert title_fingerprint(fingerprint) == fingerprint


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_plain_titles_take_no_other_way_than_careful_ones(title):
    assert title_fingerprint(title) == title_fingerprint(title + "…")
