"""Command lines, tool calls and damaged files that nobody should give the program, made from a
seed, and what must hold of each, however it ends.

    lines.py   a command line, from the program's own table of commands (table.py)
    calls.py   a call of an assistant's tool
    files.py   a file that the program reads, sound; damage.py damages it
    room.py    where one try runs: folders, streams and surroundings of its own
    oracle.py  what is wrong with a try; nothing, for nearly all

What a try in one process cannot reach, and what reaches it:

    explore          needs a terminal, or serves a browser: up to its doors here, which are shut;
                     behind them tests/test_explore*.py
    mcp              waits for an assistant: up to the loop here; behind it the tools are called
                     with arguments drawn in calls.py, and tests/test_mcp.py drives the pipe
    batch with Spark starts Java: up to its door here; behind it tests/test_batch_spark.py
    fit to the end   takes half a minute: here its files are too short for it; tests/test_fit.py
    signals, streams that are closed or full
                     belong to a process: tests/test_streams.py
"""
