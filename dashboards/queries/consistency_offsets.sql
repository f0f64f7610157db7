-- Grain: one court under one charge, or one half-year, without an order that would rank.
select * from fct_sentence_offsets
where
    ($charge is null and level = 'court')
    or (level = 'court_charge' and charge_code = $charge)
    or level = 'period'
order by level, md5(coalesce(court_code, half_year) || coalesce(charge_code, ''))
