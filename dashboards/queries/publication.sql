select snapshot_version, cast(as_of as timestamp) as as_of, published_at from ops_snapshot
