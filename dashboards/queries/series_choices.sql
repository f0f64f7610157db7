-- Grain: one code of one filter of the list of series.
select 'kind' as filter, offence_kind as code from fct_series group by offence_kind
union all
select 'region', region_code from fct_series where region_code is not null group by region_code
order by filter, code
