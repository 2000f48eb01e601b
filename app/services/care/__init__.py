"""Carers: who they are, their agreements, the scores of a month, what they are paid."""
