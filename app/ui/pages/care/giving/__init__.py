"""The tabs of the page 帮扶 about what is given, and how everything they ask is typed."""
