-- Grain: one kind of offence in one county or township, the last year beside the year before.
-- Nuance: rates only where a population is known; without two years there is no change.
{{ pattern_rows('town', {
    'level': 'varchar', 'area_code': 'varchar', 'group_code': 'varchar',
    'now': 'double', 'before': 'double', 'expected_by_mix': 'double',
    'ratio': 'double', 'ratio_low': 'double', 'ratio_high': 'double',
    'p_value': 'double', 'city_part': 'double', 'mix_part': 'double',
    'local_part': 'double', 'population': 'integer', 'rate': 'double',
    'rate_smoothed': 'double', 'rate_low': 'double', 'rate_high': 'double',
    'quadrant': 'varchar'
}) }}
