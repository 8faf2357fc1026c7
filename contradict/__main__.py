"""python -m contradict."""

from contradict.cli import main

if __name__ == "__main__":
    main()
