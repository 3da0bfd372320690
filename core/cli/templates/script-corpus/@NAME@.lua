-- @NAME@ - counts words in all documents, and the documents that have them.
--
-- In a pipeline file beside this one:
--
--   - script: @NAME@.lua
--     with: { words: [energy, water] }
--
-- accumulate() runs in the workers, combine() and finish() at the end of the run. The order of the
-- documents must make no difference: `textmill test @NAME@.lua` tries that.

-- How often @text has @word.
local function count(text, word)
    local n, at = 0, 1
    while true do
        local s, e = text:find(word, at, true)
        if not s then return n end
        n, at = n + 1, e + 1
    end
end

return {
    name = "@NAME@",
    summary = "Count words in all documents",
    file = "@NAME@.tsv",
    -- What a pipeline may set: checked before any document is read.
    options = {
        words = { type = "list", default = { "textmill" }, doc = "the words to count" },
    },

    -- The state of no documents.
    start = function()
        return { occurrences = {}, documents = {} }
    end,

    -- Adds one document to the state of none.
    accumulate = function(state, doc, ctx)
        local text = doc:text()
        for _, word in ipairs(ctx.options.words) do
            local n = word ~= "" and count(text, word) or 0
            if n > 0 then state.occurrences[word], state.documents[word] = n, 1 end
        end
    end,

    -- Adds the state b to a. Left out, this would be done: numbers are added up, tables merged.
    combine = function(a, b)
        return mill.add(a, b)
    end,

    -- Returns the result.
    finish = function(state, ctx)
        local lines = { "word\toccurrences\tdocuments\n" }
        for _, word in ipairs(ctx.options.words) do
            lines[#lines + 1] = table.concat({ word, state.occurrences[word] or 0,
                state.documents[word] or 0 }, "\t") .. "\n"
        end
        return table.concat(lines)
    end,
}
