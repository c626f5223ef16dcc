"""Giving back at the counter: what its window knows, shows and does."""
