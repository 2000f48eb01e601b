"""帮扶台账 (Bangfu Ledger): see docs/architecture.md for the rooms and the law of direction."""

__version__ = "0.1.0"
