"""How a paper stands follows its records through merges and splits."""

from paper_reader.reviews.standing import at_stage, standings
from paper_reader.types import Stage, Verdict

FIRST = Stage.TITLE_ABSTRACT


def verdicts(found, decided):
    return {paper: one.verdict(FIRST) for paper, one in standings(found, decided).items()}


def test_the_latest_decision_on_a_paper_stands(row, decision):
    made = [(7, decision(1, "include")), (7, decision(1, "exclude"))]
    assert verdicts([row(1, 1, 7)], made) == {7: Verdict.EXCLUDE}


def test_a_decision_goes_with_the_record_that_was_shown_when_its_paper_is_fused(row, decision):
    made = decision(2, "exclude")
    assert verdicts([row(1, 1, 7), row(1, 2, 8)], [(8, made)]) == {7: None, 8: Verdict.EXCLUDE}
    assert verdicts([row(1, 1, 7), row(1, 2, 7)], [(7, made)]) == {7: Verdict.EXCLUDE}


def test_of_two_decisions_that_meet_in_one_paper_the_less_strict_one_holds_and_both_are_told(row, decision):
    kept, dropped = decision(1, "include"), decision(2, "exclude", reason="wrong outcome")
    fused = standings([row(1, 1, 7), row(2, 2, 7)], [(7, kept), (7, dropped)])[7]
    assert fused.verdict(FIRST) is Verdict.INCLUDE
    assert fused.disagreeing == {FIRST}


def test_two_that_agree_are_no_disagreement(row, decision):
    fused = standings([row(1, 1, 7), row(2, 2, 7)], [(7, decision(1, "maybe")), (7, decision(2, "maybe"))])[7]
    assert (fused.verdict(FIRST), fused.disagreeing) == (Verdict.MAYBE, frozenset())


def test_a_decision_after_the_fusion_settles_it(row, decision):
    made = [decision(1, "include"), decision(2, "exclude"), decision(1, "exclude", 2)]
    fused = standings([row(1, 1, 7), row(2, 2, 7)], [(7, one) for one in made])[7]
    assert (fused.verdict(FIRST), fused.disagreeing) == (Verdict.EXCLUDE, frozenset())


def test_a_split_gives_each_part_what_it_had_and_the_new_part_is_looked_at_again(row, decision):
    together = decision(1, "include", 2)
    assert verdicts([row(1, 1, 7), row(1, 2, 9)], [(7, together)]) == {7: Verdict.INCLUDE, 9: None}
    before, again = decision(2, "exclude"), decision(1, "maybe", 2)
    apart = verdicts([row(1, 1, 7), row(1, 2, 9)], [(9, before), (7, again)])
    assert apart == {7: Verdict.MAYBE, 9: Verdict.EXCLUDE}


def test_papers_come_in_the_order_of_identification_and_count_their_searches(row, decision):
    from datetime import timedelta

    late = row(1, 1, 7).found_at + timedelta(days=1)
    found = standings([row(1, 1, 7, late), row(1, 2, 8), row(2, 3, 8), row(2, 2, 8)], [])
    assert list(found) == [8, 7]
    assert dict(found[8].searches) == {1: 1, 2: 2}
    assert found[8].records == {2, 3}


def test_what_was_not_excluded_comes_to_the_full_text(row, decision):
    found = [row(1, number, number) for number in range(1, 5)]
    made = [(1, decision(1, "include")), (2, decision(2, "exclude")), (3, decision(3, "maybe"))]
    standing = standings(found, made).values()
    assert len(at_stage(standing, FIRST)) == 4
    assert [one.paper_id for one in at_stage(standing, Stage.FULL_TEXT)] == [1, 3]
