"""The API clients of the municipality, and where they are told of changes."""
