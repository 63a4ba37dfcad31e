import pytest

from paper_reader.merge.spelled_out import is_of_others, spellings


@pytest.mark.parametrize(
    ("name", "text", "spelled"),
    [
        ("CIL", "In class-incremental learning (CIL) a model", ["class-incremental learning"]),
        ("DPP", "Sampling from determinantal point processes (DPPs).", ["determinantal point processes"]),
        ("BERT", "Bidirectional Encoder Representations from Transformers (BERT), a", None),
        ("RACE", "on tests (of reading, RACE) we (RACE)", []),
        ("SAM", "nothing of the sort here (SAM)", []),
        ("X", "a thing (X)", []),
    ],
)
def test_the_words_before_the_bracket_that_have_the_letters(name, text, spelled):
    expected = ["Bidirectional Encoder Representations from Transformers"] if spelled is None else spelled
    assert spellings(name, text) == expected


def test_a_name_spelled_out_with_other_words_is_of_others():
    own = "CIL: Contrastive Instance Learning for Relations"
    others = ["class-incremental learning (CIL) forgets", "We study Class Incremental Learning (CIL).", "CIL again"]
    assert is_of_others("CIL", own, others)
    assert not is_of_others("CIL", own, others[2:])
    agreeing = ["contrastive instance learning (CIL) helps"] * 2
    assert not is_of_others("CIL", own, [*others, *agreeing])


def test_a_few_who_mean_something_else_do_not_count_where_many_use_the_name():
    own = "A Benchmark for Video Segmentation: DAVIS (Densely Annotated VIdeo Segmentation)"
    others = ["Dynamic and Active-pixel Vision sensor (DAVIS)"] * 2 + ["on DAVIS"] * 40
    assert not is_of_others("DAVIS", own, others)
    assert is_of_others("DAVIS", own, others[:5])
    assert not is_of_others("DAVIS", own, [])
