"""A Receipt in; text lines, a picture or a PDF page out."""
