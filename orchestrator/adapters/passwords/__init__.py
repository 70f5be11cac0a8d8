"""Hashing of passwords; the only importer of argon2."""
