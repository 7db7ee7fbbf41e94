"""The platform's operator: from nothing to a municipality in use; never its content."""
