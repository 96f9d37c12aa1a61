"""Tests of Hoclieu; the tree mirrors the packages."""
