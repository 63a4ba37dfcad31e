"""Vector indexes over one matrix of unit vectors: exact (`flat`) and approximate (`ivf`), one contract (`protocol`).

`ordering` gives exact scores and one order to whatever was found, `recall` measures what an approximate index misses.
"""
