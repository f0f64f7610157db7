"""The stories of the foreign landing folder, one module per part of contracts/README.md.

Belongs here: rows, files and folders that plant one corner of the contract each, with the fate
that its sentence gives them. Keep out: how they are written and how fates are compared.

Every story has case numbers (100 and up) and days of its own, so that none changes another's fate.
"""
