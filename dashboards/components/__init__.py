"""Parts that pages share: frame, tables, figures, the time axis, notices.

Belongs here: drawing of what is given. Keep out: questions to the snapshot and texts of one page.
"""
