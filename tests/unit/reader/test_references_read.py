"""Entries of reference lists in the styles that papers have, with what should be told from each."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paper_reader.identifiers import normalise_doi, parse_arxiv_id
from paper_reader.reader.references import reference_of

ENTRIES = [
    # ACL: names, year, title, venue
    ("Ada Lutra and Bo Otter. 2019. Hands that hold. In Proceedings of the Sea, pages 1869–1873.",
     "Hands that hold", 2019, None, None),
    # ICLR: names, title, venue and year
    ("Ada Lutra, Bo Otter, and C. D. Marten. How deep is a river? arXiv preprint arXiv:2101.00001, 2021.",
     "How deep is a river?", 2021, "2101.00001", None),
    ("Ada Lutra. Rivers of the north. Journal of Water, 12(3):1901–1911, 2016. doi: 10.1000/Water.12.3.",
     "Rivers of the north", 2016, None, "10.1000/water.12.3"),
    # IEEE: title in quotation marks
    ('A. Lutra, B. Otter, and C. Marten, “Swimming with arms,” in Proc. IEEE Sea, vol. 3, 2011, pp. 1–9.',
     "Swimming with arms", 2011, None, None),
    # APA: the year in brackets
    ("Lutra, A., & Otter, B. (2020a). A history of fur. Nature, 581, 1–4. https://doi.org/10.1038/s41586-020-0001-1",
     "A history of fur", 2020, None, "10.1038/s41586-020-0001-1"),
    # Elsevier: names, year, title, in: venue
    ("Lutra, A., Otter, B., 2012. Fur against cold, in: Proc. of the 3rd Sea, Springer. pp. 1–9.",
     "Fur against cold", 2012, None, None),
    ("Ada Lutra et al. A long way home. CoRR, abs/1706.03762, 2017.", "A long way home", 2017, "1706.03762", None),
    ("A. Lutra. Old ways. arXiv:hep-th/9901001.", "Old ways", 1999, "hep-th/9901001", None),
    ("A. Lutra. New ways. https://doi.org/10.48550/arXiv.2305.14611", "New ways", 2023, "2305.14611",
     "10.48550/arxiv.2305.14611"),
    ("A. Lutra and B. Otter. Words only", "Words only", None, None, None),
    ("", None, None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "year", "arxiv_id", "doi"), ENTRIES)
def test_entries(text, title, year, arxiv_id, doi):
    read = reference_of("ref-1", "[1]", text)
    assert (read.title, read.year, read.arxiv_id, read.doi) == (title, year, arxiv_id, doi)


def test_links_name_what_the_text_does_not():
    read = reference_of("ref-1", "", "A. Lutra. Rivers.", addresses=["https://arxiv.org/abs/2101.00001v2"])
    assert read.arxiv_id == "2101.00001"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.lists(st.text(max_size=40), max_size=3))
def test_any_text_is_an_entry(text, addresses):
    read = reference_of("ref-1", "", text, addresses=addresses)
    assert read.title is None or (4 <= len(read.title) <= 400)
    assert read.arxiv_id is None or parse_arxiv_id(read.arxiv_id) is not None
    assert read.doi is None or normalise_doi(read.doi) == read.doi
    assert read.year is None or 1800 <= read.year < 2100


def test_hostile_entries_take_no_time():
    begun = time.process_time()
    for text in ("A. " * 2000, "A. B, " * 1000 + "2019", "“" * 4000, "10.1234/" * 500, "arXiv:" * 700, "a." * 2000):
        reference_of("ref-1", "", text)
    assert time.process_time() - begun < 2
