"""A Receipt in; text lines, a picture or a PDF page out.

layout     what the ticket says, as rows of a few kinds; shift_slip: what an X or Z report says
text       the rows in 48 columns
typeset    the rows as marks at places in dots; the two painters below share it
raster     the marks as a picture, 576 dots wide
pdf        the marks as a page, 80 mm wide
printers   the three faces as files
"""
