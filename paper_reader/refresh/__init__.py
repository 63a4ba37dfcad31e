"""Brings in what is new for everything that the reader follows; one source that is down stops none of the others."""

from paper_reader.refresh.lock import refresh_lock
from paper_reader.refresh.running import run_refresh
from paper_reader.refresh.steps import FIRST_DAYS, default_categories, steps_for

__all__ = ["FIRST_DAYS", "default_categories", "refresh_lock", "run_refresh", "steps_for"]
