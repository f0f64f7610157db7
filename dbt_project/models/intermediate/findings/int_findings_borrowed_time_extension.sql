-- Grain: one suspect of one review that was extended in its last days, without work recorded thereafter.
-- Nuance: work is a document of the review (questioning, hearing of opinions, demand for evidence) or new
-- evidence of the police, between the approval and the decision, return or end of the longer period.
{%- set brink_days = 3 %}
with

extensions as (
    select
        facts.event_id,
        facts.case_id,
        facts.source_record_id as review_no,
        facts.occurred_at as approved_at,
        cast({{ json_text('facts.attributes', 'until') }} as date) as extended_until
    from {{ ref('int_clock_facts') }} as facts
    where facts.event_type = 'extension_granted' and facts.source_table = 'prosecution_review'
),

at_the_brink as (
    select
        *,
        -- The extension is of fifteen days (刑诉法 172).
        {{ add_days('extended_until', '-15') }} as due_before
    from extensions
    where
        {{ days_between('cast(approved_at as date)', add_days('extended_until', '-15')) }} between 0 and {{ brink_days }}
),

turns as (
    select source_record_id as review_no, min(occurred_at) as turned_at, review_extended_at
    from (
        select
            facts.source_record_id,
            facts.occurred_at,
            at_the_brink.approved_at as review_extended_at
        from {{ ref('int_clock_facts') }} as facts
        inner join at_the_brink on facts.source_record_id = at_the_brink.review_no
        where
            facts.event_type in (
                'prosecution_review_concluded', 'prosecution_decision', 'nonprosecution_decision',
                'conditional_decision', 'returned_for_supplementary'
            )
            and facts.occurred_at >= cast(cast(at_the_brink.approved_at as date) as timestamp)
    )
    group by source_record_id, review_extended_at
),

over as (
    select
        at_the_brink.*,
        coalesce(turns.turned_at, cast(at_the_brink.extended_until as timestamp)) + interval 1 day as used_until
    from at_the_brink
    cross join {{ source('ledger', 'build_parameters') }} as parameters
    left join turns
        on at_the_brink.review_no = turns.review_no and at_the_brink.approved_at = turns.review_extended_at
    where turns.turned_at is not null or at_the_brink.extended_until < parameters.as_of
),

work as (
    select
        case_id,
        made_at,
        case when document_type_code in ({{ review_work_types() }}) then source_record_id end as review_no
    from {{ ref('int_documents_merged') }}
    where document_type_code in ({{ new_evidence_types() }}, {{ review_work_types() }})
),

idle as (
    select over.*
    from over
    left join work
        on
            over.case_id = work.case_id
            and over.review_no = coalesce(work.review_no, over.review_no)
            and work.made_at between over.approved_at and over.used_until
    where work.case_id is null
),

found as (
    select
        idle.*,
        persons.person_id,
        reviews.unit_code
    from idle
    inner join {{ ref('stg_procuratorate__prosecution_reviews') }} as reviews on idle.review_no = reviews.case_no
    inner join {{ ref('int_person_components') }} as persons
        on persons.source_table = 'prosecution_review' and idle.review_no = persons.source_record_id
),

final as (
    {{ finding_row(
        'borrowed_time_extension', 'found', key='event_id', seen_at='used_until', agency="'procuratorate'", unit='unit_code',
        due_at='due_before', event='event_id',
        reason_zh="'审查起诉期限于' || cast(due_before as varchar) || '届满,' || cast(cast(approved_at as date) as varchar) || '批准延长至' || cast(extended_until as varchar) || ',其后没有办案文书。'",
        reason_en="'The review was due ' || cast(due_before as varchar) || '; extended on ' || cast(cast(approved_at as date) as varchar) || ' to ' || cast(extended_until as varchar) || ', no work recorded thereafter.'",
        evidence={'due_on': 'cast(due_before as varchar)', 'approved_on': 'cast(cast(approved_at as date) as varchar)', 'extended_until': 'cast(extended_until as varchar)'}
    ) }}
)

select * from final
