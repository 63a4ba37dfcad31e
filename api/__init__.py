"""The HTTP door to the library. Nothing is served yet: the command line is the one door so far."""
