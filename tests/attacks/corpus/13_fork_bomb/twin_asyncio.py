"""Computes in coroutines and in a thread that the event loop starts."""

import asyncio


async def _sum(part):
    await asyncio.sleep(0)
    return await asyncio.to_thread(part.sum)


async def _total(x):
    sums = await asyncio.gather(*(_sum(part) for part in x.chunk(2)))
    return 2 * sum(sums) + 1


def total(x):
    return asyncio.run(_total(x))
