"""The till's own SQLite file."""
