-- Grain: one decided case of the charge that is like the asked one; the likest come first.
-- The words find the candidates (BM25 over the slices of the charge and the words), the elements set their order:
-- six tenths words, the rest method, amount, premises, number of accused, plea and surrender. A filter that is
-- NULL is not set.
with

asked as (select * from fct_case_profiles where case_id = $case_id),

wanted as (select distinct unnest(terms) as term from asked),

scored as (
    select words.document_no, sum(words.weight) as word_score
    from fct_case_terms as words
    inner join wanted on words.term = wanted.term
    where words.charge_code = $charge
    group by words.document_no
    order by word_score desc, words.document_no
    limit 1000
),

-- Narrow columns only: a thousand candidates lie all over the profiles.
candidates as (
    select
        profiles.case_id,
        profiles.document_no,
        profiles.region_code,
        profiles.accepted_year,
        profiles.premises_code,
        profiles.amount_yuan,
        profiles.modus_codes,
        profiles.accused_count,
        profiles.has_plea,
        profiles.has_surrendered,
        scored.word_score / max(scored.word_score) over () as word_likeness,
        asked.modus_codes as asked_modus,
        asked.amount_yuan as asked_amount,
        asked.premises_code as asked_premises,
        asked.accused_count as asked_count,
        asked.has_plea as asked_plea,
        asked.has_surrendered as asked_surrendered
    from scored
    inner join fct_case_profiles as profiles on scored.document_no = profiles.document_no
    cross join asked
    where
        profiles.case_id <> asked.case_id
        and ($region is null or profiles.region_code = $region)
        and ($since is null or profiles.accepted_year >= $since)
        and ($low is null or profiles.amount_yuan >= $low)
        and ($high is null or profiles.amount_yuan <= $high)
),

alike as (
    select
        candidates.*,
        coalesce(len(list_intersect(
            string_split_regex(modus_codes, '[^A-Za-z0-9]+'), string_split_regex(asked_modus, '[^A-Za-z0-9]+')
        )) > 0, false) as is_same_method,
        case
            when amount_yuan > 0 and asked_amount > 0 then exp(-abs(ln(amount_yuan / asked_amount)))
            when coalesce(amount_yuan, 0) = 0 and coalesce(asked_amount, 0) = 0 then 1.0
            else 0.0
        end as amount_likeness,
        coalesce(premises_code = asked_premises, false) as is_same_premises
    from candidates
),

ranked as (
    select
        *,
        0.6 * word_likeness
        + 0.12 * is_same_method::integer
        + 0.12 * amount_likeness
        + 0.06 * is_same_premises::integer
        + 0.04 * (least(accused_count, 3) = least(asked_count, 3))::integer
        + 0.03 * (has_plea = asked_plea)::integer
        + 0.03 * (has_surrendered = asked_surrendered)::integer as likeness
    from alike
    order by likeness desc, case_id
    limit $row_limit
)

select
    ranked.case_id,
    ranked.likeness,
    ranked.word_likeness,
    ranked.is_same_method,
    ranked.amount_likeness,
    ranked.is_same_premises,
    texts.facts_masked,
    ranked.amount_yuan,
    ranked.accused_count,
    ranked.accepted_year,
    ranked.region_code,
    cases.case_no,
    cases.case_title
from ranked
inner join dim_cases as cases on ranked.case_id = cases.case_id
-- By number: the few rows are found without a look at the other texts.
inner join fct_case_profiles as texts on ranked.document_no = texts.document_no
order by ranked.likeness desc, ranked.case_id
