"""Asks each tool of `secondsource mcp` one question, with the client of the package `mcp`.

    python mcp_client.py PROGRAM PILE
"""

import asyncio
import json
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client


async def main(program, pile):
    server = StdioServerParameters(command=program, args=["mcp", pile, "-q"])
    async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        tools = {tool.name for tool in (await session.list_tools()).tools}

        async def ask(tool, **said):
            answer = await session.call_tool(tool, said)
            failed = getattr(answer, "is_error", getattr(answer, "isError", False))
            assert not failed, answer
            tools.discard(tool)
            return json.loads(answer.content[0].text)

        stories = await ask("list_stories")
        story = stories["items"][0]["id"]
        brief = await ask("get_story", id=story)
        assert "→" in brief["numbers"] and brief["page"].startswith("# ")
        assert (await ask("search_articles", q="water"))["total"] > 0
        assert (await ask("who_said", speaker="a"))["total"] > 0
        claim = brief["title"]
        assert "claims" in await ask("check_claim", text=claim)
        assert "stories" in await ask("what_changed", since="2031-03-10")
        assert not tools, f"not asked: {tools}"
    print("each tool has answered")


asyncio.run(main(*sys.argv[1:]))
