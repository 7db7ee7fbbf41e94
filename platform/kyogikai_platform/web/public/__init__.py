"""The pages of what is published for everybody."""
