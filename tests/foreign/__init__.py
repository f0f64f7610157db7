"""A landing folder by another hand: deliveries written from contracts/README.md alone.

Belongs here: a small generator of foreign deliveries, each row and file with the fate that the
contract gives it, and the tests that hold Caseloom to these fates. Keep out: our own sample
generator, its fixtures, and everything of the intake: what is expected here must not be computed
by the code that is tested.
"""
