-- Grain: one person kept in custody past the day on which the law required release.
{{ clock_findings('overdue_custody') }}
