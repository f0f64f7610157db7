-- Grain: one case of one series, in the order of time.
select
    members.*,
    cases.case_no,
    cases.case_title,
    cases.stage,
    profiles.facts_masked,
    profiles.modus_codes,
    profiles.tools,
    profiles.goods
from bridge_series_cases as members
inner join dim_cases as cases on members.case_id = cases.case_id
left join fct_case_profiles as profiles on members.case_id = profiles.case_id
where members.series_id = $series_id
order by members.offended_at, members.case_id
