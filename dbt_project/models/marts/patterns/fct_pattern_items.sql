-- Grain: one conspicuous thing: an alert, a cluster, a hot cell or a shift.
-- Nuance: as of the last complete week; columns that a kind of item does not have are empty.
with

items as (
    {{ pattern_rows('item', {
        'item_id': 'varchar', 'item_kind': 'varchar', 'group_code': 'varchar',
        'area_code': 'varchar', 'level': 'varchar', 'method': 'varchar',
        'first_day': 'date', 'last_day': 'date', 'shifted_on': 'date',
        'window_weeks': 'integer', 'observed': 'integer', 'expected': 'double',
        'upper': 'double', 'p_value': 'double', 'q_value': 'double',
        'outcome': 'varchar', 'within': 'varchar', 'alert_weeks': 'integer',
        'ratio': 'double', 'ratio_low': 'double', 'ratio_high': 'double',
        'log_likelihood': 'double', 'x_metres': 'double', 'y_metres': 'double',
        'radius_metres': 'double', 'z_value': 'double', 'density': 'double',
        'is_hot': 'boolean', 'cell_column': 'integer', 'cell_row': 'integer'
    }) }}
),

final as (
    select
        item_id,
        item_kind,
        group_code,
        area_code,
        level,
        method,
        first_day,
        last_day,
        shifted_on,
        window_weeks,
        observed,
        expected,
        upper,
        p_value,
        q_value,
        outcome,
        within,
        alert_weeks,
        ratio,
        ratio_low,
        ratio_high,
        log_likelihood,
        {{ longitude_of('x_metres') }} as longitude,
        {{ latitude_of('y_metres') }} as latitude,
        radius_metres,
        z_value,
        density,
        is_hot,
        cell_column,
        cell_row
    from items
)

select * from final
