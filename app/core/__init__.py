"""The ground every other room stands on: standard library only, no files of people, no screen."""
