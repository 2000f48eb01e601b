"""The tab 责任人 of the page 走访."""
