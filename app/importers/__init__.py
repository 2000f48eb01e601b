"""A workbook in, an ``ImportPlan`` out; nothing here writes to the store."""
