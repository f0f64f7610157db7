"""Grain: one text of facts that some case has now, with what it says.

Nuance: a text that was read before, by the same code and word list, is taken over; a day's delivery costs what
it brings. What is read depends on the text alone, so the result is that of reading everything.

Belongs here: what is new, and handing it to models.similarity. Keep out: any rule.
"""


def model(dbt, session):
    dbt.config(materialized="table")
    from pipelines.fact_words import read_new_texts

    return read_new_texts(
        session, facts=dbt.ref("int_case_facts"), words=dbt.ref("fact_words"), earlier=str(dbt.this)
    )
