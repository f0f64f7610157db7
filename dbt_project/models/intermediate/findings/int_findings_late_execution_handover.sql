-- Grain: one judgment whose documents went to the executing organ too late.
{{ clock_findings('late_execution_handover') }}
