"""Everything of a tenant in one file; its closing, its destruction, and the certificate of that."""
