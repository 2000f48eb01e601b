"""Collected where ``tests/shared_stores.py`` is told of a server."""
