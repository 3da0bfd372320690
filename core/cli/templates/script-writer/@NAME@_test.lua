-- Tests of @NAME@.lua: each runs the script on a text and says what it writes.
return {
    { name = "empty", text = "", path = "a.txt", output = "a.txt\t0\t0\n" },
    { name = "two lines", text = "one\ntwo\n", path = "a.txt", output = "a.txt\t8\t2\n" },
    { name = "chinese", text = "能源", path = "b.txt", options = { separator = ";" },
        output = "b.txt;2;1\n" },
}
