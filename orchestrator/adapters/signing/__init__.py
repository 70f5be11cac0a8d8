"""Ed25519 keys of the record: kept in files that only their owner may read, used to sign and verify checkpoints."""
