"""Plain data in, a file out: paper and workbooks. A file appears whole or not at all."""
