-- @NAME@ - a record for each occurrence of a word.
--
-- In a pipeline file beside this one:
--
--   - script: @NAME@.lua
--     with: { word: energy }
--
-- Each occurrence becomes a record "@IDENT@", which the json step exports under `records`. Replace
-- this by your own analysis; `textmill test @NAME@.lua` runs @NAME@_test.lua.

return {
    name = "@NAME@",
    summary = "A record for each occurrence of a word",
    -- What a pipeline may set: checked before any document is read.
    options = {
        word = { type = "string", default = "textmill", doc = "the word to find" },
        limit = { type = "int", default = 1000, min = 1, doc = "find at most so many" },
    },
    writes = { "record.@IDENT@" },

    -- Runs once a document. Positions are bytes of doc:text(), as in string.sub.
    process = function(doc, ctx)
        local text, word, at = doc:text(), ctx.options.word, 1
        for _ = 1, ctx.options.limit do
            local s, e = text:find(word, at, true)
            if not s then break end
            doc:record("@IDENT@", s, e, { word = word })
            at = e + 1
        end
    end,
}
