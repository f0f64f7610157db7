-- Grain: one notice, interrogation or request that came later than the law allows.
{{ clock_findings('late_notice') }}
