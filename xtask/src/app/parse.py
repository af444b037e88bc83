"""Parses Swift, and says where it is none.

Usage: parse.py FOLDER
"""

import pathlib
import sys

import tree_sitter
import tree_sitter_swift

parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_swift.language()))
files = sorted(pathlib.Path(sys.argv[1]).rglob("*.swift"))
wrong = 0


def report(file, node):
    global wrong
    if node.is_error or node.is_missing:
        wrong += 1
        print(f"{file}:{node.start_point[0] + 1}: this is no Swift")
        return
    for child in node.children:
        if child.has_error or child.is_missing:
            report(file, child)


for file in files:
    report(file, parser.parse(file.read_bytes()).root_node)
print(f"{len(files)} files of Swift, {wrong} errors")
sys.exit(1 if wrong or not files else 0)
