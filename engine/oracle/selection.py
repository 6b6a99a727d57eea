#!/usr/bin/env python3
"""Holds `accord engine select` and `accord engine check` against independent implementations, on random elections.

Selections against pabutools (exact fractions), EJR+ and priceability against abcvoting's definitions. Needs an environment with
pabutools, gmpy2 and abcvoting, and ACCORD_BIN, the binary. Files named as arguments are compared as well.
Prints what it compared; exits with 1 at the first difference, after writing that election to difference.pb.

    ACCORD_BIN=target/release/accord python engine/oracle/selection.py [--cases 300] [--seed 1] [FILE.pb …]
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
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

ACCORD = os.environ.get("ACCORD_BIN", "accord")
SATISFACTION = {"cost": Cost_Sat, "cardinality": Cardinality_Sat, "additive": Additive_Cardinal_Sat}
compared = Counter()


def accord(*words):
    done = subprocess.run([ACCORD, "engine", *words], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"accord engine {' '.join(words)}: {done.returncode} {done.stderr}")
    return json.loads(done.stdout)


def names(projects):
    return [project.name for project in projects]


def same(path, what, theirs, ours):
    compared[what] += 1
    if theirs != ours:
        print(f"DIFFERENCE in {what} of {path}\n  theirs {theirs}\n  ours   {ours}")
        with open(path, encoding="utf-8") as file, open("difference.pb", "w", encoding="utf-8") as kept:
            kept.write(file.read())
        sys.exit(1)


def election(dice, kind):
    """Small numbers on purpose: they make ties, exact hits of a price and empty purses frequent."""
    projects, voters = dice.randint(2, 9), dice.randint(1, 14)
    style = dice.choice(["unit", "few", "wide", "decimal"])
    cost = {
        "unit": lambda: "1",
        "few": lambda: str(dice.choice([1, 2, 2, 3, 6])),
        "wide": lambda: str(dice.randint(1, 60)),
        "decimal": lambda: f"{dice.randint(1, 9)}.{dice.choice(['5', '25', '1', '0'])}",
    }[style]
    costs = [cost() for _ in range(projects)]
    ids = [f"{dice.choice(['p', 'q', ''])}{number}" for number in range(projects)]
    total = sum(map(float, costs))
    budget = max(1, round(total * dice.uniform(0.2, 1.1)))
    if dice.random() < 0.5:
        budget = max(1, budget // voters) * voters
    lines = ["META", "key;value", f"num_projects;{projects}", f"num_votes;{voters}", f"budget;{budget}"]
    lines += [f"vote_type;{kind}", "PROJECTS", "project_id;cost"]
    lines += [f"{name};{cost}" for name, cost in zip(ids, costs)]
    lines += ["VOTES", "voter_id;vote;points" if kind != "approval" else "voter_id;vote"]
    blocks = [dice.sample(ids, dice.randint(1, projects)) for _ in range(3)]
    for voter in range(voters):
        ballot = dice.choice(blocks) if dice.random() < 0.6 else dice.sample(ids, dice.randint(1, projects))
        points = "" if kind == "approval" else ";" + ",".join(str(dice.randint(1, 5)) for _ in ballot)
        lines.append(f"v{voter};{','.join(ballot)}{points}")
    return "\n".join(lines) + "\n"


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
        same(path, f"equal shares, {utility}, {completion}", names(theirs), ours["selected"])


def check_others(path, utilities):
    instance, profile = parse_pabulib(path)
    for utility in utilities:
        theirs = greedy_utilitarian_welfare(instance, profile, SATISFACTION[utility])
        ours = accord("select", path, "--rule", "greedy", "--utility", utility)
        same(path, f"greedy, {utility}", names(theirs), ours["selected"])
    if "additive" not in utilities:
        theirs = sequential_phragmen(instance, profile)
        ours = accord("select", path, "--rule", "phragmen", "--stop-first-overflow")
        same(path, "Phragmén, stopping", sorted(names(theirs)), sorted(ours["selected"]))


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


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--cases", type=int, default=300)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("files", nargs="*")
    wanted = words.parse_args()
    dice = random.Random(wanted.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "election.pb")
        for _ in range(wanted.cases):
            kind = dice.choice(["approval", "approval", "scoring"])
            with open(path, "w", encoding="utf-8") as file:
                file.write(election(dice, kind))
            for utility in ["cost", "cardinality"] if kind == "approval" else ["additive"]:
                check_equal_shares(path, utility, ALL)
            check_others(path, ["cost", "cardinality"] if kind == "approval" else ["additive"])
            if kind == "approval":
                check_committee(dice, path, folder)
                check_costs(dice, path, folder)
    for path in wanted.files:
        for utility in ["cost", "cardinality"]:
            check_equal_shares(path, utility, ALL)
    for what, times in sorted(compared.items()):
        print(f"{times:6} × {what}: equal")


if __name__ == "__main__":
    main()
