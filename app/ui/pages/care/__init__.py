"""The page 帮扶."""
