"""One module a trade: a checked message in, an answer or a refusal out."""
