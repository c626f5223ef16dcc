"""Pure values and laws of the counter; no I/O, no clock, no chance."""
