"""OAuth 2.0 for programs: client credentials (RFC 6749) at each municipality's host, with its metadata."""
