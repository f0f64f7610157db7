-- Grain: one event of one defendant (or of one indictment) about a trial that a clock can use.
-- Nuance: what a court writes about its case concerns every defendant of that case. A retrial after
-- remand begins like a first instance in ordinary procedure. A trial that ends without a judgment
-- (withdrawn, terminated) ends its clock as well.
{%- set first_instance = 'first_instance_ordinary,first_instance_summary,first_instance_fast_track' %}
with

facts as (select * from {{ ref('int_clock_facts') }}),

components as (select * from {{ ref('int_person_components') }}),

court_cases as (select * from {{ ref('stg_court__cases') }}),

recommendations as (
    select
        reviews.case_id,
        reviews.person_id,
        max(suspects.suggested_maximum_months) as months
    from {{ ref('stg_procuratorate__prosecution_review_suspects') }} as suspects
    inner join components
        on
            components.source_table = 'prosecution_review'
            and suspects.source_person_no = components.source_person_no
    inner join facts as reviews
        on
            reviews.event_type = 'transfer_received'
            and suspects.source_record_id = reviews.source_record_id
            and components.person_id = reviews.person_id
    group by reviews.case_id, reviews.person_id
),

accepted as (
    select
        facts.*,
        case
            when facts.event_type = 'remand_received' then 'ordinary'
            else
                case {{ json_text('facts.attributes', 'procedure') }}
                    when '20' then 'summary'
                    when '30' then 'fast_track'
                    else 'ordinary'
                end
        end as procedure_word,
        coalesce({{ json_text('facts.attributes', 'in_custody') }} = 'true', false) as in_custody,
        recommendations.months > 12 as expected_gt1y,
        recommendations.months > 36 as expected_gt3y
    from facts
    left join recommendations
        on facts.case_id = recommendations.case_id and facts.person_id = recommendations.person_id
    where facts.event_type in ('case_accepted', 'remand_received')
),

court_facts as (
    select
        facts.* exclude (person_id),
        persons.person_id
    from facts
    inner join components as persons
        on
            facts.source_table = persons.source_table
            and facts.agency = persons.agency
            and facts.source_record_id = persons.source_record_id
    where
        facts.agency = 'court'
        and facts.source_table = 'cases'
        and facts.event_type in (
            'converted_to_ordinary', 'converted_to_summary', 'extension_granted', 'trial_suspended',
            'trial_resumed', 'trial_term_excluded', 'judgment_served', 'court_case_closed'
        )
),

-- A decision that only a document tells of: its row belongs to court.documents, its case is the same.
unnoted_conversions as (
    select
        facts.* exclude (person_id, occurred_at),
        persons.person_id,
        -- Nothing is converted before it is filed: such a date is wrong, the entry is not.
        case
            when facts.occurred_at < cast(court_cases.filed_date as timestamp) then documents.entered_at
            else facts.occurred_at
        end as occurred_at
    from facts
    inner join {{ ref('stg_court__documents') }} as documents
        on facts.source_table = 'documents' and facts.source_record_id = documents.document_record_id
    inner join components as persons
        on
            persons.agency = 'court'
            and persons.source_table = 'cases'
            and documents.court_case_id = persons.source_record_id
    inner join court_cases on documents.court_case_id = court_cases.court_case_id
    where facts.agency = 'court' and facts.event_type = 'converted_to_ordinary'
),

agencies as (select * from {{ ref('agencies') }}),

extensions as (
    select
        court_facts.*,
        case court_cases.procedure_code
            when '20' then 'to_1_5m'
            when '30' then 'to_15'
            when '40' then 'high_court_2m'
            else 'upper_court_3m'
        end as first_kind,
        case {{ json_text('court_facts.attributes', 'reason') }}
            when '201' then 'civil' when '202' then 'death' when '203' then '158'
        end as ground,
        case
            when court_cases.procedure_code in ('20', '30') then 'court'
            when {{ json_text('court_facts.attributes', 'approver') }} is null
                then case when court_cases.procedure_code = '40' then 'high_court' else 'upper_court' end
            when approvers.level = 'province'
                then
                    case
                        when courts.level = 'county' and court_cases.procedure_code <> '40' then 'high_court'
                        when court_cases.procedure_code = '40' then 'high_court'
                        else 'upper_court'
                    end
            when {{ json_text('court_facts.attributes', 'approver') }} = courts.parent_code then 'upper_court'
            when approvers.agency_code is null then 'supreme_court'
            else 'intermediate_court'
        end as approver,
        row_number() over (
            partition by court_facts.source_record_id, court_facts.person_id
            order by court_facts.occurred_at, court_facts.event_number
        ) as extension_place
    from court_facts
    inner join court_cases on court_facts.source_record_id = court_cases.court_case_id
    left join agencies as courts on court_cases.court_code = courts.agency_code
    left join agencies as approvers
        on {{ json_text('court_facts.attributes', 'approver') }} = approvers.agency_code
    where court_facts.event_type = 'extension_granted'
),

