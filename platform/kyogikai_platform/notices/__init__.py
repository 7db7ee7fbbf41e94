"""開催通知: letters to the members of a meeting, each with a link to answer by, and what became of them."""
