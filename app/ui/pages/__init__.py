"""One folder a page: ``presenter.py`` (no Qt) and what it looks like."""
