"""QtCore only: a frozen view per screen, derived by a pure function, and the slots a screen may call."""
