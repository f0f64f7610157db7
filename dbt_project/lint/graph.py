"""Stand-in for dbt's graph while sqlfluff renders a file: a project without semantic models."""

semantic_models: dict[str, object] = {}
