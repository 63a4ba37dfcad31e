"""Nothing from outside may move the cursor, colour the screen, ring, or turn the writing round."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_reader.cli.outside_text import escape_json, one_line, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;new title\x07text", "text"),
        ("\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"),
        ("be\x07ep", "beep"),
        ("\x9b31mred", "31mred"),
        ("quoted \x93so\x94 by a wrong decoding", "quoted so by a wrong decoding"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("half \ud800 pair", "half pair"),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
        ("Gödel, 𝒢 and 数", "Gödel, 𝒢 and 数"),
        ("two\nlines\tand\ttabs", "two lines and tabs"),
        ("\x1b", ""),
    ],
)
def test_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    assert not [letter for letter in printable(text) if unicodedata.category(letter) in {"Cc", "Cs"} and letter != "\n"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_keeps_the_data_and_hides_the_controls(text: str) -> None:
    document = escape_json(json.dumps(text, ensure_ascii=False))
    assert json.loads(document) == text
    assert not [letter for letter in document if unicodedata.category(letter) in {"Cc", "Cs"}]
