-- words of up to two letters or digits and all other marks: a layer `word` for bench-steps
local word = mill.re [==[[\p{L}\p{N}]{1,2}|[^\s\p{L}\p{N}]]==]

return {
    name = "words",
    summary = "Words, for the time that it takes to write them",
    process = function(doc)
        for s, e in word:each(doc) do doc:add("word", s, e) end
    end,
}
