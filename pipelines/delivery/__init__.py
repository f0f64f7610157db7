"""Delivery: mails to subscribers, from what is due to what came of it.

Belongs here: planning, making messages, sending, bounces. Keep out: what a report says (dashboards/reports) and
where states are kept (pipelines/appdb).
"""
