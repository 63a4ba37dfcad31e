"""The page of figures keeps the sections of other commands."""

from evaluation.pages import put


def test_sections_are_replaced_by_name_and_others_stay(tmp_path):
    page = tmp_path / "quality.md"
    put(page, {"Lists": "one\n\n### By topic\n\ntwo"}, head="# Quality\n\nToday.")
    put(page, {"Signals": "three"})
    put(page, {"Lists": "four"}, head="# Quality\n\nTomorrow.")
    assert page.read_text() == "# Quality\n\nTomorrow.\n\n## Lists\n\nfour\n\n## Signals\n\nthree\n"
