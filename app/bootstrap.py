"""Composition root: the one file that knows every room and wires it."""
