"""The pages that prove the record to whoever asks."""
