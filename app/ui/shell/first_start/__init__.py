"""The three questions of the first start."""
