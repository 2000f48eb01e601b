"""The front door: no arguments opens the window, a command runs without a screen."""

import sys

from app.bootstrap import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
