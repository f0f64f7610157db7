"""Reports (智能报告): Word, PDF, Excel and mail drawn from one tree of blocks.

Belongs here: what a report is made of (``definitions/``), the sentences that follow from figures, the tree
(``blocks.py``) and its writers (``writers/``). Keep out: definitions of figures (the registries), sending
(``pipelines/delivery``) and pages.

The way of one report: definition → ``compose`` → Document → writers. A writer never computes: what a reader
sees as a number was put into the tree as text, once, beside the key of the figure that it is.
"""
