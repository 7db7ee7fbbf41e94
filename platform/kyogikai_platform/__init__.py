"""The hosted product: wires the floors below together and serves them."""
