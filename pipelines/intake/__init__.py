"""Intake: from files in the landing folder to rows in raw and lines in the ledger.

landing (what lies there) → store (received bytes) → decode (text rows, in bounded workers) →
checks (one SQL pass per table, generated from the contract) → load (rows and ledger line together)
→ fold (which files count, whatever order they came in) → combine (which row of a key is live).
"""
