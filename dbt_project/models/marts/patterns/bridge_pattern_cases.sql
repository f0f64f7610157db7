-- Grain: one police record behind one item.
-- Nuance: records that are gone today are left out, so an item may count more than it lists.
with

items as (select * from {{ ref('fct_pattern_items') }}),

offences as (
    select
        offences.*,
        components.case_id,
        groups.parent_code,
        cast(floor(offences.x_metres / 500) as integer) as cell_column,
        cast(floor(offences.y_metres / 500) as integer) as cell_row
    from {{ ref('int_offence_versions') }} as offences
    inner join {{ ref('int_case_components') }} as components
        on {{ record_key('police', 'cases', 'offences.police_case_no') }} = components.record_key
    left join {{ ref('dim_pattern_groups') }} as groups on offences.group_code = groups.group_code
),

counted as (
    select
        offences.case_id,
        offences.police_case_no,
        offences.accepted_at,
        offences.occurred_at,
        offences.region_code,
        offences.township_code,
        offences.cell_column,
        offences.cell_row,
        kinds.group_code
    from offences
    inner join {{ ref('dim_pattern_groups') }} as kinds
        on offences.group_code = kinds.group_code or offences.parent_code = kinds.group_code
),

members as (
    {{ pattern_rows('member', {'item_id': 'varchar', 'police_case_no': 'varchar'}) }}
),

of_alerts as (
    select items.item_id, counted.case_id, counted.police_case_no
    from items
    inner join counted
        on
            items.group_code = counted.group_code
            and (
                items.level = 'city'
                or (items.level = 'region' and items.area_code = counted.region_code)
                or (items.level = 'township' and items.area_code = counted.township_code)
            )
            and cast(counted.accepted_at as date) between
            coalesce(items.shifted_on, items.first_day)
            and case
                when items.item_kind = 'shift' then {{ days_after('items.shifted_on', 90) }} else items.last_day
            end
    where items.item_kind in ('alert', 'shift')
),

of_cells as (
    select items.item_id, counted.case_id, counted.police_case_no
    from items
    inner join counted
        on
            items.group_code = counted.group_code
            and items.cell_column = counted.cell_column
            and items.cell_row = counted.cell_row
            and cast(counted.occurred_at as date) between items.first_day and items.last_day
    where items.item_kind = 'hot_spot'
),

of_clusters as (
    select members.item_id, offences.case_id, offences.police_case_no
    from members
    inner join offences on members.police_case_no = offences.police_case_no
),

final as (
    select * from of_alerts
    union all
    select * from of_cells
    union all
    select * from of_clusters
)

select * from final
