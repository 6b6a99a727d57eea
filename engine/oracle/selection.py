#!/usr/bin/env python3
"""Holds `accord engine select` and `accord engine check` against independent implementations, on random and real elections.

Selections against pabutools (exact fractions), EJR+ and priceability against abcvoting's definitions. Needs what
requirements.txt names, and ACCORD_BIN, the program. Real elections are read from ACCORD_DATA/pabulib, or
../shared/data/pabulib beside the project's root; without them that part is skipped, and says so. Świecie 2023 must come
out as officially selected. Prints what it compared; at the first difference prints that election and exits with 1.
Case N is the same whenever it is tried: `--seed N --cases 1`.

    ACCORD_BIN=target/debug/accord python engine/oracle/selection.py [--cases 300] [--seed 1] [--seconds 30] [--completions 60]
"""

import argparse
import json
import multiprocessing
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from fractions import Fraction

from abcvoting import properties
from abcvoting.preferences import Profile as Abc
from pabutools.analysis.priceability import priceable
from pabutools.election import Additive_Cardinal_Sat, Cardinality_Sat, Cost_Sat
from pabutools.election.pabulib import parse_pabulib
from pabutools.rules import (
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)

from elections import election

ACCORD = os.environ.get("ACCORD_BIN", "accord")
ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("ACCORD_DATA", ROOT.parent / "shared" / "data")) / "pabulib"
SATISFACTION = {"cost": Cost_Sat, "cardinality": Cardinality_Sat, "additive": Additive_Cardinal_Sat}
compared = Counter()


