"""The simulated insurance platform: a program of its own, reached only in national messages."""
