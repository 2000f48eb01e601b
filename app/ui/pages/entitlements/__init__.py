"""The page 待遇."""
