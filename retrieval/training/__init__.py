"""Question sets -> the deltas of the reader; run as `python -m retrieval.training`."""
