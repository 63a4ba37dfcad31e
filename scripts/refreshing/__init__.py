"""A month of arXiv played day by day over loopback, and a library that is refreshed from it."""
