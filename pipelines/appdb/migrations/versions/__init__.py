"""One module per change of tables, in the order of their numbers."""
