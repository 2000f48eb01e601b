"""抽查: the same card on the page of visits and on the county's page."""
