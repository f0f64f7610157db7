"""dbt: staging, linkage, intermediate, marts and what else the dbt project holds."""
