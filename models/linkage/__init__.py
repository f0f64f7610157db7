"""Linkage: which agency records are one case, which are one person.

Belongs here: normal forms of numbers, components of the graph of links, stable keyed ids. Keep out:
finding the candidates (SQL in ``dbt_project/models/intermediate/linkage``) and any database.
"""
