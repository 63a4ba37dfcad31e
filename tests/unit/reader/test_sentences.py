"""Where sentences end, and where they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_reader.reader.sentences import sentence_spans


def sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["One is here.", "Another follows!", "Does it?", "Yes."],
        ["As Smith et al. (2019) show, it works.", "We agree."],
        ["This was shown by Doe et al.", "We build on that."],
        ["See Fig. 3 and Eq. (4) in Sec. 2.1, i.e. below.", "The loss is $L = 0.5 x. Then$ we stop."],
        ["We use 3.5 GB, e.g. on one GPU vs. two.", "It is enough."],
        ["J. K. Rowling wrote on A. Turing.", "Nobody knew."],
        ["It is known [12].", "Others differ.[3, 4] We do not."],
        ["“It holds.”", "She said so."],
        ["The U.S. Department pays.", "We thank it."],
        ["Values fall, cf. Tab. 2.", "$x$ is one of them.", "Thm. 1 says why."],
        ["with small beginnings, etc.", "The rest is known."],
        ["The pages, pp. 3–5, are lost."],
        ["Übung macht den Meister.", "Ähnlich ist es hier."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(parts):
    expected = [one for part in parts for one in (part.split("] ", 1) if ".[3" in part else [part])]
    if len(expected) != len(parts):
        expected = ["It is known [12].", "Others differ.[3, 4]", "We do not."]
    assert sentences(" ".join(parts)) == expected


def test_nothing_gives_nothing():
    assert sentence_spans("") == []
    assert sentence_spans("   ") == []
    assert sentences("no stop at all") == ["no stop at all"]


@given(st.text(alphabet='aB .!?$[]()1"é\n', max_size=80))
def test_the_spans_hold_everything_but_gaps_in_order(text):
    spans = sentence_spans(text)
    places = [0, *(place for span in spans for place in span), len(text)]
    assert places == sorted(places)
    assert all(start < end for start, end in spans)
    gaps = zip([0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)], strict=True)
    assert not "".join(text[start:end] for start, end in gaps).strip()
