import pytest

from paper_reader.merge import Verdict, compare
from paper_reader.merge.authors import overlap

TITLE = "On the Shape of Things We Measure"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (["Ashish Vaswani", "Noam Shazeer"], ["A. Vaswani", "N. Shazeer"], 1.0),
        (["Ashish Vaswani"], ["Vaswani, Ashish"], 1.0),
        (["Ashish Vaswani"], ["Vaswani A"], 1.0),
        (["Ashish Vaswani"], ["Vaswani AB"], 1.0),
        (["Jörg Müller"], ["Joerg Mueller", "Another One"], 1.0),
        (["Martin Luther King, Jr."], ["Martin L. King"], 1.0),
        (["Meng Du"], ["Du Meng"], 1.0),
        (["Yang Liu", "Wei Wang"], ["Yan Li", "Wei Wang", "Third Person"], 0.5),
        (["John Smith"], ["Peter Smith"], 0.0),
        (["John Smith"], [], None),
        (["et al."], ["John Smith"], None),
    ],
)
def test_lists_of_authors(one, other, expected):
    assert overlap(one, other) == expected
    assert overlap(other, one) == expected


def test_a_shared_identifier_is_enough_and_is_the_evidence(member):
    one = member(TITLE, "1901.00001", "10.1000/x")
    other = member("On the form of things we measure", "10.1000/x", authors=("A. Lovelace",), key="the-other")
    found = compare(one, other)
    assert found.verdict is Verdict.SAME
    assert [(e.kind, e.value, e.record) for e in found.evidence] == [("doi", "10.1000/x", "import:the-other")]


def test_a_doi_shared_by_strangers_proves_nothing(member):
    one = member("Deep nets for cats", "10.1000/proceedings", authors=("Ada Lovelace",))
    other = member("A history of steam engines", "10.1000/proceedings", authors=("James Watt",))
    assert compare(one, other).verdict is Verdict.UNPROVEN


def named(member, title, *external, **fields):
    """A member that a file calls by names of its own."""
    return member(title, *[f"external:{name}" for name in external], **fields)


def test_a_files_own_name_for_a_paper_says_nothing_of_another_files(member):
    one = named(member, "Deep nets for cats", "smith2020", authors=("John Smith", "Ada Lovelace"), year=2020)
    other = named(member, "A history of steam engines", "smith2020", authors=("John Smith",), year=2020)
    assert compare(one, other).verdict is Verdict.UNPROVEN
    nobodys = named(member, "A history of steam engines", "smith2020", authors=())
    assert compare(one, nobodys).verdict is Verdict.UNPROVEN


def test_a_files_own_name_with_a_title_alike_is_one_paper(member):
    one = named(
        member,
        "The measured shape of sleeping cats: results of a survey",
        "smith2020",
        authors=("J. Smith", "A. Hopper"),
    )
    other = named(
        member, "The measured shape of sleeping cats", "smith2020", authors=("John Smith", "Kurt Gödel", "Third Person")
    )
    found = compare(one, other)
    assert (found.verdict, found.evidence[0].kind) == (Verdict.SAME, "external")
    strangers = named(member, "The measured shape of sleeping cats", "smith2020", authors=("Max Miller",))
    assert compare(one, strangers).verdict is Verdict.UNPROVEN
    another_part = named(
        member, "The measured shape of sleeping cats, part 2", "smith2020", authors=("J. Smith", "A. Hopper")
    )
    assert compare(one, another_part).verdict is Verdict.UNPROVEN


def test_an_exported_line_names_the_records_that_it_was_made_of(member):
    exported = named(member, "Deep nets for cats", "a", "b", source="import", key="a")
    assert compare(exported, named(member, "Nets of depth", "b", source="import", key="b")).verdict is Verdict.SAME
    reference = named(member, "Nets of depth", "b", source="bibtex", key="b-1")
    assert compare(exported, reference).verdict is Verdict.UNPROVEN


def test_two_arxiv_ids_are_two_papers(member):
    assert compare(member(TITLE, "1901.00001"), member(TITLE, "1902.00002")).verdict is Verdict.DIFFERENT
    shared_doi = compare(member(TITLE, "1901.00001", "10.1000/x"), member("Other " + TITLE, "1902.00002", "10.1000/x"))
    assert shared_doi.verdict is Verdict.DIFFERENT


def test_one_title_and_the_same_people_are_one_paper(member):
    found = compare(member(TITLE, "1901.00001"), member(TITLE.upper(), authors=("A. Turing", "A. Lovelace"), year=2021))
    assert found.verdict is Verdict.SAME
    assert [e.kind for e in found.evidence] == ["title", "authors", "year"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"authors": ("Grace Hopper", "Kurt Gödel")}, "other people"),
        ({"authors": ("Ada Lovelace", "Kurt Gödel", "Grace Hopper"), "year": 2022}, "half the people, three years on"),
        ({"year": 2030}, "eleven years on"),
    ],
)
def test_one_title_is_not_enough(member, changed, why):
    assert compare(member(TITLE), member(TITLE, **changed)).verdict is Verdict.UNPROVEN, why


@pytest.mark.parametrize("title", ["Editorial", "Introduction", "Correction", "Preface", "Book reviews"])
def test_generic_titles_need_an_identifier(member, title):
    assert compare(member(title), member(title)).verdict is Verdict.UNPROVEN
    assert compare(member(title, "10.1000/x"), member(title, "10.1000/x")).verdict is Verdict.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{TITLE}, Part I", f"{TITLE}, Part II"),
        (TITLE, f"Erratum: {TITLE}"),
        (TITLE, f"Correction to: {TITLE}"),
        (TITLE, f"Comment on “{TITLE}”"),
        (f"{TITLE} 2", f"{TITLE} 3"),
    ],
)
def test_parts_and_corrections_stay_apart(member, one, other):
    assert compare(member(one), member(other)).verdict is Verdict.UNPROVEN


def test_short_titles_need_nearly_all_the_people(member):
    assert compare(member("Deep learning"), member("Deep Learning", year=2020)).verdict is Verdict.SAME
    assert compare(member("Deep learning"), member("Deep Learning", year=2021)).verdict is Verdict.UNPROVEN
    half = member("Deep Learning", authors=("Ada Lovelace", "Grace Hopper"))
    assert compare(member("Deep learning"), half).verdict is Verdict.UNPROVEN


def test_without_people_only_a_long_title_of_nearly_the_same_year_proves_anything(member):
    long = f"{TITLE} and of Some That We Do Not"
    assert compare(member(long, authors=()), member(long, year=2020)).verdict is Verdict.SAME
    assert compare(member(long, authors=()), member(long, year=2022)).verdict is Verdict.UNPROVEN
    assert compare(member(long, authors=()), member(long, year=None)).verdict is Verdict.UNPROVEN
    assert compare(member(TITLE, authors=()), member(TITLE)).verdict is Verdict.UNPROVEN


def test_two_published_versions_need_all_the_people(member):
    one = member(TITLE, "10.1000/conference")
    assert compare(one, member(TITLE, "10.2000/journal", year=2020)).verdict is Verdict.SAME
    assert compare(one, member(TITLE, "10.2000/journal", year=2021)).verdict is Verdict.UNPROVEN
