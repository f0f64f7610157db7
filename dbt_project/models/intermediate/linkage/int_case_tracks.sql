-- Grain: one record of one track of a case.
-- Nuance: a track begins with a review for prosecution and goes on with what came from it; what lies
-- before the split (police, arrest review) belongs to every track of the case, marked as trunk. A case
-- that never reached such a review is one track.
-- Belongs here: branches of split cases. Keep out: links (int_case_links).
with recursive

components as (
    select * from {{ ref('int_case_components') }}
),

records as (
    select record_key, record_kind
    from {{ ref('int_case_records') }}
),

links as (
    select left_key, right_key
    from {{ ref('int_case_links') }}
    where is_used
),

branches as (
    select
        record_key as root_key,
        record_key
    from records
    where record_kind = 'prosecution_review'
    union
    select
        branches.root_key,
        links.right_key
    from branches
    inner join links on branches.record_key = links.left_key
),

-- A record that hangs on two reviews (two indictments tried together) is on both tracks.
branched as (
    select
        components.case_id,
        branches.root_key,
        branches.record_key
    from branches
    inner join components on branches.record_key = components.record_key
),

roots as (
    select distinct
        components.case_id,
        coalesce(branched.root_key, '') as root_key
    from components
    left join branched on components.case_id = branched.case_id
),

trunks as (
    select
        roots.case_id,
        roots.root_key,
        components.record_key
    from roots
    inner join components on roots.case_id = components.case_id
    left join branched on components.record_key = branched.record_key
    where branched.record_key is null
),

final as (
    select case_id, root_key, record_key, false as is_trunk
    from branched
    union all
    select case_id, root_key, record_key, true
    from trunks
)

select
    {{ hashed_id('T', ['final.case_id', 'final.root_key']) }} as track_id,
    final.case_id,
    final.record_key,
    components.agency,
    components.source_table,
    components.source_record_id,
    final.is_trunk
from final
inner join components on final.record_key = components.record_key
