-- Tests of @NAME@.lua: each runs the script on a text and says what the document holds then.
return {
    { name = "absent", text = "No such word.", options = { word = "energy" },
        records = { @IDENT@ = {} } },
    { name = "twice", text = "energy and more energy", options = { word = "energy" },
        records = { @IDENT@ = { { word = "energy", text = "energy" }, { word = "energy" } } } },
    { name = "chinese", text = "智慧能源,清洁能源", options = { word = "能源" },
        records = { @IDENT@ = { { text = "能源" }, { text = "能源" } } } },
    { name = "limit", text = "a a a", options = { word = "a", limit = 2 },
        records = { @IDENT@ = { { word = "a" }, { word = "a" } } } },
}
