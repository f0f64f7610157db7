"""The pages: one module each, with one function ``show_page``.

Belongs here: what a page asks and in which order it shows the answers. Keep out: SQL (queries,
figures), drawing that another page could use (components), every text (the catalogue).
"""
