#!/usr/bin/env python3
"""The engine's statistics beside independent implementations, on random and real instances: ranking against statsmodels
and scipy, raking against ipfn, groups against red-dwarf.

Needs what requirements.txt names, and ACCORD_BIN, the program. Real conversations are read from ACCORD_DATA/polis, or
../shared/data/polis beside the project's root; without them that part is skipped, and says so. Prints what it compared;
exits 1 at a difference. Case N is the same whenever it is tried: `--seed N --cases 1`.

    ACCORD_BIN=target/debug/accord python engine/oracle/statistics.py [--cases 30] [--seed 7] [--seconds 30]
"""

import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import warnings

import numpy
import pandas
from ipfn import ipfn
from reddwarf.utils.stats import calculate_comment_statistics_dataframes
from scipy.optimize import minimize
from scipy.special import betaln
from scipy.stats import beta
from statsmodels.stats.proportion import proportion_confint

warnings.filterwarnings("ignore")
ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = os.environ.get("ACCORD_BIN", "accord")
DATA = pathlib.Path(os.environ.get("ACCORD_DATA", ROOT.parent / "shared" / "data")) / "polis"
differences = 0


def accord(*words):
    done = subprocess.run([BIN, "engine", *map(str, words)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"accord engine {' '.join(map(str, words))} failed: {done.stderr}")
    return json.loads(done.stdout)


def compare(what, found, expected, tolerance):
    global differences
    found, expected = numpy.asarray(found, float), numpy.asarray(expected, float)
    if found.shape != expected.shape:
        print(f"DIFFERENCE {what}: {found.shape} figures instead of {expected.shape}")
        differences += 1
        return
    off = numpy.abs(found - expected) / numpy.maximum(1.0, numpy.abs(expected))
    worst = off.max() if off.size else 0.0
    if not worst <= tolerance:
        at = numpy.unravel_index(numpy.nanargmax(off), off.shape)
        print(f"DIFFERENCE {what}: {found[at]} instead of {expected[at]} at {at}")
        differences += 1
    return worst


def likelihood(k, n):
    def minus(x):
        a, b = numpy.exp(x)
        return -(betaln(a + k, b + n - k) - betaln(a, b)).sum()

    return minus


def rank(folder, dice, items):
    n = dice.integers(0, 200, items)
    n[0] = 30
    p = dice.beta(dice.uniform(0.5, 8), dice.uniform(0.5, 8), items)
    k = dice.binomial(n, p)
    path = folder / "items.csv"
    with open(path, "w") as file:
        print("item,positive,total", file=file)
        for i in range(items):
            print(f"proposal {i},{k[i]},{n[i]}", file=file)
    found = accord("rank", path)
    assert [item["item"] for item in found["items"]] == [f"proposal {i}" for i in range(items)]
    low, high = proportion_confint(k[n > 0], n[n > 0], alpha=0.05, method="wilson")
    column = lambda name: numpy.array([item[name] for item in found["items"]])
    compare("wilson, lower", column("wilson_lower")[n > 0], low, 1e-12)
    compare("wilson, upper", column("wilson_upper")[n > 0], high, 1e-12)
    compare("wilson without votes", [column("wilson_lower")[n == 0], column("wilson_upper")[n == 0]],
            [numpy.zeros((n == 0).sum()), numpy.ones((n == 0).sum())], 0)
    a, b = found["alpha"], found["beta"]
    # The top is flat: what must agree is the likelihood there, and that nothing climbs higher.
    seen = n > 0
    minus = likelihood(k[seen], n[seen])
    best = min((minimize(minus, start, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 4000})
                for start in ([0.0, 0.0], [1.5, 1.5])), key=lambda fit: fit.fun)
    compare("likelihood of the prior", minus(numpy.log([a, b])), best.fun, 1e-9)
    if 0.15 < numpy.exp(best.x).sum() < 5_000:
        compare("the prior", [a, b], numpy.exp(best.x), 1e-4)
    compare("posterior mean", column("mean"), (a + k) / (a + b + n), 1e-12)
    compare("posterior 5 % quantile", column("q05"), beta.ppf(0.05, a + k, b + n - k), 1e-9)


def rake(folder, dice):
    sizes = [int(size) for size in dice.integers(2, 5, dice.integers(2, 4))]
    names = [f"d{i}" for i in range(len(sizes))]
    cells = [[f"v{v}" for v in cell] for cell in numpy.ndindex(*sizes)]
    # Cells where nobody answered have nobody in the population either; every value has somebody.
    respondents = dice.integers(1, 60, len(cells)) * (dice.random(len(cells)) < dice.choice([1, 0.8]))
    for place, size in enumerate(sizes):
        for value in range(size):
            respondents[next(i for i, cell in enumerate(cells) if cell[place] == f"v{value}")] += 1
    hidden = respondents * numpy.exp(dice.normal(0, dice.choice([0.3, 1, 2]), len(cells)))
    frame = pandas.DataFrame(cells, columns=names)
    frame["total"] = respondents.astype(float)
    truth = frame.assign(total=hidden)
    targets = {name: truth.groupby(name)["total"].sum() for name in names}
    path = folder / "rows.csv"
    frame.assign(respondents=respondents)[names + ["respondents"]].to_csv(path, index=False)
    totals = folder / "targets.json"
    totals.write_text(json.dumps({name: {v: float(t) for v, t in target.items()} for name, target in targets.items()}))
    found = accord("rake", path, totals)
    fitted = ipfn.ipfn(frame, list(targets.values()), [[name] for name in names], convergence_rate=1e-13,
                       rate_tolerance=0, max_iteration=5_000).iteration()
    asked = respondents > 0
    expected = fitted["total"].to_numpy()[asked] / respondents[asked]
    compare("raked weights", numpy.array(found["weights"])[asked], expected, 1e-7)
    respondents = respondents[asked]
    weights = numpy.repeat(expected, respondents)
    compare("effective sample size", found["n_eff"], weights.sum() ** 2 / (weights**2).sum(), 1e-7)
    compare("design effect", found["deff"], 1 + weights.var() / weights.mean() ** 2, 1e-7)


