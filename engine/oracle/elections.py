"""Random elections in the .pb format, as wild as files of others: every vote type, and every way of writing a table.

Numbers are mostly small, which makes ties, exact hits of a price and empty purses frequent.
"""

import decimal

COSTS = {
    "unit": lambda dice: "1",
    "few": lambda dice: str(dice.choice([1, 2, 2, 3, 6])),
    "wide": lambda dice: str(dice.randint(1, 60)),
    "decimal": lambda dice: f"{dice.randint(1, 9)}.{dice.choice(['5', '25', '1', '0', ''])}",
    "comma": lambda dice: f"{dice.randint(0, 9)},{dice.choice(['5', '05', '125', '10'])}",
    "fine": lambda dice: f"{dice.randint(1, 40)}.{dice.randint(0, 999_999):06}",
    "free": lambda dice: str(dice.choice([0, 1, 2, 5])),
    "large": lambda dice: str(dice.randint(1, 60) * 50_000 + dice.choice([0, 0, 1])),
}
IDS = [
    lambda number: f"p{number}",
    lambda number: str(number),
    lambda number: str(30 - number),
    lambda number: f"{'qpĄ'[number % 3]}{number}",
    lambda number: f"BO.{number}/20 A",
]
NAMES = ["plain", '"quoted; with semicolon"', '"a ""word"" in it"', "", "a, b, c", '5" pipe', "Ł—ódź", "None"]


def points_for(dice, kind, ballot):
    if kind == "cumulative":
        return [str(dice.choice([0, 1, 1, 2, 3])) for _ in ballot]
    return [dice.choice(["1", "2", "3", "5", "0", "2.5", "10"]) for _ in ballot]


def ballots_of(dice, kind, ids, voters):
    most = 1 if kind == "choose-1" else len(ids)
    named = ids[: dice.randint(1, len(ids))] if dice.random() < 0.3 else ids
    blocks = [dice.sample(named, dice.randint(1, min(most, len(named)))) for _ in range(3)]
    for _ in range(voters):
        if kind != "choose-1" and dice.random() < 0.05:
            yield []
        elif dice.random() < 0.6:
            yield list(dice.choice(blocks))
        else:
            yield dice.sample(named, dice.randint(1, min(most, len(named))))


def budget_for(dice, costs, voters):
    total = sum(decimal.Decimal(cost.replace(",", ".")) for cost in costs)
    share = dice.choice([0.001, dice.uniform(0.1, 1.1), dice.uniform(0.2, 0.7), dice.uniform(0.2, 0.7)])
    if dice.random() < 0.2:
        return f"{max(float(total) * share, 0.01):.2f}".replace(".", dice.choice([".", ","]))
    budget = max(1, round(float(total) * share))
    return str(max(1, budget // voters) * voters if dice.random() < 0.5 else budget)


def election(dice, kind):
    projects, voters = dice.randint(1, 9), dice.randint(1, 14)
    cost, ident = COSTS[dice.choice(list(COSTS))], dice.choice(IDS)
    costs, ids = [cost(dice) for _ in range(projects)], [ident(number) for number in range(projects)]
    budget = budget_for(dice, costs, voters)
    scored = kind in ("scoring", "cumulative")
    votes = [
        (f"v{voter}", ballot, points_for(dice, kind, ballot) if scored else [])
        for voter, ballot in enumerate(ballots_of(dice, kind, ids, voters))
        if ballot or not scored
    ] or [("v", ids[:1], ["1"])]
    return written(dice, kind, budget, list(zip(ids, costs)), votes)


def written(dice, kind, budget, projects, votes):
    """The same tables, in one of the many ways of writing them."""
    extra, scored = dice.random() < 0.5, kind in ("scoring", "cumulative")
    meta = [("description", '"one; two"'), ("budget", budget), ("vote_type", kind), ("num_votes", str(len(votes)))]
    dice.shuffle(meta)
    lines = ["META", "key;value", *map(";".join, meta), dice.choice(["PROJECTS", "projects"])]
    lines += ["project_id;name;cost;selected" if extra else "project_id;cost"]
    for name, cost in projects:
        lines.append(f"{name};{dice.choice(NAMES)};{cost};{dice.choice('01')}" if extra else f"{name};{cost}")
    if dice.random() < 0.2:
        lines.append("")
    columns = ["voter_id", *(["age", "sex"] if extra else []), "vote", *(["points"] if scored else [])]
    first, *rest = columns
    dice.shuffle(rest)
    lines += ["VOTES", ";".join([first, *rest])]
    for voter, ballot, points in votes:
        cells = {"age": str(dice.randint(16, 99)), "sex": "", "vote": ",".join(ballot), "points": ",".join(points)}
        if dice.random() < 0.1:
            cells["vote"] = f'"{cells["vote"]}"'
        lines.append(";".join([voter, *(cells[column] for column in rest)]))
    end = dice.choice(["\n", "\n", "\r\n"])
    return dice.choice(["", "", "\ufeff"]) + end.join(lines) + dice.choice([end, ""])
