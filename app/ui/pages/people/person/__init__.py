"""One person on the page 人员: what the tabs show, what can be done in them, and the dialogs."""
