-- Grain: one band of risk of open cases, with its track record on a held-out half-year.
select
    risks.risk_band as band,
    count(*) as case_count,
    any_value(risks.band_question_count) as learnt_count,
    any_value(risks.band_missed_share) as missed_share
from fct_clock_risks as risks
inner join dim_cases as cases on risks.case_id = cases.case_id
where
    ($region is null or risks.region_code = $region)
    and ($charge is null or cases.lead_charge_code = $charge)
group by band
order by case band when 'high' then 1 when 'raised' then 2 else 3 end
