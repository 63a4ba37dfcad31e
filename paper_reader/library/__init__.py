"""The facade: one library with everything that can be done with it. Doors and scripts talk to it and to value types.

`parts` makes the parts at first use; one file a concern hands each call on to them; `library` puts the files together.
"""

from paper_reader.library.library import Library, open_library

__all__ = ["Library", "open_library"]
