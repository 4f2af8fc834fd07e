"""A plain V1 Phoenix client that knows nothing of tokens and numbers no refs. Prints the message it hears, as JSON."""

import asyncio
import json
import sys

import websockets


async def main(address, name):
    async with websockets.connect(address) as socket:

        async def send(event, payload):
            await socket.send(json.dumps({"topic": "room:lobby", "event": event, "payload": payload, "ref": None}))

        async def until(event):
            while True:
                frame = json.loads(await asyncio.wait_for(socket.recv(), 10))
                if frame["event"] == event:
                    return frame

        await send("phx_join", {"username": name})
        joined = await until("phx_reply")
        assert joined["payload"]["status"] == "ok" and joined["ref"] is None, joined
        await send("shout", {"body": "I love XML", "channel": "room:lobby", "name": name})
        print(json.dumps((await until("shout"))["payload"]))


asyncio.run(main(*sys.argv[1:]))
