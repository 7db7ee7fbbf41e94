"""The console of the platform's operator: an application of its own at a host of its own."""
