from paper_reader.merge import Placer
from paper_reader.types import MergeKind

TITLE = "On the Shape of Things We Measure"


def test_a_stranger_becomes_a_paper(member):
    placer = Placer([(1, member("Something Else Altogether Here"))], next_paper_id=7)
    placement = placer.place(member(TITLE))
    assert (placement.paper_id, placement.decision.kind) == (7, MergeKind.CREATE)


def test_records_of_one_batch_see_each_other(member):
    placer = Placer([], next_paper_id=1)
    assert placer.place(member(TITLE, "1901.00001")).paper_id == 1
    attached = placer.place(member(TITLE))
    assert (attached.paper_id, attached.decision.kind) == (1, MergeKind.ATTACH)
    assert {one.kind for one in attached.decision.evidence} == {"title", "authors", "year"}


def test_a_record_with_both_names_makes_two_papers_one(member):
    stored = [(3, member(TITLE, "1901.00001")), (5, member("The shape of measured things", "10.1000/x"))]
    placer = Placer(stored, next_paper_id=9)
    placement = placer.place(member(TITLE, "1901.00001", "10.1000/x"))
    assert placement.paper_id == 3
    assert placement.decision.kind is MergeKind.FUSE
    assert placement.decision.fused == (5,)
    assert placer.survivor(5) == 3
    assert placer.place(member("The shape of measured things", "10.1000/x")).paper_id == 3


def test_papers_with_different_arxiv_ids_are_not_made_one(member):
    stored = [(3, member(TITLE, "1901.00001")), (5, member(TITLE, "1902.00002"))]
    placer = Placer(stored, next_paper_id=9)
    placement = placer.place(member(TITLE))
    assert placement.paper_id == 3
    assert placement.decision.kind is MergeKind.ATTACH
    assert placer.fused == {}


def test_new_content_of_a_record_stays_where_it_was(member):
    placer = Placer([(3, member("Something Else Altogether Here"))], next_paper_id=9)
    placement = placer.place(member(TITLE), own_paper=4)
    assert (placement.paper_id, placement.decision) == (4, None)


def test_new_content_that_names_another_paper_fuses_the_two(member):
    placer = Placer([(3, member("A measured shape", "10.1000/x"))], next_paper_id=9)
    placement = placer.place(member(TITLE, "10.1000/x"), own_paper=4)
    assert placement.paper_id == 3
    assert placement.decision.fused == (4,)


def test_a_paper_is_ruled_out_by_any_of_its_records(member):
    stored = [(3, member(TITLE)), (3, member(TITLE, "1901.00001"))]
    placement = Placer(stored, next_paper_id=9).place(member(TITLE, "1902.00002"))
    assert placement.decision.kind is MergeKind.CREATE
