"""What pages show, as plain values: pure functions from values of the library."""
