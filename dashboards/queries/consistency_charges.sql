-- Grain: one charge with enough sentences to compare.
select charge_code, count(*) as sentence_count from fct_sentence_fits
group by charge_code
order by sentence_count desc, charge_code
