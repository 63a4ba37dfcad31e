import pytest


def test_a_count_is_judged_within_its_own_field_and_year(cohorts):
    rows = [(2005, "math.CO", n) for n in range(100)] + [(2005, "cs.CV", 10 * n) for n in range(100)]
    made = cohorts(rows)
    assert made.standing("math.CO", 2005, 90).percentile > 0.75
    assert made.standing("cs.CV", 2005, 90).percentile < 0.35


def test_a_young_paper_is_not_held_against_old_ones(cohorts):
    made = cohorts([(2000, "cs.LG", 1000 + n) for n in range(200)] + [(2025, "cs.LG", n % 20) for n in range(200)])
    assert made.standing("cs.LG", 2025, 18).percentile > 0.85


def test_unknown_counts_are_in_no_cohort(cohorts):
    known = [(2010, "cs.LG", 5), (2010, "cs.LG", 7)]
    with_unknown = cohorts(known + [(2010, "cs.LG", -1)] * 1000)
    assert with_unknown.known == 2
    assert with_unknown.standing("cs.LG", 2010, 7) == cohorts(known).standing("cs.LG", 2010, 7)


def test_a_small_cohort_is_shrunk_to_the_wider_one(cohorts):
    wide = [(2010, "cs.CV", n) for n in range(400)]
    alone = cohorts([*wide, (2010, "q-bio.QM", 50)])
    assert alone.standing("q-bio.QM", 2010, 50).cohort_size == 1
    # A cohort of one says next to nothing; a count of 50 is low among all papers of the year.
    assert alone.standing("q-bio.QM", 2010, 50).percentile == pytest.approx(0.15, abs=0.05)


def test_ties_stand_in_the_middle(cohorts):
    assert cohorts([(2010, "cs.LG", 3)] * 50).standing("cs.LG", 2010, 3).percentile == pytest.approx(0.5)


def test_without_any_count_everybody_stands_in_the_middle(cohorts):
    standing = cohorts([]).standing("cs.LG", 2010, 3)
    assert (standing.percentile, standing.cohort_size) == (0.5, 0)


def test_an_unknown_field_is_judged_by_the_year(cohorts):
    made = cohorts([(2010, "cs.CV", n) for n in range(400)])
    assert made.standing("", 2010, 300).percentile == pytest.approx(0.75, abs=0.03)
