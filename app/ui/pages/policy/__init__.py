"""The page 政策."""
