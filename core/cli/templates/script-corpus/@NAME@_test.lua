-- Tests of @NAME@.lua: each runs the script on some texts, merges them in several orders, and
-- says what is written.
local HEAD = "word\toccurrences\tdocuments\n"

return {
    { name = "nothing", texts = {}, options = { words = { "energy" } },
        output = HEAD .. "energy\t0\t0\n" },
    { name = "two documents", texts = { "energy and energy", "water", "energy" },
        options = { words = { "energy", "water" } },
        output = HEAD .. "energy\t3\t2\nwater\t1\t1\n" },
    { name = "chinese", texts = { "智慧能源，清洁能源" }, options = { words = { "能源" } },
        output = HEAD .. "能源\t2\t1\n" },
}
