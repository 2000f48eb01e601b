"""The papers of a person: list, preview, checklist."""
