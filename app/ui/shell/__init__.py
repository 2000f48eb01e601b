"""Main window, navigation, first start and what happens when something breaks."""
