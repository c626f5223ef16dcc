"""The simulated pay channel behind codes and cards: a party of its own, with its own ledger in its own SQLite file."""
