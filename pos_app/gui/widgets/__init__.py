"""Small controls that know nothing of the till."""
