-- Counted by hand.
local function case(name, text, readability, options)
    return { name = name, text = text, options = options, metadata = { readability = readability } }
end

local function marked(text)
    return {
        text = text,
        setup = function(doc)
            for s, e in mill.re [[[^|]+]]:each(doc) do doc:add("sentence", s, e) end
        end,
    }
end

return {
    case("Chinese", "建设望澜大桥。到2025年,推进改革,加强监管。",
        { language = "zh", unit = "character", sentences = 2, units = 20, sentence_mean = 10,
            sentence_median = 10, sentence_longest = 14, clause_mean = 5, clauses_mean = 2,
            long_share = 0 }),
    case("a comma between digits divides nothing; headings are no sentences",
        "第一章 总则\n共12,500套,建成。\n", { sentences = 1, units = 9, clause_mean = 4.5 }),
    case("English, with the formulas", "The cat sat on the mat. It was a happy, little cat.",
        { language = "en", unit = "word", sentences = 2, units = 12, sentence_mean = 6,
            clause_mean = 4, flesch = 102.05, grade = 0.52, lix = 6, ari = -3.91 }),
    case("German", "Der Hund und die Katze sind im Haus. Die Bäume blühen.",
        { language = "de", sentences = 2, units = 11, sentence_mean = 5.5, flesch = 100.05,
            lix = 5.5 }),
    case("other languages have lengths and LIX", "Katten satt på mattan. Hunden springer fort.",
        { language = "other", sentences = 2, sentence_mean = 3.5, lix = 17.79 }),
    case("Japanese", "これは橋です。とても長い橋です。", { language = "ja", sentences = 2, units = 14 }),
    case("wrapped lines are one sentence",
        "The cat and the\ndog sat on the mat.\n\nA heading\n\nYes.",
        { sentences = 1, units = 9 }),
    case("by option", "Ett två tre.", { language = "en", sentences = 1 }, { language = "en" }),
    {
        name = "sentences of the step",
        text = marked("一二三四。|五六。|标题").text,
        setup = marked("").setup,
        metadata = { readability = { sentences = 2, units = 6 } },
    },
    {
        name = "long ones",
        text = "一,二,三四五六。短句在此。一二三四五六七,八。",
        options = { max_characters = 5, worst = 1 },
        records = { ["long-sentence"] = {
            { units = 6, clauses = 3, text = "一,二,三四五六。" },
            { units = 8, clauses = 2 },
        } },
        diagnostics = { { severity = "note", code = "long-sentence",
            message = "a sentence of 8 characters in 2 clauses" } },
    },
    {
        name = "by section",
        text = "一二三。四五六七八。\n",
        options = { sections = true },
        setup = function(doc)
            doc:add("section", 1, 12, { id = 1 })
            doc:add("section", 13, #doc, { id = 2 })
        end,
        records = { readability = {
            { sentences = 1, sentence_mean = 3, section = 1 },
            { sentences = 1, sentence_mean = 5, section = 2 },
        } },
    },
    {
        name = "nothing to measure",
        text = "标题\n", metadata = {},
        expect = function(doc, t) t.equal(doc.meta.readability, nil) end,
    },
    {
        name = "an empty document", text = "", diagnostics = {},
        records = { ["long-sentence"] = {} },
    },
}
