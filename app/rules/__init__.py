"""The law: dated figures, facts with unknowns, programmes, duties. No store, no clock.

``shipped_policy()`` once, then ``assess()`` for entitlements and ``duties_for()`` for contacts.
"""
