"""What stands between the network and the routes, one guard a file, each plain ASGI.

From the outside in: `observing` (id, log, figures), `headers`, `hosts`, `pace` (requests a minute), `bodies` (size),
then compression, then `catching`, which answers for what nobody foresaw.
"""
