"""What arXiv's fields become in a record."""

from datetime import UTC, date, datetime

import pytest

from paper_reader.sources.arxiv_record import arxiv_record, id_year, venue_of


def record(**given):
    fields = {
        "source": "arxiv",
        "arxiv_id": "2401.01234",
        "fetched_at": datetime(2026, 1, 1, tzinfo=UTC),
        "title": " A\n  b ",
        "abstract": "  One.\n  Two. ",
        "authors": ["Ada  Müller", ":", "", "陈 小明"],
        "published": date(2024, 1, 2),
        "updated": None,
        "categories": ["cs.LG", "stat.ML", "cs.LG"],
    }
    return arxiv_record(**{**fields, **given})


def test_whitespace_marks_and_doubles():
    made = record()
    assert (made.title, made.abstract) == ("A b", "One. Two.")
    assert made.authors == ("Ada Müller", "陈 小明")
    assert made.categories == ("cs.LG", "stat.ML")
    assert made.extra == {"primary_category": "cs.LG"}
    assert record(abstract=" ").abstract is None


@pytest.mark.parametrize(
    ("arxiv_id", "year"),
    [("1706.03762", 2017), ("0704.0001", 2007), ("math/0309136", 2003), ("solv-int/9701001", 1997)],
)  # fmt: skip
def test_the_year_in_an_id(arxiv_id, year):
    assert id_year(arxiv_id) == year


def test_a_paper_of_new_years_eve_keeps_its_year():
    assert record(published=date(2023, 12, 31)).year == 2023


def test_a_date_younger_than_the_id_is_not_the_first_version():
    made = record(arxiv_id="0806.4129", published=date(2014, 12, 12))
    assert (made.year, made.published) == (2008, None)


@pytest.mark.parametrize(
    ("doi", "found"),
    [
        (None, []),
        ("10.5555/ABC", ["10.5555/abc"]),
        ("10.5555/a; 10.5555/b", ["10.5555/a", "10.5555/b"]),
        ("https://doi.org/10.5555/a 10.5555/A", ["10.5555/a"]),
        ("n/a", []),
    ],
)
def test_dois(doi, found):
    assert [one.value for one in record(doi=doi).identifiers[1:]] == found


@pytest.mark.parametrize(
    ("journal_ref", "venue"),
    [
        (None, None),
        ("Phys.Lett.B573:94-100,2003", "Phys.Lett.B"),
        ("Phys. Rev. D 76, 013009 (2007)", "Phys. Rev. D"),
        ("Nature 521 (2015) 436", "Nature"),
        ("2011, MNRAS, 413, 2873", "MNRAS"),
        ("JCAP02(2011)001", "JCAP"),
        ("A&A 538, A98 (2012)", "A&A"),
        ("Annals of Statistics 2011, Vol. 39, No. 4, 1963-2006", "Annals of Statistics"),
        ("Transactions on Small Theory ( Volume: 65 , Issue: 4 )", "Transactions on Small Theory"),
        ("In Proc. Small Symposium on Testing (SST 2020), pages 14-26", "Proc. Small Symposium on Testing"),
        ("To appear in: Journal of Small Things, 2020", "Journal of Small Things"),
        ("Proceedings of the 35th Small Conference, PMLR 80:1-9", "Proceedings of the 35th Small Conference, PMLR"),
        ("NeurIPS 2017", "NeurIPS"),
        ("2020", None),
        ("Proc. 2023", None),
        ("12, 34", None),
    ],
)  # fmt: skip
def test_the_name_in_a_journal_reference(journal_ref, venue):
    assert venue_of(journal_ref) == venue
