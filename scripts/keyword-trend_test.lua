local HEADER = "term,period,count,documents,of_documents,characters,per_10000\n"

return {
    {
        name = "terms by the year in the name",
        texts = {
            { text = "Sun, sun and wind.", path = "2021.txt" },
            { text = "Wind. No more.", path = "notes-2022-05.txt" },
            { text = "sun", path = "2022/b.txt" },
        },
        options = { terms = { "sun", "wind" } },
        output = {
            csv = "sun,2021,2,1,1,18,1111.11\nsun,2022,1,1,2,17,588.24\n"
                .. "wind,2021,1,1,1,18,555.56\nwind,2022,1,1,2,17,588.24\n",
            txt = "2021 to 2022, in 10,000 characters; the number is the total\n"
                .. "█▅       3  sun\n██       2  wind\n",
        },
    },
    {
        name = "dates in the text, and none",
        texts = {
            { text = "望澜市，2021年3月18日。储能。", path = "a.txt" },
            { text = "二〇二二年五月：储能，储能。", path = "b.txt" },
            { text = "Bulletin, 4 May 2023\n储能", path = "c.txt" },
            { text = "储能 12021 3.2021", path = "d.txt" },
        },
        options = { terms = { "储能" } },
        expect = function(parts, t)
            t.equal(parts.csv:match "储能,2021,(%d)", "1")
            t.equal(parts.csv:match "储能,2022,(%d)", "2")
            t.equal(parts.csv:match "储能,2023,(%d)", "1")
            t.equal(parts.csv:match "储能,undated,(%d)", "1")
        end,
    },
    {
        name = "months and quarters",
        texts = {
            { text = "sun", path = "2021-03.txt" },
            { text = "sun", path = "2021-04-30.txt" },
        },
        options = { terms = { "sun" }, by = "quarter" },
        expect = function(parts, t)
            t.ok(parts.csv:find("2021-Q1", 1, true) and parts.csv:find("2021-Q2", 1, true))
        end,
    },
    {
        name = "rare terms, and the first only",
        texts = { { text = "a a a b b c", path = "2021.txt" } },
        options = { terms = { "a", "b", "c" }, least = 2, top = 1 },
        expect = function(parts, t)
            t.ok(parts.csv:find "a,2021,3" and not parts.csv:find "b,2021")
        end,
    },
    {
        name = "spellings of one term",
        texts = { { text = "eel, Eels and eels", path = "2021.txt" } },
        options = { terms = { "eel|eels" } },
        output = { csv = "eel,2021,3,1,1,18,1666.67\n",
            txt = "2021 to 2021, in 10,000 characters; the number is the total\n█       3  eel\n" },
    },
    {
        name = "no documents with a term",
        texts = { { text = "nothing", path = "2021.txt" } },
        options = { terms = { "sun" } },
        expect = function(parts, t)
            t.ok(parts.csv == "" or parts.csv == HEADER or parts.csv == nil)
        end,
    },
}
