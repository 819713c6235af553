"""Files of newspaper pages -> articles, passages, and the names and dates in them."""
