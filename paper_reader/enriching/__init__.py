"""Filling in what citation services know of the library's papers: counts, references, identifiers.

`planning` says whom to ask and in which order, `matching` whether an answer is about the paper that was asked for,
`service_run` asks one service, `enriching` all of them, `coverage` shows what is known of one paper.
"""