def accord(*words):
    done = subprocess.run([ACCORD, "engine", *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"accord engine {' '.join(words)}: {done.returncode} {done.stderr}")
    return json.loads(done.stdout)


def names(projects):
    return [project.name for project in projects]


def same_selection(path, instance, what, theirs, ours, order=list):
    """What costs nothing is left out: by cost utility its worth is 0 / 0, and theirs takes it under one rule but not the next."""
    free = {project.name for project in instance if project.cost == 0}
    priced = lambda selected: order(name for name in selected if name not in free)
    same(path, what, priced(names(theirs)), priced(ours["selected"]))


def same(path, what, theirs, ours):
    compared[what] += 1
    if theirs != ours:
        print(f"DIFFERENCE in {what} of {path}\n  theirs {theirs}\n  ours   {ours}")
        print(pathlib.Path(path).read_text(encoding="utf-8"))
        sys.exit(1)


def check_equal_shares(path, utility, completions):
    instance, profile = parse_pabulib(path)
    sat = SATISFACTION[utility]
    supported = {project for ballot in profile for project in ballot}
    for completion in completions:
        if completion == "none":
            theirs = method_of_equal_shares(instance, profile, sat)
        elif completion == "add-one":
            theirs = method_of_equal_shares(instance, profile, sat, voter_budget_increment=1)
        elif completion == "add-one-greedy":
            first = method_of_equal_shares(instance, profile, sat, voter_budget_increment=1)
            theirs = greedy_utilitarian_welfare(instance, profile, sat, initial_budget_allocation=first)
        else:
            # Everything fits: theirs goes on up to a bound that has nothing to do with the rule.
            if sum(project.cost for project in supported) <= instance.budget_limit:
                continue
            theirs = exhaustion_by_budget_increase(
                instance,
                profile,
                method_of_equal_shares,
                {"sat_class": sat},
                exhaustive_stop=False,
                budget_step=profile.num_ballots(),
            )
        ours = accord("select", path, "--rule", "equal-shares", "--utility", utility, "--completion", completion)
        same_selection(path, instance, f"equal shares, {utility}, {completion}", theirs, ours)


def check_others(path, utilities):
    instance, profile = parse_pabulib(path)
    for utility in utilities:
        theirs = greedy_utilitarian_welfare(instance, profile, SATISFACTION[utility])
        ours = accord("select", path, "--rule", "greedy", "--utility", utility)
        same_selection(path, instance, f"greedy, {utility}", theirs, ours)
    if instance.meta["vote_type"] in APPROVALS:
        theirs = sequential_phragmen(instance, profile)
        ours = accord("select", path, "--rule", "phragmen", "--stop-first-overflow")
        same_selection(path, instance, "Phragmén, stopping", theirs, ours, sorted)


def check_committee(dice, path, folder):
    """EJR+ and priceability of a random committee: half of them nearly proportional, so that both answers come up."""
    instance, profile = parse_pabulib(path)
    everybody = sorted(project.name for project in instance)
    size = dice.randint(1, len(everybody))
    chosen = dice.sample(everybody, size)
    if dice.random() < 0.7:
        votes = Counter(project.name for ballot in profile for project in ballot)
        chosen = sorted(everybody, key=lambda name: -votes[name])[:size]
    place = {name: number for number, name in enumerate(everybody)}
    voters = Abc(len(everybody))
    voters.add_voters([[place[project.name] for project in ballot] for ballot in profile])
    committee = {place[name] for name in chosen}
    list_of_ids = os.path.join(folder, "selected.json")
    with open(list_of_ids, "w", encoding="utf-8") as file:
        json.dump(chosen, file)
    ours = accord("check", path, "--selected", list_of_ids, "--committee", str(size))
    theirs = properties.check_EJR_plus(voters, committee, quota=Fraction(len(voters), size))
    same(path, f"EJR+ ({theirs})", theirs, ours["ejr_plus"])
    supported = {project.name for ballot in profile for project in ballot}
    if len(supported) >= size:
        theirs = properties.check_priceability(voters, committee)
        same(path, f"priceable ({theirs})", theirs, ours["priceable"])
    same(path, "feasible", True, ours["feasible"])


def check_costs(dice, path, folder):
    """Priceability with costs, of a selection that fits, or of what a rule selects."""
    instance, profile = parse_pabulib(path)
    # Theirs takes ten times the budget for infinity.
    if max(project.cost for project in instance) > 5 * instance.budget_limit:
        return
    chosen = []
    if dice.random() < 0.5:
        chosen = [project for project in greedy_utilitarian_welfare(instance, profile, Cost_Sat)]
    else:
        for project in dice.sample(sorted(instance), len(instance)):
            if sum(other.cost for other in chosen) + project.cost <= instance.budget_limit:
                chosen.append(project)
    list_of_ids = os.path.join(folder, "selected.json")
    with open(list_of_ids, "w", encoding="utf-8") as file:
        json.dump(names(chosen), file)
    ours = accord("check", path, "--selected", list_of_ids)
    theirs = priceable(instance, profile, chosen, exhaustive=False).validate()
    same(path, f"priceable with costs ({theirs})", theirs, ours["priceable"])


ALL = ["none", "add-one", "until-overspend", "add-one-greedy"]
APPROVALS = ("approval", "choose-1")
UTILITIES = {
    "approval": ["cost", "cardinality"],
    "choose-1": ["cost", "cardinality"],
    "ordinal": ["cost", "cardinality"],
    "scoring": ["additive", "cost", "cardinality"],
    "cumulative": ["additive", "cost", "cardinality"],
}


def check_case(seed, folder):
    dice = random.Random(seed)
    kind = dice.choice(["approval", "approval", "approval", *UTILITIES])
    path = os.path.join(folder, "election.pb")
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(election(dice, kind))
    instance, profile = parse_pabulib(path)
    # Theirs begins anew for each unit of money.
    few_steps = instance.budget_limit + sum(project.cost for project in instance) < 500 * profile.num_ballots()
    for utility in UTILITIES[kind]:
        check_equal_shares(path, utility, ALL if few_steps else ["none"])
    check_others(path, UTILITIES[kind])
    if kind in APPROVALS:
        check_committee(dice, path, folder)
        check_costs(dice, path, folder)


def check_real(path, utilities):
    """Every rule, without completion."""
    for utility in utilities:
        check_equal_shares(path, utility, ["none"])
    check_others(path, utilities)


def check_task(task):
    """What another process compared."""
    try:
        check_equal_shares(*task)
    except SystemExit as difference:
        raise RuntimeError(f"{task}") from difference
    return compared


def check_completions(elections, seconds):
    """Those by cost of all elections first, the quickest first: theirs takes from seconds to minutes for each, so two at once,
    and what is not done after so many seconds is skipped."""
    size = lambda path: os.path.getsize(path)
    tasks = [
        (path, utility, [completion])
        for utility in ("cost", "additive", "cardinality")
        for completion in ALL[1:]
        for path in sorted(elections, key=size)
        if utility in elections[path]
    ]
    # By a fresh start each, so that none inherits the counts of another.
    with multiprocessing.Pool(2, maxtasksperchild=1) as pool:
        end = time.monotonic() + seconds
        running = [(task, pool.apply_async(check_task, (task,))) for task in tasks]
        for (path, utility, (completion,)), result in running:
            try:
                compared.update(result.get(max(0, end - time.monotonic())))
            except multiprocessing.TimeoutError:
                print(f"SKIPPED for want of time: {pathlib.Path(path).stem}, {utility}, {completion}")


def check_official(path):
    instance, _ = parse_pabulib(path)
    official = [project.name for project in instance if instance.project_meta[project]["selected"] == "1"]
    ours = accord("select", path, "--completion", "until-overspend")
    same(path, f"{pathlib.Path(path).stem} as officially selected", sorted(official), sorted(ours["selected"]))


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--cases", type=int, default=300)
    words.add_argument("--seed", type=int, default=1, help="of the first case; the next is one more")
    words.add_argument("--seconds", type=float, default=float("inf"), help="begins no random case after so many")
    words.add_argument("--completions", type=float, default=60, help="seconds for those of real elections; all take minutes")
    wanted = words.parse_args()
    real = sorted(map(str, DATA.glob("*.pb")))
    elections = {path: UTILITIES[parse_pabulib(path)[0].meta["vote_type"]] for path in real}
    if real:
        check_completions(elections, wanted.completions)
    for path, utilities in elections.items():
        check_real(path, utilities)
        if path.endswith("Poland_Swiecie_2023.pb"):
            check_official(path)
    print(f"{len(real)} real elections" if real else f"SKIPPED the real elections: none in {DATA}")
    end, cases = time.monotonic() + wanted.seconds, 0
    with tempfile.TemporaryDirectory() as folder:
        while cases < wanted.cases and time.monotonic() < end:
            check_case(wanted.seed + cases, folder)
            cases += 1
    for what, times in sorted(compared.items()):
        print(f"{times:6} × {what}: equal")
    print(f"{cases} random elections")


if __name__ == "__main__":
    main()
