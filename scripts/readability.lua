-- readability - how long the sentences and clauses are, and what follows from it.
--
-- Chinese is measured in characters, everything that has words in words. metadata.readability says
--
--   language, sentences, unit ("character" or "word"), units (how many in all)
--   sentence_mean, sentence_median, sentence_longest     units of a sentence
--   clause_mean, clauses_mean       units of a clause; clauses of a sentence
--   long_share                      the share of sentences beyond the limit
--
-- and for languages with words, after the formulas that are common there:
--
--   flesch   English: 206.835 - 1.015 ASL - 84.6 ASW (Flesch 1948); German: 180 - ASL - 58.5 ASW
--            (Amstad 1978). 0 is very hard, 100 very easy.
--   grade    English: 0.39 ASL + 11.8 ASW - 15.59 (Kincaid and others 1975), years of school
--   ari      English: 4.71 letters a word + 0.5 ASL - 21.43 (Smith and Senter 1967)
--   lix      all: ASL + 100 × share of words of more than six letters (Björnsson 1968)
--
-- ASL is words a sentence, ASW syllables a word, counted by rule (see readability/syllables.lua).
-- There is no formula of that standing for Chinese, so there are only lengths.
--
-- Sentences beyond the limit are records "long-sentence"; the longest of them are also diagnostics.
-- What does not end like a sentence (headings, cells of tables) is not counted. Sentences are those
-- of the step `sentences` if it stands before this one, else they are cut at their end marks.

local measure = require "readability.measure"

local LONG = { zh = "max_characters", ja = "max_characters" }

local function round(value) return math.floor(value * 100 + 0.5) / 100 end

local function median(sorted)
    local n = #sorted
    if n % 2 == 1 then return sorted[n // 2 + 1] end
    return (sorted[n // 2] + sorted[n // 2 + 1]) / 2
end

-- What a list of measured sentences comes to.
local function summarise(sentences, language, limit)
    local lengths, long = {}, 0
    local sum = { units = 0, clauses = 0, letters = 0, long = 0, syllables = 0 }
    for i, sentence in ipairs(sentences) do
        lengths[i] = sentence.units
        if sentence.units > limit then long = long + 1 end
        for key, value in pairs(sum) do sum[key] = value + (sentence[key] or 0) end
    end
    table.sort(lengths)
    local summary = {
        language = language, sentences = #sentences, unit = measure.unit(language),
        units = sum.units,
        sentence_mean = round(sum.units / #sentences), sentence_median = median(lengths),
        sentence_longest = lengths[#lengths], clause_mean = round(sum.units / sum.clauses),
        clauses_mean = round(sum.clauses / #sentences), long_share = round(long / #sentences),
    }
    for name, value in pairs(measure.formulas(language, #sentences, sum)) do
        summary[name] = round(value)
    end
    return summary
end

local function report_long(doc, sentences, limit, options)
    local long = {}
    for _, sentence in ipairs(sentences) do
        if sentence.units > limit then
            doc:record("long-sentence", sentence.s, sentence.e,
                { units = sentence.units, clauses = sentence.clauses })
            long[#long + 1] = sentence
        end
    end
    table.sort(long, function(a, b)
        if a.units ~= b.units then return a.units > b.units end
        return a.s < b.s
    end)
    for i = 1, math.min(#long, options.worst) do
        doc:diagnose("note", "long-sentence", ("a sentence of %d %ss in %d clauses"):format(
            long[i].units, measure.unit(options.found), long[i].clauses), long[i].s, long[i].e)
    end
end

-- A record for each section that has sentences of its own.
local function report_sections(doc, sentences, language, limit)
    local by_row, rows = {}, {}
    for _, sentence in ipairs(sentences) do
        local row = doc:innermost("section", sentence.s, sentence.e)
        if row and not by_row[row] then
            by_row[row], rows[#rows + 1] = {}, row
        end
        if row then table.insert(by_row[row], sentence) end
    end
    for _, row in ipairs(rows) do
        local s, e = doc:span("section", row)
        local summary = summarise(by_row[row], language, limit)
        doc:record("readability", s, e, {
            sentences = summary.sentences, sentence_mean = summary.sentence_mean,
            clause_mean = summary.clause_mean, long_share = summary.long_share,
            flesch = summary.flesch, lix = summary.lix,
        })
    end
end

local function process(doc, ctx)
    local options = ctx.options
    local language = options.language
    if language == "auto" then language = measure.language(doc) end
    local limit = options[LONG[language] or "max_words"]
    local sentences = measure.sentences(doc, language)
    doc:columns("record.long-sentence", { units = "integer", clauses = "integer" })
    if #sentences == 0 then return end
    doc.meta.readability = summarise(sentences, language, limit)
    report_long(doc, sentences, limit, { worst = options.worst, found = language })
    if options.sections then report_sections(doc, sentences, language, limit) end
end

return {
    name = "readability",
    summary = "Measure sentences and clauses, and how hard they are to read",
    writes = { "record.long-sentence", "record.readability" },
    options = {
        language = { "choice", choices = { "auto", "zh", "ja", "en", "de", "other" },
            default = "auto", doc = "which rules to use" },
        max_words = { "int", default = 40, min = 1, doc = "longer sentences are reported" },
        max_characters = { "int", default = 100, min = 1,
            doc = "longer sentences are reported, in Chinese and Japanese" },
        worst = { "int", default = 5, min = 0, doc = "how many of them become diagnostics" },
        sections = { "bool", default = false, doc = "also a record for each section" },
    },
    process = process,
}
