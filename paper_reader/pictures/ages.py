"""Which papers have one colour: years in a row that have about a fifth of the papers. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from paper_reader.types import AgeBand

MOST_BANDS: Final = 5


def age_bands(years: Sequence[int | None]) -> tuple[AgeBand, ...]:
    """Bands of years, the youngest first, with how many papers each has; papers without a year are in none."""
    known = Counter(year for year in years if year is not None)
    fair = sum(known.values()) / MOST_BANDS
    bands: list[list[int]] = []
    passed = 0
    for year in sorted(known, reverse=True):
        if not bands or (len(bands) < MOST_BANDS and passed >= fair * len(bands)):
            bands.append([])
        bands[-1].append(year)
        passed += known[year]
    return tuple(
        AgeBand(
            name=_name(band[-1], band[0]), year_from=band[-1], year_to=band[0], papers=sum(known[year] for year in band)
        )
        for band in bands
    )


def band_of(year: int | None, bands: Sequence[AgeBand]) -> int | None:
    """The number of the band that a year falls into; None where there is no year."""
    if year is None:
        return None
    return next((number for number, band in enumerate(bands) if band.year_from <= year <= band.year_to), None)


def _name(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"
