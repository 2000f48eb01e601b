"""Small parts that pages are made of; none of them knows a service."""
