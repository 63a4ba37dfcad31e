"""Finds papers: by identifier or title first, then by words and meaning, and says why each was found.

`lookup` needs the store alone, `service` the engine too; so this package itself imports neither.
"""
