"""Atom feeds of topics, kept lists and saved searches: `making` asks the library, `atom` writes."""
