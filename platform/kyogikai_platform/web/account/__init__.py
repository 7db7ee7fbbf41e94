"""The pages of signing in otherwise than by passphrase, and of one's own account."""
