"""When the next refresh is due, and how the system is told to run it."""

from paper_reader.scheduling.times import Times, last_due, next_due, read_times

__all__ = ["Times", "last_due", "next_due", "read_times"]
