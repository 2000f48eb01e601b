"""People who move to another township, and those who come from one."""
