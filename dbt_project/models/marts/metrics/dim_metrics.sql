-- Grain: one metric of the registry, with or without values.
select * from {{ ref('metrics') }}
