"""The HTTP door to the library: JSON under /v1, feeds, MCP, and what a server needs around them.

`app` puts everything together, `serving` runs it. `routes/` has one file a resource, `schemas/` the forms of requests
and answers, `guards/` what stands between the network and the routes. Everything is asked of `paper_reader.Library`
alone, in the threads of `work`, so that the event loop never waits.
"""
