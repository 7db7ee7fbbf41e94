"""A validated selection becomes one SQL statement that returns the answer as JSON text."""
