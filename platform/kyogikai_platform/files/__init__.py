"""The bytes of documents: the log holds what they hash to, this store holds them."""
