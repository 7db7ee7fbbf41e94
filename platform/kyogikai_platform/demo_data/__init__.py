"""What the demo shows: files about three real councils, and a fictitious one that a program writes."""
