"""Commands without a screen, one file a group, thin over the services."""
