"""The window: what a clerk sees and presses. Presenters say what happens, pages how it looks."""
