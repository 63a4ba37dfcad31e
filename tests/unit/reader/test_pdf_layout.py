"""Letters with places as lines, paragraphs and entries: pages made of fragments by hand."""

from paper_reader.reader.pdf_captions import captions_of
from paper_reader.reader.pdf_entries import entries_of
from paper_reader.reader.pdf_headings import headings_of, number_and_title
from paper_reader.reader.pdf_hyphens import Hyphenation
from paper_reader.reader.pdf_layout import lines_of
from paper_reader.reader.pdf_letters import Fragment, Page
from paper_reader.reader.pdf_paragraphs import paragraphs_of
from paper_reader.types.document import BlockKind

LEFT, RIGHT, WIDE = 50.0, 320.0, 240.0


def at(text, x, y, *, width=WIDE, size=10.0, bold=False):
    return Fragment(text, x, x + width, y, size, bold)


def page(fragments, number=0):
    return Page(number, 612.0, 792.0, tuple(fragments))


def two_columns(number=0, head="Otters at sea"):
    lefts = [at(f"left {row}", LEFT, 640 - 12 * row) for row in range(10)]
    rights = [at(f"right {row}", RIGHT, 640 - 12 * row) for row in range(10)]
    mixed = [one for pair in zip(rights, lefts, strict=True) for one in pair]
    return page([at(head, 200, 760, width=100), at(str(number + 1), 300, 30, width=6), *mixed], number)


def texts(lines):
    return [line.text for line in lines]


def test_columns_are_read_one_after_the_other_and_running_heads_are_left_out():
    lines = lines_of([two_columns(number) for number in range(3)])
    one = [f"left {row}" for row in range(10)] + [f"right {row}" for row in range(10)]
    assert texts(lines) == one * 3


def test_a_line_over_both_columns_parts_them():
    pages = [two_columns(number) for number in range(3)]
    over = at("a heading over both columns of the page", LEFT, 585, width=500)
    pages[1] = page([*pages[1].fragments, over], 1)
    lines = texts(lines_of(pages))[20:41]
    assert lines.index("right 4") < lines.index(over.text) < lines.index("left 5")


def test_letters_inside_pictures_are_left_out():
    shown = two_columns()
    covered = Page(0, 612.0, 792.0, shown.fragments, ((40.0, 600.0, 300.0, 700.0),))
    assert [text for text in texts(lines_of([covered])) if text.startswith("left")] == [
        f"left {row}" for row in range(4, 10)
    ]


def test_rows_of_a_table_over_both_columns_stay_rows():
    cells = [at(f"c{column}", 60 + 100 * column, 700 - 12 * row, width=30) for row in range(3) for column in range(5)]
    lines = lines_of([page([*two_columns().fragments, *cells])])
    assert texts(lines)[:4] == ["Otters at sea", *["c0 c1 c2 c3 c4"] * 3]


def test_paragraphs_run_on_over_columns_and_words_are_whole_again():
    rows = [f"words and more words {row}" for row in range(8)]
    lefts = [at(text, LEFT, 640 - 12 * row) for row, text in enumerate([*rows, "and the last one is hyphen\x02"])]
    rights = [at(text, RIGHT, 640 - 12 * row) for row, text in enumerate(["ated here. It goes", *rows, "and ends."])]
    lines = lines_of([page([*lefts, *rights])])
    found = paragraphs_of(lines, 10.0, Hyphenation(texts(lines)))
    assert len(found) == 1
    assert "the last one is hyphenated here. It goes" in found[0].text


def test_an_indented_line_after_a_full_stop_begins_a_paragraph():
    rows = [
        ("One begins here and goes on", 50),
        ("and on until it ends.", 50),
        ("Two is set in a bit", 65),
        ("more.", 50),
    ]
    lines = lines_of([page([at(text, x, 600 - 12 * row, width=300 - x) for row, (text, x) in enumerate(rows)])])
    found = paragraphs_of(lines, 10.0, Hyphenation([]))
    assert [one.text for one in found] == [
        "One begins here and goes on and on until it ends.",
        "Two is set in a bit more.",
    ]


def test_headings_are_told_by_number_and_weight():
    rows = [
        ("1 Introduction", 12.0, True),
        ("We swim in rivers and", 10.0, False),
        ("2 of us swim in seas.", 10.0, False),
        ("2.1 Fur and cold", 11.0, True),
        ("Fur keeps warm.", 10.0, False),
        ("References", 12.0, True),
    ]
    fragments = [
        at(text, LEFT, 700 - 20 * row, size=size, bold=bold, width=len(text) * 5)
        for row, (text, size, bold) in enumerate(rows)
    ]
    found = headings_of(lines_of([page(fragments)]), [], 10.0, 0)
    assert [(one.number, one.title, one.level) for one in found] == [
        ("1", "Introduction", 1), ("2.1", "Fur and cold", 2), ("", "References", 1),
    ]  # fmt: skip


def test_numbers_of_headings():
    assert number_and_title("IV. RESULTS") == ("IV", "RESULTS")
    assert number_and_title("A.2 Details") == ("A.2", "Details")
    assert number_and_title("A survey of otters") == ("", "A survey of otters")
    assert number_and_title("I NTRODUCTION") == ("", "INTRODUCTION")


def test_captions_take_the_cells_beside_them():
    rows = [[("Text above that fills the whole column of the page.", 50, 240)], [("a", 50, 20), ("1", 150, 20)],
            [("b", 50, 20), ("2", 150, 20)], [("Table 1: Letters and numbers.", 50, 150)]]  # fmt: skip
    fragments = [at(text, x, 600 - 14 * row, width=w) for row, cells in enumerate(rows) for text, x, w in cells]
    lines = lines_of([page(fragments)])
    (found,) = captions_of(lines, frozenset(), 10.0)
    assert (found.kind, found.label) == (BlockKind.TABLE, "Table 1")
    assert [lines[index].text for index in found.inner] == ["a 1", "b 2"]


def test_entries_are_told_by_label_and_by_hanging_indent():
    labelled = ["[1] A. Lutra. Rivers.", "2019. In Sea.", "[2] B. Otter. Seas.", "[7] is no entry, 2020."]
    lines = lines_of([page([at(text, LEFT, 600 - 12 * row) for row, text in enumerate(labelled)])])
    found = entries_of(lines, Hyphenation([]))
    assert [(one.label, one.text) for one in found] == [
        ("[1]", "A. Lutra. Rivers. 2019. In Sea."), ("[2]", "B. Otter. Seas. [7] is no entry, 2020."),
    ]  # fmt: skip
    hanging = [("Ada Lutra. 2019.", 50), ("Rivers.", 60), ("Bo Otter. 2020.", 50), ("Seas.", 60)]
    lines = lines_of([page([at(text, x, 600 - 12 * row) for row, (text, x) in enumerate(hanging)])])
    assert [one.text for one in entries_of(lines, Hyphenation([]))] == [
        "Ada Lutra. 2019. Rivers.",
        "Bo Otter. 2020. Seas.",
    ]
    assert entries_of([], Hyphenation([])) == []
