"""Signing in at a municipality's own provider of identities: OpenID Connect by code, PKCE and nonce."""
