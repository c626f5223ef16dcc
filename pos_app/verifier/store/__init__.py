"""Where the platform keeps its books: a protocol, and SQLite behind it."""
