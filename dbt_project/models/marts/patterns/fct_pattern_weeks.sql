-- Grain: one kind of offence in the city or one county in one week, past or forecast.
-- Nuance: series that are too short or too small have no rows; fct_pattern_measures says so.
{{ pattern_rows('week', {'group_code': 'varchar', 'area_code': 'varchar', 'week_start': 'date', 'observed': 'integer', 'expected': 'double', 'low': 'double', 'high': 'double', 'level_count': 'double', 'season': 'double', 'festival': 'double', 'is_forecast': 'boolean'}) }}
