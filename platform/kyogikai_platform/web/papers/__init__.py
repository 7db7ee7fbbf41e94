"""The pages of a meeting's papers: what was handed out, to be read and to be added to."""
