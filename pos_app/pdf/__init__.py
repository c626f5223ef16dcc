"""Pages as a PDF file: texts are real text in the program's own font, lines and codes are sharp at any size.

font    the characters of a document, cut out of the font, and how a text is written with them
page    what stands on a page, in millimetres from its upper left corner
file    pages as the bytes of a file
"""
