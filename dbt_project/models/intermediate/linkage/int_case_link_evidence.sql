-- Grain: one piece of evidence for or against one candidate pair of records.
-- Nuance: what one piece is worth stands in the seed case_link_weights; a pair's weight is the sum.
-- Belongs here: reading the evidence. Keep out: the decision (int_case_links).
with

records as (
    select * from {{ ref('int_case_records') }}
),

candidates as (
    select
        found.*,
        parents.record_kind as parent_kind,
        children.record_kind as child_kind,
        parents.agency as parent_agency,
        parents.unit_code as parent_unit,
        children.unit_code as child_unit,
        parents.region_code as parent_region,
        children.region_code as child_region,
        parents.charge_code as parent_charge,
        children.charge_code as child_charge,
        parents.opened_date as parent_opened,
        children.opened_date as child_opened
    from {{ ref('int_case_link_candidates') }} as found
    inner join records as parents on found.left_key = parents.record_key
    inner join records as children on found.right_key = children.record_key
),

papers as (
    select * from {{ ref('int_case_link_papers') }}
),

mentions as (
    select one_key as left_key, other_key as right_key, link_method
    from {{ ref('int_case_mentions') }}
    union all
    select other_key, one_key, link_method
    from {{ ref('int_case_mentions') }}
),

offences as (
    select
        {{ record_key('police', 'cases', 'case_no') }} as record_key,
        offence_started_at,
        case_status_code
    from {{ ref('stg_police__cases') }}
),

-- The smaller key is the parent of two police cases, as in the candidates.
coincidences as (
    select * from {{ ref('int_case_offence_coincidences') }}
),

-- A hand-off that names another record of the parent's agency beside this child.
flows_elsewhere as (
    select
        candidates.left_key,
        candidates.right_key
    from candidates
    inner join records as parents on candidates.left_key = parents.record_key
    inner join mentions
        on
            candidates.right_key = mentions.right_key
            and candidates.left_key <> mentions.left_key
            and mentions.link_method = 'flow_case_no'
    inner join records as others
        on
            mentions.left_key = others.record_key
            and parents.record_kind = others.record_kind
    left join mentions as own
        on
            candidates.left_key = own.left_key
            and candidates.right_key = own.right_key
            and own.link_method = 'flow_case_no'
    where own.left_key is null
    group by candidates.left_key, candidates.right_key
),

evidence as (
    select
        left_key, right_key, 'prior' as evidence,
        case
            when child_kind = 'police_case' then 'within_police'
            when is_fallback then 'fallback'
            else 'first_choice'
        end as level
    from candidates
    union all
    select mentions.left_key, mentions.right_key, 'quoted', mentions.link_method
    from mentions
    inner join candidates
        on mentions.left_key = candidates.left_key and mentions.right_key = candidates.right_key
    union all
    select papers.left_key, papers.right_key, 'number', papers.number_level
    from papers
    where papers.number_level <> 'equal'
    union all
    select left_key, right_key, 'flow', 'elsewhere'
    from flows_elsewhere
    union all
    select left_key, right_key, 'persons', persons_level
    from {{ ref('int_case_link_persons') }}
    where persons_level <> 'unknown'
    union all
    select
        left_key, right_key, 'days',
        case
            when days between -1 and 3 then 'same_days'
            when days < -20 then 'before'
            when days <= 21 then 'days_off'
            else 'months_off'
        end
    from papers
    where days is not null
    union all
    select
        left_key, right_key, 'unit',
        case when parent_unit = child_unit then 'same' else 'different' end
    from candidates
    where
        child_kind in ('arrest_review', 'prosecution_review')
        and parent_unit is not null and child_unit is not null
    union all
    select
        left_key, right_key, 'region',
        case when parent_region = child_region then 'same' else 'different' end
    from candidates
    where
        child_kind in ('arrest_review', 'prosecution_review', 'trial', 'retrial')
        and parent_region is not null and child_region is not null
    union all
    select
        left_key, right_key, 'charge',
        case when parent_charge = child_charge then 'same' else 'different' end
    from candidates
    where parent_charge is not null and child_charge is not null
    union all
    select left_key, right_key, 'order', 'impossible'
    from candidates
    where child_opened < parent_opened - 1 and child_kind <> 'police_case'
    union all
    select candidates.left_key, candidates.right_key, 'offence', coincidences.moment_level
    from candidates
    inner join coincidences
        on
            candidates.left_key = coincidences.left_key
            and candidates.right_key = coincidences.right_key
    where coincidences.moment_level is not null
    union all
    select candidates.left_key, candidates.right_key, 'victim', 'same_day'
    from candidates
    inner join coincidences
        on
            candidates.left_key = coincidences.left_key
            and candidates.right_key = coincidences.right_key
    where coincidences.is_same_victim
    union all
    select
        candidates.left_key, candidates.right_key, 'offence',
        case
            when
                cast(left_offences.offence_started_at as date)
                = cast(right_offences.offence_started_at as date) then 'another_hour'
            else 'another_time'
        end
    from candidates
    inner join offences as left_offences on candidates.left_key = left_offences.record_key
    inner join offences as right_offences on candidates.right_key = right_offences.record_key
    where
        left_offences.offence_started_at <> right_offences.offence_started_at
        -- Midnight stands for a day whose hour nobody knows.
        and left_offences.offence_started_at <> cast(left_offences.offence_started_at as date)
        and right_offences.offence_started_at <> cast(right_offences.offence_started_at as date)
    union all
    select candidates.left_key, candidates.right_key, 'status', 'closed_for_it'
    from candidates
    inner join offences as left_offences on candidates.left_key = left_offences.record_key
    inner join offences as right_offences on candidates.right_key = right_offences.record_key
    where left_offences.case_status_code in ('60', '70') or right_offences.case_status_code in ('60', '70')
)

select
    evidence.left_key,
    evidence.right_key,
    evidence.evidence,
    evidence.level,
    weights.weight_bits
from evidence
inner join {{ ref('case_link_weights') }} as weights
    on evidence.evidence = weights.evidence and evidence.level = weights.level
