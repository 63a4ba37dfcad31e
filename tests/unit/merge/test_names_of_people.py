import pytest

from paper_reader.merge.authors import may_be_same_given, person


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Yann LeCun", ("lecun", ("yann",))),
        ("LeCun, Yann", ("lecun", ("yann",))),
        ("Y. LeCun", ("lecun", ("y",))),
        ("LeCun Y", ("lecun", ("y",))),
        ("Laurens van der Maaten", ("maaten", ("laurens", "van", "der"))),
        ("van der Maaten, Laurens", ("maaten", ("laurens", "van", "der"))),
        ("Geoffrey E. Hinton", ("hinton", ("geoffrey", "e"))),
        ("Müller, Jörg", ("muller", ("jorg",))),
        ("Jean-Luc Martin", ("martin", ("jean", "luc"))),
        ("O'Brien, Pat Jr.", ("brien", ("pat", "jr", "o"))),
        ("Smith, Jr., Ann", ("smith", ("ann",))),
        ("Plato", ("plato", ())),
        ("...", ("", ())),
        ("", ("", ())),
    ],
)
def test_reading_a_name(written, wanted):
    assert person(written) == wanted


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (["yann"], ["y"], True),
        (["yann"], ["yi"], False),
        (["g", "e"], ["geoffrey"], True),
        (["e"], ["geoffrey", "e"], True),
        (["van", "der"], ["laurens", "van", "der"], True),
        (["michael", "b"], ["michael", "i"], False),
        ([], ["anybody"], True),
        (["fei", "li"], ["li", "fei"], True),
    ],
)
def test_given_names_that_may_be_one_persons(one, other, wanted):
    assert may_be_same_given(one, other) is may_be_same_given(other, one) is wanted
