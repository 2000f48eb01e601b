"""The page 走访."""
