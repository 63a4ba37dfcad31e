"""Paper Reader: harvests papers, keeps them in a library, and says what to read, in which order, and why.

The way of the data, one module or folder a stage::

    source -> record -> merge -> store -> embed -> index -> retrieve -> rank -> reading list -> show

`paper_reader.library.open_library` is the one place that wires the parts together.
"""

__version__ = "0.1.0"
