"""Files into the library. `import_file` is the way in; a new kind of file is one more entry of `formats.FORMATS`."""

from paper_reader.importing.formats import FORMATS, Format
from paper_reader.importing.importing import import_file

__all__ = ["FORMATS", "Format", "import_file"]
