"""Raw: delivered tables as received, one asset per table, and their blocking checks."""
