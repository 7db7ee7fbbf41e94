"""会議: the register and its calendar, norm against held, one meeting from agenda to minutes, and feeds."""
