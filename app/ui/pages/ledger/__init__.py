"""The page 台账."""
