"""The page 人员."""
