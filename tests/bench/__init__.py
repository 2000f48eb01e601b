"""The budgets of the program, each measured beside its peer in the same run (docs/performance.md).

Nothing in ``make test`` depends on a clock; this does, and is run by ``make bench``.
"""
