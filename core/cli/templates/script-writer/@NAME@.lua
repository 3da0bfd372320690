-- @NAME@ - writes a line for each document: its id, characters and lines, as a table.
--
-- In a pipeline file beside this one, as one of the last steps:
--
--   - script: @NAME@.lua
--     with: { separator: ";" }
--
-- Replace this by your own format. The core names the file, puts the documents in order and writes
-- the file whole. `textmill test @NAME@.lua` runs @NAME@_test.lua.

local function count_lines(text)
    local _, newlines = text:gsub("\n", "")
    return newlines + (#text > 0 and text:sub(-1) ~= "\n" and 1 or 0)
end

return {
    name = "@NAME@",
    summary = "Write a line for each document: its id, characters and lines",
    -- "{stem}.txt" would be a file for each document.
    file = "@NAME@.tsv",
    -- What a pipeline may set: checked before any document is read.
    options = {
        separator = { type = "string", default = "\t", doc = "what stands between the columns" },
    },

    -- Runs once a document, which it cannot change, and returns the bytes to append.
    encode = function(doc, ctx)
        local row = { doc.id, doc.chars, count_lines(doc:text()) }
        return table.concat(row, ctx.options.separator) .. "\n"
    end,
}
