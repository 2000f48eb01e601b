"""What a clerk does: one verb, one transaction, one audit line.

Every service takes a ``Desk`` and plain arguments, and returns frozen dataclasses.
"""
