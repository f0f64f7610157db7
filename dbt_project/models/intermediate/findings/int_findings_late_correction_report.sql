-- Grain: one convict who reported for correction too late.
{{ clock_findings('late_correction_report') }}
