-- Grain: one row. Rows of all deliveries that wait in quarantine.
select coalesce(sum(rows_quarantined), 0) as row_count from ops_deliveries
