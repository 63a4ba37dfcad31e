"""Backups: one compressed file with all that cannot be made again, and the way back from it.

`archive` is the file, `making` writes one, `shelf` says where they lie and which may go, `restoring` brings a library
back. The index is left out: it is made again from the library, whose vectors are in the backup.
"""
