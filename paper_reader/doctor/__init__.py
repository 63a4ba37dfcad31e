"""A look at the whole library: what is sound, what is not, what to do, and the repair of what is derived.

Each module looks at one thing and gives findings. Only what can be made again from the store is ever repaired: the
index, the rows that papers are looked up by, files that a killed process left, runs it left open. The store itself is
the truth, and damage to it is told and never papered over.
"""
