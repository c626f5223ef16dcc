"""The day screen: what it shows, as one frozen view, and what a person can do in it."""