exclusions as (
    select
        *,
        {{ json_text('attributes', 'reason') }} as reason,
        cast({{ json_text('attributes', 'until') }} as timestamp) as until
    from court_facts
    where event_type = 'trial_term_excluded'
),

in_custody_at_trial as (
    select
        case_id,
        person_id,
        bool_or(in_custody) as in_custody
    from accepted
    group by case_id, person_id
),

judged as (
    select
        facts.*,
        '{{ first_instance }}'
        || case when {{ json_text('facts.attributes', 'in_court') }} = 'true' then ',judgment_service' else '' end
        || case
            when {{ json_text('facts.attributes', 'verdict') }} in ('C11', 'C20') and coalesce(custody.in_custody, false)
                then ',acquittal_release'
            else ''
        end as rules
    from facts
    left join in_custody_at_trial as custody
        on facts.case_id = custody.case_id and facts.person_id = custody.person_id
    where facts.event_type = 'judgment_pronounced'
),

final as (
    {{ clock_event_rows('accepted', 'case_accepted', rules="'first_instance_' || procedure_word", attributes={'procedure': 'procedure_word', 'in_custody': 'in_custody', 'expected_gt1y': 'expected_gt1y', 'expected_gt3y': 'expected_gt3y'}) }}
    {%- for relation in ['court_facts', 'unnoted_conversions'] %}
    {%- for event_type in ['converted_to_ordinary', 'converted_to_summary'] %}
    union all
    {{ clock_event_rows(relation, event_type, condition="event_type = '" ~ event_type ~ "'") }}
    {%- endfor %}
    {%- endfor %}
    union all
    {{ clock_event_rows('extensions', 'extension_granted', rules="'" ~ first_instance ~ ",second_instance'", attributes={'kind': "case when extension_place = 1 or first_kind not in ('upper_court_3m', 'high_court_2m') then first_kind else 'spc' end", 'ground': 'ground', 'approver': 'approver', 'months': "case when extension_place > 1 then 3 end"}) }}
    {%- for event_type in ['trial_suspended', 'trial_resumed'] %}
    union all
    {{ clock_event_rows('court_facts', event_type, condition="event_type = '" ~ event_type ~ "'") }}
    {%- endfor %}
    {%- for reason, begins, ends in [('101', 'suppl_postponement', 'suppl_returned_to_court'), ('102', 'psych_eval_start', 'psych_eval_end')] %}
    union all
    {{ clock_event_rows('exclusions', begins, rules="'" ~ first_instance ~ ",second_instance'", condition="reason = '" ~ reason ~ "'") }}
    union all
    {{ clock_event_rows('exclusions', ends, at='until', rules="'" ~ first_instance ~ ",second_instance'", condition="reason = '" ~ reason ~ "'") }}
    {%- endfor %}
    union all
    {{ clock_event_rows('judged', 'judgment_pronounced', rules='rules', attributes={'in_court': json_text('attributes', 'in_court') ~ " = 'true'", 'acquitted': json_text('attributes', 'verdict') ~ " in ('C11', 'C20')"}) }}
    union all
    {{ clock_event_rows('court_facts', 'judgment_pronounced', rules="'" ~ first_instance ~ "'", attributes={'decision': json_text('attributes', 'way')}, condition="event_type = 'court_case_closed' and " ~ json_text('attributes', 'way') ~ " in ('30', '40')") }}
    union all
    {{ clock_event_rows('court_facts', 'judgment_served', rules="'judgment_service'", condition="event_type = 'judgment_served'") }}
    union all
    {{ clock_event_rows('facts', 'appeal_accepted', rules="'second_instance'", attributes={'in_custody': json_text('attributes', 'in_custody') ~ " = 'true'"}, condition="event_type = 'appeal_accepted'") }}
    union all
    {{ clock_event_rows('facts', 'judgment_pronounced', rules="'second_instance'", condition="event_type = 'second_instance_decided'") }}
    union all
    {{ clock_event_rows('exclusions', 'postponement_granted', rules="'court_supplementary_investigation'", condition="reason = '101'") }}
    union all
    {{ clock_event_rows('exclusions', 'supplement_returned', at='until', rules="'court_supplementary_investigation'", condition="reason = '101'") }}
)

select * from final
