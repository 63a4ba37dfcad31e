"""Makes the parts of a library from its settings, one file a part. Called by `paper_reader.library` alone."""
