"""Read model -> answer: the partner API."""
