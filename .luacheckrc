-- Scripts run in textmill's sandbox: these globals, and the functions of Lua that it keeps.
std = "lua54"
read_globals = { "mill" }
max_line_length = 100
exclude_files = { "build", "build-*", "core/cli/templates" }
