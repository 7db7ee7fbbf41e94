"""For partners' engineers: what the API has, what it means, and a place to try it."""
