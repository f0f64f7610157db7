-- Grain: one word in the facts of one decided case, with its weight (BM25).
-- Nuance: kept in the order of charge and word, so that a question reads the slices of its words alone. Words
-- of half of all cases say nothing and are left out. Cases are known by their document_no: who may not see a
-- case cannot join it (pipelines/sealing.py).
with

documents as (
    select
        document_no,
        charge_code,
        terms,
        {{ list_length('terms') }} as word_count
    from {{ ref('fct_case_profiles') }}
    where document_no is not null
),

totals as (
    select count(*) as document_count, avg(word_count) as mean_word_count from documents
),

occurrences as (
    select document_no, charge_code, word_count, {{ exploded('terms') }} as term
    from documents
),

counts as (
    select document_no, charge_code, word_count, term, count(*) as occurrence_count
    from occurrences
    group by document_no, charge_code, word_count, term
),

terms as (
    select term, count(*) as holder_count from counts
    group by term
),

final as (
    select
        counts.charge_code,
        counts.term,
        counts.document_no,
        -- k1 = 1.2, b = 0.75
        cast(
            ln(1 + (totals.document_count - terms.holder_count + 0.5) / (terms.holder_count + 0.5))
            * counts.occurrence_count * 2.2
            / (counts.occurrence_count + 1.2 * (0.25 + 0.75 * counts.word_count / totals.mean_word_count))
            as float
        ) as weight
    from counts
    inner join terms on counts.term = terms.term
    cross join totals
    where terms.holder_count <= greatest(0.5 * totals.document_count, 20)
)

select * from final
order by charge_code, term, document_no
