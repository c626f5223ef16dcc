"""The customer's phone: draws a voucher code as a picture."""
