"""What everything in the schema means, in Japanese and English: a text for each coordinate."""
