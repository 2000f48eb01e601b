"""The page 县级汇总."""
