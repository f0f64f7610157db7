"""An invented city whose agencies deliver files: the sample generator and a small committed sample.

Belongs here: inventing people, matters and deliveries per contract, with the truth behind them.
Keep out: reading deliveries (pipelines) and anything taken from a real case.
"""
