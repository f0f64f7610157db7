-- Published events of `case_count` invented cases, in the proportions of the sample city: about 17 events a
-- case, four in ten with a detention, one in eight with an arrest, six in ten sent for prosecution. Half the
-- cases are older than a year; of the young ones what would lie after the last day has not happened.
-- Belongs here: events as int_events_merged has them, as far as clocks read it.
create schema intermediate;

create temp table accused as
select
    'C' || left(md5('case' || numbers.i), 20) as case_id,
    'P' || left(md5('person' || numbers.i || '-' || places.k), 20) as person_id,
    places.k,
    numbers.i,
    date '2023-07-01' + cast(hash(numbers.i) % 720 as integer) as received_day,
    cast(hash(numbers.i, 'fate') % 1000 as integer) as fate,
    cast(hash(numbers.i, places.k, 'first') % 100 as integer) as luck,
    cast(hash(numbers.i, places.k, 'second') % 100 as integer) as pace
from range(getvariable('case_count')) as numbers (i)
cross join range(3) as places (k)
where
    places.k = 0
    or (places.k = 1 and hash(numbers.i, 'size') % 100 < 16)
    or (places.k = 2 and hash(numbers.i, 'size') % 100 < 6);

create temp table days as
select
    *,
    received_day + 1 + luck % 4 as filed_day,
    received_day + 3 + pace % 20 as taken_day,
    fate < 380 as is_detained,
    fate < 125 as is_arrested,
    fate between 125 and 680 as is_bailed,
    fate < 610 as is_sent,
    fate < 420 as is_tried,
    received_day + 8 + pace % 20 + luck % 28 as decided_day,
    received_day + 50 + pace as sent_day,
    luck < 15 as is_returned
from accused;

create temp table told (
    case_id varchar, person_id varchar, event_type varchar, happened_at timestamp, attributes varchar,
    agency varchar
);

insert into told
select case_id, null, 'case_received', received_day + interval 9 hour + to_minutes(i % 400), '{"source":"01"}', 'police'
from days where k = 0
union all
select case_id, null, 'filing_decision', filed_day + interval 15 hour, '{}', 'police' from days where k = 0 and fate < 960
union all
select case_id, person_id, 'suspect_appeared', taken_day + interval 8 hour, '{"way":"1"}', 'police' from days where fate < 720
union all
select case_id, person_id, unnest(['interrogation', 'inquiry']), taken_day + interval 11 hour, '{}', 'police' from days where fate < 720
union all
select case_id, null, 'case_solved', taken_day + interval 9 hour, '{}', 'police' from days where k = 0 and fate < 540
union all
select case_id, person_id, 'detained', taken_day + interval 10 hour + to_minutes(i % 500), '{"measure":"03"}', 'police' from days where is_detained
union all
select case_id, person_id, 'delivered_to_kss', taken_day + interval 20 hour + to_minutes(i % 500), '{}', 'police' from days where is_detained
union all
select case_id, person_id, 'family_notified', taken_day + interval 18 hour + to_minutes(i % 1100), '{}', 'police' from days where is_detained
union all
select case_id, person_id, 'first_interrogation', taken_day + interval 13 hour + to_minutes(i % 900), '{}', 'police' from days where is_detained
union all
select
    case_id, person_id, 'extension_granted', taken_day + 2 + interval 10 hour,
    case when luck < 40 then '{"kind":"ext_to_30","approver":"county_police_head","ground":"multiple"}'
    else '{"kind":"ext_1_4","approver":"county_police_head","days":4}' end, 'police'
