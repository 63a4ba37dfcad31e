"""Google Scholar: `scholarly` builds the queries and parses, our transport asks, and nothing is asked in a hurry.

`source` is the way in. Pure: `page` (what an answer is), `problems` (its error in words), `asking` (a query as
requests), `position` (where a harvest stands), `row` and `record` (a result as a record), `matching` (which result a
paper is). I/O: `pages` (cache, budget, breaker, then the network), `page_cache`, `budget`. `browsing` wraps
`scholarly`; it alone imports it, and only a harvest or a saved page imports `browsing`.
"""
