-- Grain: one day of the calendar, with statutory holidays and make-up workdays.
select
    cast(date_day as date) as date_day,
    cast(extract(year from cast(date_day as date)) as integer) as year_number,
    cast(extract(month from cast(date_day as date)) as integer) as month_number,
    is_workday,
    is_holiday,
    holiday_name,
    is_makeup_workday,
    is_provisional
from {{ ref('calendar') }}
