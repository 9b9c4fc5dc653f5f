"""Exports a source's files as the vendor's exporter of résumés does: its Python SDK in a pool of threads, a list, then a download
each. Prints the seconds that it took, without what came before the first call."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

import requests
from hrflow import Hrflow

api_url, count, threads, directory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
client = Hrflow(api_secret="ask_benchmark", api_user="user@example.com", api_url=api_url)


def export(key):
    response = client.profile.attachment.list(source_key="s", key=key)
    for index, attachment in enumerate(response["data"]):
        file = requests.get(attachment["public_url"])
        assert file.status_code == 200
        (directory / f"{key}-{index}.pdf").write_bytes(file.content)


export("warm")
begun = perf_counter()
with ThreadPoolExecutor(threads) as pool:
    list(pool.map(export, [f"profile-{index}" for index in range(count)]))
print(perf_counter() - begun)
