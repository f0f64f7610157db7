-- Grain: two records of which one quotes a number of the other, per way of quoting.
-- Nuance: the smaller key stands left, whichever of the two quotes. A number that more than a handful
-- of records carry names none of them.
-- Belongs here: quoted numbers that lead somewhere. Keep out: whether they lead to the right place
-- (int_case_link_evidence).
with

all_references as (
    select
        record_key, link_method, target_agency, number_kind, number_normalized
    from {{ ref('int_case_references') }}
    union all
    select
        record_key, link_method, target_agency, number_kind, number_normalized
    from {{ ref('int_flow_references') }}
),

keyed as (
    select
        *,
        {{ number_key('number_normalized') }} as number_key
    from all_references
),

numbers as (
    select
        record_key,
        agency,
        number_kind,
        {{ number_key('number_normalized') }} as number_key
    from {{ ref('int_case_numbers') }}
    group by record_key, agency, number_kind, {{ number_key('number_normalized') }}
    qualify count(*) over (partition by agency, number_kind, {{ number_key('number_normalized') }}) <= 10
),

final as (
    select distinct
        least(keyed.record_key, numbers.record_key) as one_key,
        greatest(keyed.record_key, numbers.record_key) as other_key,
        keyed.link_method
    from keyed
    inner join numbers
        on
            keyed.target_agency = numbers.agency
            and keyed.number_kind = numbers.number_kind
            and keyed.number_key = numbers.number_key
    where keyed.record_key <> numbers.record_key
)

select * from final
