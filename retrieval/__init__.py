"""A question and an open index -> an answer with its exact quotes, or an honest no."""
