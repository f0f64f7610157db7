-- Grain: one figure of one method.
-- Nuance: track records, states and findings that are no single items.
{{ pattern_rows('measure', {'method': 'varchar', 'measure': 'varchar', 'group_code': 'varchar', 'area_code': 'varchar', 'bucket': 'varchar', 'value': 'double', 'low': 'double', 'high': 'double', 'p_value': 'double', 'state': 'varchar'}) }}
