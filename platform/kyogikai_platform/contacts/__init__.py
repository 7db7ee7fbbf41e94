"""連絡先: how members are reached, and who looked at it."""
