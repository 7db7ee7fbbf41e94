"""The pages of the council's history, rosters, organisations, people and the search."""
