"""Who coined which name is told for the whole library, on every database."""

import pytest

from paper_reader.ingest import ingest

# A library in which the name and its paper's words go together, among papers on other things.
GRAPHS = "We use QNet, and graphs of cells."
OTHERS = "Weather and seas, told by sailors."


@pytest.fixture
def library(store, record):
    first = record("first", "QNet: Networks for Cells", year=2015, abstract="We introduce QNet, a network of cells.")
    later = [record(f"g{n}", f"Graphs of cells {n}", year=2016 + n, abstract=GRAPHS) for n in range(4)]
    rest = [record(f"o{n}", f"Seas and sailors {n}", year=2014 + n % 8, abstract=OTHERS) for n in range(16)]
    ingest(store, [first, *later, *rest])
    return store


def test_a_coined_name_and_who_uses_it(library):
    library.names.follow()
    found = library.coined_names.coined_by([1, 2, 99])
    assert {paper_id: (one.name, one.key, one.mentions) for paper_id, one in found.items()} == {1: ("QNet", "qnet", 4)}
    mentioned = library.coined_names.mentioned_in([1, 2, 7, 99])
    assert {paper_id for paper_id, keys in mentioned.items() if "qnet" in keys} == {1, 2}
    assert library.coined_names.coined_by([]) == library.coined_names.mentioned_in([]) == {}


def test_it_is_told_anew_only_after_a_change(library):
    library.names.follow()
    assert not library.coined_names.follow()
    assert library.coined_names.coined_by([1])


def test_an_older_paper_that_comes_later_takes_the_name_away(library, record):
    library.names.follow()
    before = [record(f"b{n}", f"Older graphs {n}", year=2010, abstract=GRAPHS) for n in range(3)]
    ingest(library, before)
    library.names.follow()
    assert library.coined_names.coined_by([1]) == {}


def test_a_name_that_others_spell_out_otherwise_is_nobodys(library, record):
    others = [
        record(f"x{n}", f"Cells again {n}", year=2018, abstract="Quantum cell networks (QNet) are networks of cells.")
        for n in range(3)
    ]
    ingest(library, others)
    library.names.follow()
    assert library.coined_names.coined_by([1]) == {}


def test_a_paper_that_changes_its_title_loses_its_name(library, record):
    library.names.follow()
    ingest(library, [record("first", "Networks for Cells", year=2015, abstract="We build a network of cells.")])
    library.names.follow()
    assert library.coined_names.coined_by([1]) == {}
