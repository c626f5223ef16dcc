"""The customer's phone: draws a voucher code as a picture.

card      what a phone shows of one code, as shapes at places
png, svg  the shapes as a picture of dots and as one of outlines
"""
