"""The sources: one module a site, all behind `protocol.Source`; this package itself imports none of them.

`protocol` is what every source does. `address`, `gate`, `transport` (with `watchdog`, `answer`, `retrying`) are how
hosts are asked: allowed addresses, politeness for the whole machine, one bounded and retrying HTTP session. `markup`
reads XML strictly. `arxiv_api`, `arxiv_oai` and `arxiv_feed` are arXiv's three doors, their pure parts beside them.
"""
