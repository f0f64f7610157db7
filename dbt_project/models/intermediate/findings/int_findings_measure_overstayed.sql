-- Grain: one bail or residential surveillance that ran past its longest term.
{{ clock_findings('measure_overstayed') }}
