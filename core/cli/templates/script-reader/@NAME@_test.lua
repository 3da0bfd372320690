-- Tests of @NAME@.lua: each runs the script on the bytes of a file and says what becomes of them.
return {
    { name = "empty", text = "", result = "" },
    { name = "no head", text = "Text: and more\nText.\n", result = "Text.\n",
        metadata = { Text = "and more" } },
    { name = "plain", text = "Just text.\n", result = "Just text.\n" },
    { name = "headed", text = "title: 能源\r\nyear: 2025\r\n\r\nText.\n", result = "Text.\n",
        options = { prefix = "my-" },
        metadata = { ["my-title"] = "能源", ["my-year"] = "2025" } },
}
