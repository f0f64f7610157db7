"""Writers: one per format, all from the same tree.

Belongs here: how a block looks in a format. Keep out: computing, choosing, words.
"""
