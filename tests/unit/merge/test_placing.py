import pytest

from paper_reader.merge import Neighbourhood, settle, torn_papers
from paper_reader.types import MergeKind

TITLE = "On the Shape of Things We Measure"


@pytest.fixture
def place():
    """Places arriving members beside stored ones given as (paper, member); the settlement, by record keys."""

    def run(arriving, stored=(), *, next_paper_id=9, earlier=(), own=None, tombstones=None):
        around = Neighbourhood()
        for order, (paper_id, member) in enumerate(stored, 1):
            around.know(member, order=order, paper_id=paper_id)
        for order, member in enumerate(arriving, 100):
            around.arrive(member, order=order, paper_id=own, earlier=earlier)
        groups = around.groups()
        torn_papers(around, groups)
        return settle(around, groups, next_paper_id=next_paper_id, tombstones=tombstones)

    return run


def test_a_stranger_becomes_a_paper(place, member):
    new = member(TITLE)
    made = place([new], [(1, member("Something Else Altogether Here"))], next_paper_id=7)
    assert made.paper_of == {new.record_name: 7}
    assert made.decisions[new.record_name].kind is MergeKind.CREATE


def test_records_of_one_batch_see_each_other(place, member):
    first, second = member(TITLE, "1901.00001"), member(TITLE)
    made = place([first, second], next_paper_id=1)
    assert made.paper_of == {first.record_name: 1, second.record_name: 1}
    assert made.decisions[first.record_name].kind is MergeKind.CREATE
    assert made.decisions[second.record_name].kind is MergeKind.ATTACH
    assert {one.kind for one in made.decisions[second.record_name].evidence} == {"title", "authors", "year"}


def test_a_record_with_both_names_makes_two_papers_one(place, member):
    stored = [(3, member(TITLE, "1901.00001")), (5, member("The shape of measured things", "10.1000/x"))]
    both = member(TITLE, "1901.00001", "10.1000/x")
    made = place([both], stored)
    assert set(made.paper_of.values()) == {3}
    assert made.gone == {5: 3}
    assert made.decisions[both.record_name].kind is MergeKind.FUSE
    assert made.decisions[both.record_name].fused == (5,)


def test_papers_with_different_arxiv_ids_are_not_made_one(place, member):
    stored = [(3, member(TITLE, "1901.00001", key="a")), (5, member(TITLE, "1902.00002", key="b"))]
    between = member(TITLE, key="c")
    made = place([between], stored)
    assert made.gone == {}
    assert made.paper_of[between.record_name] in (3, 5)
    assert made.decisions[between.record_name].kind is MergeKind.ATTACH


def test_of_two_papers_the_one_with_the_same_abstract_is_taken(place, member):
    words = (
        "we measure the shape of things with rulers tapes and a great deal of patience over many long winter evenings"
    )
    other = "here the form of all objects is derived from first principles by means that need no instrument at all"
    stored = [(3, member(TITLE, "1901.00001", abstract=other)), (5, member(TITLE, "1902.00002", abstract=words))]
    between = member(TITLE, abstract=words)
    assert place([between], stored).paper_of[between.record_name] == 5


def test_new_content_of_a_record_stays_where_it_was(place, member):
    changed = member(TITLE, key="changed")
    made = place([changed], [(3, member("Something Else Altogether Here"))], own=4)
    assert made.paper_of == {changed.record_name: 4}
    assert made.decisions[changed.record_name] is None


def test_new_content_stays_with_the_records_it_was_held_to_be_the_same_as(place, member):
    changed, other = member("The measured shape, as it is called now"), member(TITLE, key="other")
    made = place([changed], [(4, other)], own=4, earlier=[other.name])
    assert made.paper_of == {changed.record_name: 4, other.record_name: 4}
    assert made.gone == {}


def test_new_content_of_something_else_goes_its_own_way(place, member):
    """Two files may give one key to two papers."""
    changed = member("A History of Steam Engines", authors=("James Watt",), key="1")
    other = member(TITLE, key="other")
    made = place([changed], [(4, other)], own=4, earlier=[other.name])
    assert made.paper_of == {changed.record_name: 9, other.record_name: 4}


def test_new_content_that_names_another_paper_fuses_the_two(place, member):
    changed = member(TITLE, "10.1000/x")
    made = place([changed], [(3, member("A measured shape", "10.1000/x"))], own=4)
    assert made.paper_of[changed.record_name] == 3
    assert made.gone == {4: 3}


def test_a_paper_is_ruled_out_by_any_of_its_records(place, member):
    stored = [(3, member(TITLE, key="a")), (3, member(TITLE, "1901.00001", key="b"))]
    new = member(TITLE, "1902.00002", key="c")
    made = place([new], stored)
    assert made.paper_of[new.record_name] != made.paper_of["import", "b"]


def test_a_series_is_not_made_one_by_a_record_that_leaves_the_part_out(place, member):
    abstract = (
        "we measure the shape of things with rulers tapes and a great deal of patience over many long winter evenings"
    )
    parts = [member(f"{TITLE}, Part {part}", abstract=abstract, key=part) for part in ("I", "II")]
    made = place([*parts, member(TITLE, abstract=abstract, key="whole")])
    assert made.paper_of["import", "I"] != made.paper_of["import", "II"]


def test_a_paper_that_falls_apart_gets_its_old_number_back(place, member):
    stored = [(3, member(TITLE, key="a")), (3, member("Something Else Altogether Here", key="b"))]
    changed = member(TITLE, key="c")
    made = place([changed], stored, own=3, tombstones={3: {7: {"import:b"}}})
    assert made.paper_of["import", "a"] == 3
    assert made.paper_of["import", "b"] == 7
    assert made.revived == {7}
