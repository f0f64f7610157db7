-- When this fails, "show the delivered row" on the case page leads to an error.
{{ config(meta={'dagster': {'ref': {'name': 'fct_events'}}}) }}
select events._source_file, events._source_row
from {{ ref('fct_events') }} as events
left join {{ source('ledger', 'deliveries') }} as deliveries
    on events._source_file = deliveries.file_name and deliveries.status = 'loaded'
where deliveries.delivery_id is null
