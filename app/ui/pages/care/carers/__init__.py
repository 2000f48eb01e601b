"""The tab 护理人 of the page 帮扶."""
