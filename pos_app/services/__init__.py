"""Use cases over ports; they may block and know no vendor."""
