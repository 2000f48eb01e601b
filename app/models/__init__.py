"""The local store.

It opens through one door (``store.open_store``); whoever writes does it in a unit of work, so that
every change and its audit line are one transaction.
"""
