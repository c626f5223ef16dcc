"""The window's light colours, as far as paper and workbook use them; a test holds the two together."""

INK = "#15211B"
SOFT = "#5A6A61"
LINE = "#DCE2DD"
PANEL = "#F3F5F2"
ACCENT = "#0B6E4F"
ACCENT_SOFT = "#E1F1EA"
ON_ACCENT = "#FFFFFF"
WARN = "#9A5B00"
BAD = "#B3261E"
BAD_SOFT = "#FBE6E4"
FOCUS = "#1A73E8"
SIM = "#F6B73C"
ON_SIM = "#3B2600"

# Who pays, in the order in which a bill is paid; for people who do not tell them apart, every part is labelled as well.
TENDERS = {
    "fund": "#0B6E4F",
    "account": "#3C9A78",
    "shared": "#8CCBB2",
    "cash": "#F6B73C",
    "mobile": "#1A73E8",
    "card": "#5A6A61",
}
