"""Charts as data, and the two ways to draw them: on a page (plot.py) and without a browser (image.py).

Belongs here: what a chart says (spec.py) and drawing it in the colours of the house. Keep out: questions,
and words: titles and labels come in with the chart.
"""