def statistics(what, found, matrix, groups):
    """`matrix`: people by statements, NaN for unseen; `groups`: of each person."""
    names = sorted(set(groups))
    labels = numpy.array([names.index(group) for group in groups])
    by_group, consensus = calculate_comment_statistics_dataframes(matrix, labels)
    columns = {"A": "na", "D": "nd", "S": "ns", **{name: name for name in
               ("pa", "pd", "pat", "pdt", "ra", "rd", "rat", "rdt")}}
    statements = [str(statement) for statement in matrix.columns]
    for ours, theirs in columns.items():
        expected = [[by_group.loc[(g, s), theirs] for s in matrix.columns] for g in range(len(names))]
        mine = [[found["statements"][s]["groups"][name][ours] for s in statements] for name in names]
        compare(f"{what}: {ours}", mine, expected, 1e-9)
    compare(f"{what}: gic", [found["statements"][s]["gic"] for s in statements],
            consensus.iloc[:, 0].reindex(matrix.columns), 1e-9)


def conversation(folder):
    rows = list(csv.DictReader(open(folder / "participants-votes.csv", newline="")))
    statements = sorted(int(name) for name in rows[0] if name.isdigit())
    cell = lambda text: float(text) if text != "" else numpy.nan
    matrix = pandas.DataFrame([[cell(row[str(s)]) for s in statements] for row in rows],
                              index=[row["participant"] for row in rows], columns=statements)
    return matrix, [row["group-id"] for row in rows]


def real(folder):
    matrix, groups = conversation(folder)
    found = accord("groups", folder)
    kept = [place for place, group in enumerate(groups) if group != ""]
    assert found["groups"] == {matrix.index[place]: groups[place] for place in kept}
    statistics(f"{folder.name}, published", found, matrix.iloc[kept], [groups[place] for place in kept])
    own = accord("groups", folder, "--groups", "own")
    kept = [place for place, person in enumerate(matrix.index) if person in own["groups"]]
    if kept:
        mine = [own["groups"][matrix.index[place]] for place in kept]
        statistics(f"{folder.name}, own", own, matrix.iloc[kept], mine)
    print(f"  {folder.name}: {len(set(own['groups'].values()))} own groups, stability {own['stability']:.2f},"
          f" {'shown' if own['shown'] else 'hidden'}")


def invented(folder, dice):
    """With people in no group or without votes, statements that nobody saw, and columns of other versions."""
    people, statements, groups = int(dice.integers(8, 60)), int(dice.integers(1, 25)), int(dice.integers(2, 5))
    of = [str(g) for g in list(range(groups)) + list(dice.integers(0, groups, people - groups))]
    out = dice.random(people) < dice.choice([0, 0.3])
    of = [group if place < groups or not out[place] else "" for place, group in enumerate(of)]
    votes = dice.choice([1.0, -1.0, 0.0, numpy.nan], (people, statements), p=[0.4, 0.2, 0.1, 0.3])
    votes[dice.random(people) < dice.choice([0, 0.2])] = numpy.nan
    votes[:, dice.random(statements) < dice.choice([0, 0.2])] = numpy.nan
    extra = list(dice.permutation(["xid", "n-comments", "n-votes"])[: dice.integers(0, 4)])
    numbers = sorted(int(number) for number in dice.choice(200, statements, replace=False))
    export = folder / "export"
    export.mkdir(exist_ok=True)
    with open(export / "participants-votes.csv", "w", newline=dice.choice(["", "\r\n"])) as file:
        print("participant", *extra, "group-id", *numbers, sep=",", file=file)
        for person in range(people):
            cells = ["" if numpy.isnan(vote) else int(vote) for vote in votes[person]]
            print(person, *("" for _ in extra), of[person], *cells, sep=",", file=file)
    with open(export / "comments.csv", "w") as file:
        print("comment-id,moderated,comment-body", file=file)
        for number in numbers:
            print(number, dice.choice([-1, 0, 1]), '"of ""this"",\nand that"', sep=",", file=file)
    matrix = pandas.DataFrame(votes, index=[str(p) for p in range(people)], columns=numbers)
    kept = [place for place, group in enumerate(of) if group]
    statistics("invented", accord("groups", export), matrix.iloc[kept], [of[place] for place in kept])


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--cases", type=int, default=30)
    words.add_argument("--seed", type=int, default=7, help="of the first case; the next is one more")
    words.add_argument("--seconds", type=float, default=float("inf"), help="begins no random case after so many")
    wanted = words.parse_args()
    end, cases = time.monotonic() + wanted.seconds, 0
    found = sorted(path for path in DATA.glob("*") if (path / "participants-votes.csv").exists())
    for path in found:
        real(path)
    print(f"{len(found)} real conversations" if found else f"SKIPPED the real conversations: none in {DATA}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        while cases < wanted.cases and time.monotonic() < end:
            dice = numpy.random.default_rng(wanted.seed + cases)
            rank(folder, dice, int(dice.integers(2, 300)))
            rake(folder, dice)
            invented(folder, dice)
            cases += 1
    if differences:
        sys.exit(f"{differences} differences")
    print(f"{cases} random lists, tables and conversations: no differences")


main()
