"""The shift dialog page by page: signing in, the drawer, cash in and out, the count, the report."""
