"""Developer tools that need nothing but Python: ``python3 -m tools`` (Windows: ``py -m tools``)."""
