"""Metrics for pages, mails and reports: any figure of the registry for any days and scope.

Belongs here: asking the published cubes. Keep out: definitions (the registry), arithmetic of values and
periods (models/metrics), drawing.
"""
