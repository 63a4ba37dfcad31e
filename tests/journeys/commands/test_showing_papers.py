"""`show` in words: what citation services know of a paper, and what stands against it."""

import json

LINE = {
    "title": "A study that was taken back",
    "authors": ["Ada Lovelace"],
    "records": [
        {
            "source": "openalex",
            "key": "W1",
            "citation": {"count": 1200, "source": "openalex", "observed_on": "2026-01-02"},
            "references": ["10.5555/a", "10.5555/b"],
            "extra": {
                "retracted": "true",
                "updated_by": json.dumps([{"kind": "correction", "doi": "10.5555/c", "on": "2020-02-03"}]),
            },
        }
    ],
}


def test_a_retraction_stands_first_and_what_is_unknown_is_said(quick_copy, tmp_path):
    fresh = type(quick_copy)(quick_copy.home, tmp_path / "shown")
    file = tmp_path / "papers.jsonl"
    file.write_text(json.dumps(LINE) + "\n")
    fresh("import", str(file))
    shown = fresh("show", "1").stdout.splitlines()
    assert shown[:3] == [
        "WARNING: retraction (openalex)",
        "Correction (openalex, 2020-02-03): doi:10.5555/c",
        "A study that was taken back",
    ]
    services = "\n".join(shown)
    assert "openalex: cited 1,200 times (2026-01-02), 2 references" in services
    assert "crossref: citations not known, references not known" in services
