-- Grain: one number of one kind under which one case can be found in one agency's system.
select
    components.case_id,
    numbers.agency,
    numbers.number_kind,
    min(numbers.number_text) as number,
    numbers.number_normalized
from {{ ref('int_case_numbers') }} as numbers
inner join {{ ref('int_case_components') }} as components
    on numbers.record_key = components.record_key
group by components.case_id, numbers.agency, numbers.number_kind, numbers.number_normalized
