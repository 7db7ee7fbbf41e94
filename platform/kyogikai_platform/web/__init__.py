"""The pages of the hosted product: Japanese first, English complete, and whole without a script."""
