-- Grain: one review, trial or other step that took longer than the law allows.
{{ clock_findings('overdue_handling') }}
