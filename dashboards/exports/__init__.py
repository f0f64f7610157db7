"""Files that readers take away: Excel, CSV, PDF, pictures of charts.

Belongs here: writing what a page shows into a file, with its filters, its freshness, what is unsaid and the
definitions. Keep out: asking (a page fills the package), and documents with a layout of their own (reports).
"""
