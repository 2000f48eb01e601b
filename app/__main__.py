"""The front door: no arguments opens the window, a command runs without a screen."""
