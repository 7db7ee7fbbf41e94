"""The way in: passwords, sessions, tokens, and who somebody is who asks a municipality.

What is secret stands in operational tables here, as digests and hashes; who has an account and which
roles is told by the log.
"""
