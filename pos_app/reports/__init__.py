"""A day of the till as files to keep: rows for a spreadsheet, a workbook, and a page with a picture of the day.

columns    what a row of a sale says, for both kinds of table
csv_file   the rows as CSV that a spreadsheet may open without harm
workbook   the day as XLSX: real numbers, a frozen heading, one sheet a subject
page       the day as a PDF page: sums, sales by hour, how they were paid, whether the books agree
files      the three as files of a folder
"""
