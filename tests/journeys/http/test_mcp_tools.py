"""The library as tools, for a client of the `mcp` package: over HTTP, and over stdin and stdout."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from paper_reader.types import TokenScope

TOOLS = {"search", "similar", "paper", "topics", "must_reads", "path_to", "reading_list", "mark", "full_text"}


async def use_everything(client: Client) -> dict[str, Any]:
    """List and call every tool; what each answered."""
    listed = (await client.list_tools()).tools
    assert {tool.name for tool in listed} == TOOLS
    assert all(tool.description and tool.input_schema["type"] == "object" for tool in listed)
    answers: dict[str, Any] = {}
    for name, arguments in {
        "search": {"query": "graph neural networks", "limit": 3, "categories": ["cs"]},
        "similar": {"paper": "1901.00001", "limit": 2},
        "paper": {"paper": "lib:2"},
        "topics": {},
        "must_reads": {"topic": "gnn", "size": 3, "year_to": 2019, "explain": True},
        "path_to": {"paper": "lib:2", "known": ["lib:3"], "size": 4},
        "reading_list": {},
        "mark": {"paper": "more:9", "status": "read", "note": "from an assistant"},
    }.items():
        result = await client.call_tool(name, arguments)
        assert not result.is_error, (name, result.content)
        answers[name] = result.structured_content
        assert json.loads(result.content[0].text) == answers[name]
    return answers


def check(answers: dict[str, Any]) -> None:
    assert answers["search"]["hits"][0]["paper"]["external_id"] in {"lib:1", "lib:2", "lib:3"}
    assert len(answers["similar"]["hits"]) == 2
    assert answers["paper"]["doi"] == "10.5555/survey.2021"
    assert len(answers["topics"]["parts"]) == 11
    assert {item["paper"]["external_id"] for item in answers["must_reads"]["items"]} == {"lib:1", "lib:3"}
    assert all(item["reason"] and item["signals"] for item in answers["must_reads"]["items"])
    way = answers["path_to"]["items"]
    assert way[-1]["paper"]["external_id"] == "lib:2"
    assert not any(item["signals"] for item in way)
    assert "lists" in answers["reading_list"]
    assert (answers["mark"]["status"], answers["mark"]["notes"][-1]["text"]) == ("read", "from an assistant")


def connect(url: str, secret: str | None, use: Callable[[Client], Any]) -> Any:
    async def run() -> Any:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=30) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            return await use(client)

    return asyncio.run(run())


def test_every_tool_over_http(served) -> None:
    check(connect(served.url, served.token(TokenScope.WRITE), use_everything))


def test_without_a_token_nothing_is_marked_over_http(served) -> None:
    async def use(client: Client) -> None:
        assert not (await client.call_tool("search", {"query": "graphs"})).is_error
        refused = await client.call_tool("mark", {"paper": "more:8", "status": "read"})
        assert refused.is_error
        assert "token" in refused.content[0].text

    connect(served.url, None, use)
    assert served.library.reading_state("more:8").status is None


def test_what_goes_wrong_is_said_in_words(served) -> None:
    async def use(client: Client) -> list[str]:
        asked = [("paper", {"paper": "no such"}), ("search", {"query": ""}), ("reading_list", {"slug": "none"})]
        results = [await client.call_tool(name, arguments) for name, arguments in asked]
        assert all(result.is_error for result in results)
        return [result.content[0].text for result in results]

    said = connect(served.url, None, use)
    assert "no paper 'no such'" in said[0]
    assert "no kept list" in said[2]
    assert str(served.library.settings.data_folder) not in " ".join(said)


def command_of(settings: Any) -> tuple[list[str], dict[str, str]]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PAPER_READER_")}
    variables |= {
        "PAPER_READER_DATA_DIR": str(settings.data_folder),
        "PAPER_READER_CACHE_DIR": str(settings.cache_folder),
        "PAPER_READER_MODEL": settings.model,
        "PAPER_READER_STARTER": "off",
        "HOME": str(settings.data_folder),
    }
    return ["-m", "paper_reader", "mcp"], variables


@pytest.mark.slow
def test_every_tool_over_stdin_and_stdout(copy_library) -> None:
    arguments, variables = command_of(copy_library())

    async def run() -> dict[str, Any]:
        server = StdioServerParameters(command=sys.executable, args=arguments, env=variables)
        async with Client(server) as client:
            return await use_everything(client)

    check(asyncio.run(run()))


@pytest.mark.slow
def test_stdout_carries_the_protocol_alone(copy_library) -> None:
    arguments, variables = command_of(copy_library())
    asked = [
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": "search", "arguments": {"query": "graph"}},
        },
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "paper", "arguments": {"paper": "no"}}},
    ]
    process = subprocess.Popen(
        [sys.executable, *arguments, "--debug"],
        env=variables,
        stdin=-1,
        stdout=-1,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for message in asked:
        process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
    answers = [json.loads(process.stdout.readline()) for _ in range(3)]
    process.stdin.close()
    rest = process.stdout.read()
    assert process.wait(timeout=20) == 0
    process.stdout.close()
    assert {answer["id"] for answer in answers} == {1, 2, 3}
    assert rest == ""
