"""Like cases: what a text of facts says, which cases are alike, how far like cases end alike.

Belongs here: pure functions, frame in, frame out. Keep out: reading, writing, words of pages.
"""
