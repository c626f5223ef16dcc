"""Widgets that render a view and call the slots of a view model."""
