-- Grain: one relation of the project with the relations that it is made of.
select relation_name, layer, path, grain, depends_on from ops_relations
