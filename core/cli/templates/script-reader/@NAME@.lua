-- @NAME@ - reads text files that begin with lines of metadata.
--
--   title: Energy in 2025
--   year: 2025
--
--   The text begins behind the first empty line.
--
-- In a pipeline file beside this one, as the first step:
--
--   - script: @NAME@.lua
--
-- Each line "key: value" becomes metadata. Replace this by your own format; what is kept of the
-- source becomes the text, and every character of it leads back to the bytes it came from.
-- `textmill test @NAME@.lua` runs @NAME@_test.lua.

-- Where the text begins in @source, after setting the metadata of the lines before it.
local function read_head(doc, source, prefix)
    local at = 1
    while true do
        local key, value, next_line = source:match("^([%w_-]+):[ \t]*([^\r\n]*)\r?\n()", at)
        if not key then break end
        doc.meta[prefix .. key] = value
        at = next_line
    end
    return at > 1 and source:match("^\r?\n()", at) or at
end

return {
    name = "@NAME@",
    summary = "Read text files that begin with lines of metadata",
    role = "reader",
    -- What a pipeline may set: checked before any document is read.
    options = {
        prefix = { type = "string", default = "", doc = "what to put before the keys" },
    },

    -- Runs once a document. doc:source() is its undecoded bytes; what is kept must be UTF-8.
    process = function(doc, ctx)
        local start = read_head(doc, doc:source(), ctx.options.prefix)
        doc:edit_source(function(edit) edit:drop(1, start - 1) end)
    end,
}
