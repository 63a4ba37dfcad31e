from hypothesis import given
from hypothesis import strategies as st

from paper_reader.importing.entries import LONGEST_LINE, Place, lines

_BYTES = st.lists(st.sampled_from([b"a", b"bc", b"\n", b"\r\n", b"\n\n", b"x" * 10]), max_size=20).map(b"".join)


def _chunked(data, size):
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(_BYTES, st.integers(1, 7))
def test_lines_are_the_same_however_the_chunks_fall(data, size):
    found = list(lines(_chunked(data, size), Place()))
    pieces = data.split(b"\n")
    assert [one.data for one in found if one.complete] == [piece.removesuffix(b"\r") for piece in pieces[:-1]]
    assert [one.line for one in found] == list(range(1, len(found) + 1))
    assert (found[-1].end if found else 0) == len(data)


@given(_BYTES, st.integers(1, 7), st.data())
def test_reading_goes_on_behind_any_line(data, size, draw):
    found = list(lines([data], Place()))
    if not found:
        return
    index = draw.draw(st.integers(0, len(found) - 1))
    place = Place(found[index].end, found[index].line)
    assert list(lines(_chunked(data[place.offset :], size), place)) == found[index + 1 :]


def test_a_line_without_end_does_not_fill_the_memory():
    block = b"x" * (1024 * 1024)
    count = LONGEST_LINE // len(block) + 3
    found = list(lines((block for _ in range(count)), Place()))
    assert [(one.overlong, one.complete, one.end) for one in found] == [(True, False, count * len(block))]
    assert len(found[0].data) < 10_000


def test_the_lines_behind_an_overlong_one_are_whole():
    block = b"x" * (LONGEST_LINE + 5)
    found = list(lines(_chunked(block + b"\nnext\n", 1024 * 1024), Place()))
    assert [(one.overlong, one.end, one.line) for one in found] == [
        (True, len(block) + 1, 1),
        (False, len(block) + 6, 2),
    ]
    assert found[1].data == b"next"
