import pytest

from paper_reader.merge import Verdict, compare
from paper_reader.merge.abstracts import abstract_overlap
from paper_reader.merge.title_words import Likeness, counted_parts, likeness, main_part

TITLE = "On the Shape of Things We Measure by Hand"
WORDS = (
    "We measure the shape of many things with rulers and tapes, say how well each of them does over years of use, "
    "and give advice to all who have to measure by hand."
)
OTHER_WORDS = (
    "Objects have forms that follow from first principles. Their theory is derived here, without tools, from four "
    "axioms that are simple, and its limits are drawn."
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (TITLE, "On the Shapes of Things We Measure by Hand", Likeness.SPELLING),
        (
            "Retrieval of Shapes for Long Lists of Things",
            "Retrival of Shapes for Long Lists of Things",
            Likeness.SPELLING,
        ),
        ("Shape of Things for Measuring", "Shape of Things in Measuring", Likeness.SPELLING),
        (TITLE, f"{TITLE} (Extended Abstract)", Likeness.SPELLING),
        (TITLE, f"Ruler: {TITLE}", Likeness.A_PART),
        (TITLE, f"{TITLE}: A Study of Rulers", Likeness.A_PART),
        (TITLE, f"{TITLE}? A Study", Likeness.A_PART),
        (TITLE, f"Towards {TITLE}", Likeness.A_PART),
        ("On the Shape of Things We Measure b…", TITLE, Likeness.A_PART),
        (
            "Semi-supervised Learning of Shapes from Tapes",
            "Self-supervised Learning of Shapes from Tapes",
            Likeness.A_WORD,
        ),
        ("Measuring Shapes with Rulers and Tapes", "Rulers: Measuring Lengths in Long Lists", Likeness.REWORDED),
        (TITLE, "A History of Steam Engines", Likeness.UNLIKE),
        (f"{TITLE}, Part I", f"{TITLE}, Part II", Likeness.CONTRARY),
        (f"{TITLE}, I", f"{TITLE}, II", Likeness.CONTRARY),
        (f"{TITLE} 2", f"{TITLE} 3", Likeness.CONTRARY),
        (TITLE, f"{TITLE} 2", Likeness.CONTRARY),
        (TITLE, f"Erratum: {TITLE}", Likeness.CONTRARY),
        (TITLE, f"Reply to: {TITLE}", Likeness.CONTRARY),
        (TITLE, f"{TITLE}, Revisited", Likeness.CONTRARY),
        ("Shapes and Rulers at WAT2015", "Shapes and Rulers at WAT2016", Likeness.CONTRARY),
    ],
)
def test_how_near_titles_are(one, other, expected):
    assert likeness(one, other) is expected
    assert likeness(other, one) is expected


def test_parts_are_counted_in_words_and_in_roman_and_plain_digits():
    assert counted_parts("Shapes, Part II") == counted_parts("Shapes, part 2: rulers") == {"2"}
    assert counted_parts("Shapes in 2 dimensions") == frozenset()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("How Long Is a Piece of String? A Study of Knots", "How Long Is a Piece of String"),
        ("Ruler: Measuring the Shape of Things", "Measuring the Shape of Things"),
        (TITLE, TITLE),
    ],
)
def test_the_part_of_a_title_that_stays(title, expected):
    assert main_part(title) == expected


def test_abstracts_are_compared_by_neighbouring_words():
    assert abstract_overlap(WORDS, WORDS.upper()) == 1.0
    assert abstract_overlap(WORDS, OTHER_WORDS) < 0.1
    assert abstract_overlap(WORDS, "Too short.") is None
    assert abstract_overlap(None, WORDS) is None


@pytest.mark.parametrize(
    ("title", "fields", "expected"),
    [
        (TITLE.replace("Shape", "Shapes"), {}, Verdict.SAME),
        (f"{TITLE}: A Study", {}, Verdict.SAME),
        (f"{TITLE}: A Study", {"authors": ("Ada Lovelace", "Grace Hopper")}, Verdict.UNPROVEN),
        (f"{TITLE}: A Study", {"year": 2024}, Verdict.UNPROVEN),
        ("Notes on the Shape of Anything and How to Measure It", {"abstract": WORDS}, Verdict.SAME),
        ("Notes on the Shape of Anything and How to Measure It", {"abstract": OTHER_WORDS}, Verdict.UNPROVEN),
        (f"Erratum: {TITLE}", {"abstract": WORDS}, Verdict.UNPROVEN),
        (f"{TITLE}, Part II", {"abstract": WORDS}, Verdict.UNPROVEN),
    ],
)
def test_near_titles_need_the_people_and_the_abstract(member, title, fields, expected):
    one = member(TITLE, abstract=WORDS if "abstract" in fields else None)
    assert compare(one, member(title, **fields)).verdict is expected


def test_the_evidence_names_what_was_near(member):
    other = member(f"{TITLE}: A Study", abstract=WORDS, key="other")
    found = compare(member(TITLE, abstract=WORDS), other)
    assert [(one.kind, one.record) for one in found.evidence] == [
        (kind, "import:other") for kind in ("near title", "authors", "year", "abstract")
    ]


def test_what_two_venues_published_needs_the_same_abstract(member):
    one = member(f"{TITLE}: Rulers", venue="ICRA", abstract=WORDS)
    other = member(
        f"{TITLE}: Tapes", venue="IROS", abstract=WORDS.replace("rulers", "string").replace("advice", "hints")
    )
    assert compare(one, other).verdict is Verdict.UNPROVEN
    preprint = member(f"{TITLE}: Tapes", venue="arXiv", abstract=other.record.abstract)
    assert compare(one, preprint).verdict is Verdict.SAME


def test_preprint_servers_dois_do_not_stand_against_the_publishers(member):
    year = {"year": 2021}
    assert (
        compare(member(TITLE, "10.1101/2019.01.01.123456"), member(TITLE, "10.1000/x", **year)).verdict is Verdict.SAME
    )
    assert compare(member(TITLE, "10.2000/y"), member(TITLE, "10.1000/x", **year)).verdict is Verdict.UNPROVEN
