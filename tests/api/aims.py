"""Lets half of the cases aim at what is there: random ids alone would see 404 only."""

import json
import os
import random
import urllib.error
import urllib.request

import schemathesis

URL = os.environ["PORTAL_URL"] + "/api/approvals"
TOKEN = os.environ["PORTAL_TOKEN"]


def items(path):
    request = urllib.request.Request(
        URL + path, headers={"authorization": f"Bearer {TOKEN}"}
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["items"]
    except urllib.error.HTTPError:
        return []  # Not for this person to see.


NAMES = {
    "requests": "id",
    "tasks": "id",
    "delegations": "id",
    "webhooks": "id",
    "deliveries": "id",
    "policies": "key",
}
AIMS = {
    f"/{list_}/": [{name: item[name]} for item in items(f"/{list_}?limit=100")]
    for list_, name in NAMES.items()
}


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    path = context.operation.path
    aims = next((AIMS[start] for start in AIMS if path.startswith(start)), [])
    # The case decides, so that a seed repeats all of it.
    luck = random.Random(json.dumps(path_parameters, sort_keys=True, default=str))
    if not path_parameters or not aims or luck.random() < 0.5:
        return path_parameters
    small = {"index": luck.randrange(2), "version": luck.randint(1, 3)}
    aim = {**small, **luck.choice(aims)}
    return {name: aim.get(name, value) for name, value in path_parameters.items()}