from days where is_detained and luck < 80
union all
select case_id, null, 'arrest_request_submitted', taken_day + 2 + luck % 28 + interval 11 hour, '{"document_no":"x"}', 'police' from days where fate < 230 and k = 0
union all
select case_id, person_id, 'arrest_request_received', taken_day + 2 + luck % 28 + interval 12 hour, '{"in_custody":true}', 'procuratorate' from days where fate < 230
union all
select case_id, person_id, 'arrest_decision', cast(decided_day as timestamp), '{"decision":"A10"}', 'procuratorate' from days where fate < 230
union all
select case_id, person_id, 'arrested', decided_day + 1 + interval 10 hour, '{}', 'police' from days where is_arrested
union all
select case_id, person_id, 'family_notified', decided_day + 1 + interval 20 hour, '{}', 'police' from days where is_arrested
union all
select case_id, person_id, unnest(['bail_started', 'bail_decision_announced']), decided_day + 1 + interval 10 hour, '{}', 'police' from days where is_bailed
union all
select case_id, person_id, 'bail_released_or_changed', received_day + 150 + pace + interval 10 hour, '{}', 'police' from days where is_bailed
union all
select case_id, person_id, 'extension_granted', decided_day + 55 + interval 10 hour, '{"kind":"ext156","approver":"superior_procuratorate"}', 'police'
from days where is_arrested and pace < 25
union all
select case_id, null, unnest(['transferred_for_prosecution', 'investigation_concluded']), sent_day + interval 10 hour, '{"document_no":"y"}', 'police' from days where is_sent and k = 0
union all
select case_id, person_id, 'transfer_received', cast(sent_day + 1 as timestamp), '{"in_custody":' || cast(is_arrested as varchar) || '}', 'procuratorate' from days where is_sent
union all
select case_id, person_id, 'plea_statement_signed', cast(sent_day + 10 as timestamp), '{}', 'procuratorate' from days where is_sent
union all
select case_id, null, 'extension_granted', cast(sent_day + 20 as timestamp), '{"kind":"plus_15","approver":"procuratorate"}', 'procuratorate'
from days where is_sent and k = 0 and luck between 15 and 35
union all
select case_id, null, 'returned_for_supplementary', cast(sent_day + 25 as timestamp), '{"return_seq":1}', 'procuratorate' from days where is_sent and is_returned and k = 0
union all
select case_id, null, 'suppl_docs_received_by_police', cast(sent_day + 26 as timestamp), '{}', 'police' from days where is_sent and is_returned and k = 0
union all
select case_id, null, 'resubmitted', cast(sent_day + 50 as timestamp), '{"return_seq":1}', 'procuratorate' from days where is_sent and is_returned and k = 0
union all
select case_id, person_id, case when is_tried then 'prosecution_decision' else 'nonprosecution_decision' end, cast(sent_day + 30 + case when is_returned then 40 else luck % 15 end as timestamp), '{"decision":"P10"}', 'procuratorate' from days where is_sent
union all
select
    case_id, person_id, 'case_accepted', cast(sent_day + 75 as timestamp),
    '{"procedure":"' || case luck % 3 when 0 then 'ordinary' when 1 then 'summary' else 'fast_track' end || '","in_custody":'
    || cast(is_arrested as varchar) || '}', 'court'
from days where is_tried
union all
select case_id, null, unnest(['case_assigned', 'hearing_scheduled']), cast(sent_day + 77 as timestamp), '{}', 'court' from days where is_tried and k = 0
union all
select case_id, null, 'trial_suspended', cast(sent_day + 79 as timestamp), '{}', 'court' from days where is_tried and k = 0 and pace < 4
union all
select case_id, null, 'trial_resumed', cast(sent_day + 110 as timestamp), '{}', 'court' from days where is_tried and k = 0 and pace < 3
union all
select case_id, person_id, 'judgment_pronounced', cast(sent_day + 85 + luck % 25 as timestamp), '{"verdict":"C10"}', 'court' from days where is_tried
union all
select case_id, null, 'judgment_served', cast(sent_day + 115 as timestamp), '{}', 'court' from days where is_tried and k = 0
union all
select case_id, person_id, 'judgment_effective', cast(sent_day + 126 as timestamp), '{"verdict":"C10"}', 'court' from days where is_tried
union all
select case_id, person_id, 'documents_delivered', cast(sent_day + 132 as timestamp), '{"organ_type":"30"}', 'court' from days where is_tried
union all
select case_id, person_id, 'decision_effective', cast(sent_day + 126 as timestamp), '{}', 'justice' from days where fate between 125 and 260
union all
select case_id, person_id, unnest(['documents_received', 'reported', 'correction_started']), cast(sent_day + 134 as timestamp), '{}', 'justice' from days where fate between 125 and 260;

create table intermediate.int_events_merged as
select
    'E' || left(md5(case_id || event_type || coalesce(person_id, '') || happened_at), 20) as event_id,
    case_id,
    person_id,
    event_type,
    happened_at as occurred_at,
    attributes,
    agency
from told
where happened_at < timestamp '2025-07-01 00:00:00';
