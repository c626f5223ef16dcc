"""Giving back at the counter: the dialog and its pages."""
