"""The forms of requests and answers, one file a resource: what OpenAPI says, and what requests are checked against.

Answers are made by `paper_reader.json_forms` and `paper_reader.library.forms`, the same as the command line's; tests
hold them against these models.
"""
