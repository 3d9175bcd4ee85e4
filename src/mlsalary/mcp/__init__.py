"""An MCP server: an assistant's questions, answered with what the command line prints as JSON.

``arguments`` is what a tool may be asked, ``tools`` what each answers, ``answers`` how that is
told, ``server`` what speaks the protocol; it alone needs the SDK, which is called ``mcp`` too.
"""
