"""From a paper's arXiv id, or a file, to its full text as a `Document`.

`documents` is the way in. `fetching` asks arXiv, `document_cache` keeps what came, `sandbox` parses it in a process of
its own (`parsing_process`), where `latexml`, `native_html` and `pdf` each read one form. What a reader then does with a
`Document` (passes, notes, linking) is not decided by these modules.
"""
