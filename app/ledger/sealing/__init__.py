"""The only place with cryptography: canonical XML, signing, verifying, keys and certificates."""
