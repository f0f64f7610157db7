"""Decoding: from the bytes of one delivered file to text rows of its raw relations.

One module per known format; all of them stream, none of them judges values (checks do that).
Runs in worker processes: import only what decoding needs.
"""
