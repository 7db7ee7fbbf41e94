"""The settings of the municipality."""
