-- Grain: the delivery that brought one file (the loaded one, should it have come twice).
select *
from ops_deliveries
where file_name = $file
order by status = 'loaded' desc, received_at desc
limit 1
