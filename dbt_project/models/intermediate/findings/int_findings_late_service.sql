-- Grain: one decision served later than the law allows.
{{ clock_findings('late_service') }}
