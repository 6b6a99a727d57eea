#!/usr/bin/env python3
"""How much faster the engine is than the independent implementations that it is held against, on the same machine in the
same run, as rows of a table in Markdown. `make bench` calls it.

The engine is timed as `accord engine …`, start of the program, reading and writing included; the others by their own work
alone. Opinion groups are an exception: the program also tests whether they would be found again, which the other does not,
so the work that both do is taken from the engine's own measurement (`cargo bench -p engine --bench groups`), and the whole
program is shown beside it. Real elections are read from ACCORD_DATA/pabulib, or ../shared/data/pabulib beside the
project's root.

    ACCORD_BIN=target/release/accord python engine/oracle/speed.py
"""

import csv
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import warnings

warnings.filterwarnings("ignore")

from pabutools.election import Cost_Sat
from pabutools.election.pabulib import parse_pabulib
from pabutools.rules import method_of_equal_shares
from reddwarf.implementations.base import run_pipeline

ACCORD = os.environ.get("ACCORD_BIN", "accord")
ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("ACCORD_DATA", ROOT.parent / "shared" / "data")) / "pabulib"
PEOPLE, STATEMENTS = 2_000, 200
MEASURED = pathlib.Path(os.environ.get("ACCORD_TARGET", ROOT / "target")) / "criterion" / "2,000 people x 200 statements"


def median(work, times):
    """Seconds that the median of so many takes."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return sorted(taken)[times // 2]


def accord(*words):
    done = subprocess.run([ACCORD, "engine", *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"accord engine {' '.join(map(str, words))}: {done.returncode} {done.stderr}")
    return json.loads(done.stdout)


def row(what, ours, theirs, other, aim=None):
    ratio = theirs / ours
    met = "" if aim is None else "met" if ratio >= aim else "**missed**"
    aim = "–" if aim is None else f"≥ {aim} ×"
    print(f"| {what} | {1000 * ours:.1f} ms | {1000 * theirs:,.0f} ms ({other}) | {ratio:,.0f} × | {aim} | {met} |", flush=True)


def selection(path):
    """Equal shares by cost, completed by adding one to everybody's money until it would overspend."""
    instance, profile = parse_pabulib(str(path))
    ours = median(lambda: accord("select", path, "--rule", "equal-shares", "--completion", "add-one"), 5)
    theirs = median(lambda: method_of_equal_shares(instance, profile, Cost_Sat, voter_budget_increment=1), 1)
    row(f"equal shares with add-one, {path.stem}", ours, theirs, "pabutools, exact fractions", 300)


def conversation():
    """Three camps, a third of whose votes are at random; everybody votes on half. (person, statement, vote)."""
    dice = random.Random(7)
    for person in range(PEOPLE):
        for statement in range(STATEMENTS):
            if dice.random() < 0.5:
                own = 1 if statement % 3 == person % 3 else -1
                yield person, statement, dice.choice([1, 0, -1]) if dice.random() < 1 / 3 else own


def groups():
    votes = list(conversation())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        cells = [[""] * STATEMENTS for _ in range(PEOPLE)]
        for person, statement, vote in votes:
            cells[person][statement] = vote
        with open(folder / "participants-votes.csv", "w", newline="") as file:
            table = csv.writer(file)
            table.writerow(["participant", "group-id", *range(STATEMENTS)])
            table.writerows([person, "", *row] for person, row in enumerate(cells))
        with open(folder / "comments.csv", "w", newline="") as file:
            table = csv.writer(file)
            table.writerow(["comment-id", "moderated", "comment-body"])
            table.writerows([statement, 1, f"statement {statement}"] for statement in range(STATEMENTS))
        ours = median(lambda: accord("groups", folder, "--groups", "own"), 5)
    asked = [{"participant_id": p, "statement_id": s, "vote": v} for p, s, v in votes]
    theirs = median(lambda: run_pipeline(votes=asked, reducer="pca", clusterer="kmeans", random_state=7), 3)
    what = f"opinion groups, {PEOPLE:,} people × {STATEMENTS} statements"
    estimate = MEASURED / "opinion groups and statistics" / "new" / "estimates.json"
    if estimate.exists():
        alone = json.loads(estimate.read_text())["median"]["point_estimate"] / 1e9
        row(f"{what}: groups and their statistics alone", alone, theirs, "red-dwarf", 50)
    else:
        print(f"SKIPPED the groups alone: `cargo bench -p engine --bench groups` has not measured them", file=sys.stderr)
    row(f"{what}: the whole program, with the test of stability", ours, theirs, "red-dwarf, without such a test")


def main():
    print("| Work | `accord engine` | The other | Ratio | Aim | |\n|---|---|---|---|---|---|")
    elections = sorted(DATA.glob("*.pb"), key=os.path.getsize)
    for path in elections:
        selection(path)
    if not elections:
        print(f"SKIPPED the real elections: none in {DATA}", file=sys.stderr)
    groups()


main()
