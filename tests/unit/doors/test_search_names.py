from paper_reader.merge.known_by import NameKind
from paper_reader.search.names import is_about, is_subject, may_be_name, may_be_person, named_first, people_in
from paper_reader.types import CitationCount, Curation, Paper

HEAD, WORD_HEAD, COINED, TITLE_END = NameKind.HEAD, NameKind.WORD_HEAD, NameKind.COINED, NameKind.TITLE_END
CURATION = Curation(topics=("graphs",), why="Read it.", kind="core", level="core")


def paper(number, title="A title", *, year=2015, count=None, abstract=None, curation=None):
    counts = () if count is None else (CitationCount(count, "x"),)
    return Paper(id=number, title=title, year=year, citation_counts=counts, abstract=abstract, curation=curation)


def order(query, *candidates, hits=()):
    return [one.id for one in named_first(query, candidates, hits)]


def test_landmarks_first_then_the_oldest():
    assert order(
        "FooNet",
        (paper(1, year=2013), HEAD),
        (paper(2, year=2010), HEAD),
        (paper(3, year=2020, count=5000), HEAD),
        (paper(4, year=2021, count=90_000), HEAD),
        (paper(5, year=2022, count=900), HEAD),
        (paper(6, year=None), HEAD),
    ) == [4, 3, 2, 1, 5, 6]


def test_of_magnitudes_alike_the_older_is_first():
    assert order("FooNet", (paper(1, year=2020, count=8000), HEAD), (paper(2, year=2014, count=5000), HEAD)) == [2, 1]


def test_a_name_coined_in_an_abstract_may_lead_but_not_follow():
    head, coined = (paper(1, year=2015), HEAD), (paper(2, year=1997), COINED)
    assert order("FOO", head, coined) == [2, 1]
    assert order("FOO", head, (paper(3, year=2019), COINED)) == [1]


def test_who_only_uses_a_name_did_not_coin_it():
    used_before = paper(9, "Tuning a FooNet", year=2012)
    assert order("foonet", (paper(1, year=2015), COINED), hits=[used_before]) == []
    assert order("foonet", (paper(1, year=2013), COINED), hits=[used_before]) == [1]
    assert order("foonet", (paper(1, year=None), COINED)) == []


def test_a_title_end_is_for_landmarks():
    assert order("BetaFold", (paper(1), TITLE_END)) == []
    assert order("BetaFold", (paper(1, curation=CURATION), TITLE_END)) == [1]


def test_an_ordinary_word_means_landmarks_only():
    hits = [paper(9, abstract="We use fusion of sensors, and fusion of maps. Fusion helps.")]
    assert order("fusion", (paper(1), HEAD), hits=hits) == []
    assert order("Fusion", (paper(1), HEAD), hits=hits) == []
    assert order("FUSION", (paper(1), HEAD), hits=hits) == [1]  # typed as a name
    assert order("fusion", (paper(1, count=3000), WORD_HEAD), hits=hits) == [1]
    as_name = [paper(9, abstract="We train with Madam. Madam is slow.")]
    assert order("madam", (paper(1), HEAD), hits=as_name) == [1]


def test_a_word_head_without_fame_is_no_name():
    assert order("dropping", (paper(1), WORD_HEAD)) == []


def test_forms_of_names():
    assert may_be_name("Faster R-CNN")
    assert not may_be_name("how do graph networks work")
    assert may_be_person("Yann LeCun")
    assert may_be_person("van der Maaten, L.")
    assert not may_be_person("GPT-3")
    assert not may_be_person("what is attention and why does it work")
    assert not may_be_person("a")


def test_what_stands_in_titles_is_a_subject_and_no_person():
    titles = [paper(1, "Random forests"), paper(2, "The random-forest method")]
    assert is_subject("Random Forest", titles)
    assert not is_subject("Random Forest", titles[:1])
    assert not is_subject("Ada Forest", titles)


def test_a_surname_beside_a_subject():
    hits = [paper(1, "Madam and its steps", abstract="We use Madam with large steps."), paper(2, "On Madam")]
    assert people_in("Kingsley Madam", hits) == [("Kingsley", ("madam",))]
    assert people_in("kingsley steps", hits) == [("kingsley", ("steps",))]
    assert people_in("Kingsley", hits) == people_in("the steps of", hits) == []
    assert people_in("how did Kingsley get to use Madam", hits) == []


def test_what_a_paper_is_about():
    assert is_about(paper(1, "Dropping units", abstract="A network."), ("networks", "unit"))
    assert not is_about(paper(1, "Dropping units"), ("networks", "unit"))
