"""The cashier window and the phone window; the only home of Qt."""
