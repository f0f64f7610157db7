-- Grain: one charge of the Criminal Law (Amendment XII).
select
    charge_code,
    name as charge_name,
    article,
    cast(chapter_no as integer) as chapter_no,
    chapter,
    section,
    aliases
from {{ ref('charges') }}
