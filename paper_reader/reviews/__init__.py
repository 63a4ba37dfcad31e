"""Literature reviews: who found what, what was decided of it, what to look at next, and the account of it all.

`standing` tells from the rows how each paper stands; `prisma` counts; `learning`, `queue` and `stopping` order the
screening and say how far it is; `service` puts them together over a library. What they decide is pure.
"""
