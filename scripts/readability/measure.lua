-- Sentences, clauses and words of a document, and the formulas over them.
local syllables = require "readability.syllables"

local measure = {}

local re = mill.re
local WORD = re [=[[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*]=]
local LETTER = re [=[[\p{L}\p{N}]]=]
local LONG_WORD = re [=[\b[\p{L}\p{M}'’-]{7,}\b]=]
-- Where clauses are divided; a comma between digits is none.
local CJK_BREAK = re [=[[，；：,;:—](?!\d)|……]=]
local BREAK = re [=[[,;:—–](?=\s|$)]=]
-- What a sentence ends with, and quotes and brackets behind it.
local END = re [=[[。！？!?.…;；:：]["”’』」）)\]]*\s*$]=]
local OPEN = re [=[[，；：,;:—–]["”’』」）)\]]*\s*$]=]
-- Without the step `sentences`: Chinese ends at the line, others may go on in the next.
local CJK_CUT = re [=[[^\s。！？!?…][^。！？!?…\n]*[。！？!?…]+["”’』」）)]*]=]
local CUT = re([=[[\p{L}\p{N}"“‘(„](?:[^.!?…\n]|\n(?![ \t]*\n)|\.(?![\s"”’)]|$))*+]=]
    .. [=[[.!?…]+["”’)]*(?=\s|$)]=])

local HAN, KANA = re [=[[\x{4E00}-\x{9FFF}]]=], re [=[[\x{3041}-\x{30FF}]]=]
local ENGLISH = re([[\b(?:the|of|and|to|is|that|for|with|are)\b]], "i")
local GERMAN = re([[\b(?:der|die|das|und|ist|nicht|des|den|mit|von|zu)\b]], "i")

-- The language that the beginning of the text looks like.
function measure.language(doc)
    local text = doc:text()
    local to = #text
    if to > 20000 then
        to = 20000
        while to > 1 and (text:byte(to + 1) & 0xC0) == 0x80 do to = to - 1 end
    end
    local letters = LETTER:count(text, 1, to)
    local han, kana = HAN:count(text, 1, to), KANA:count(text, 1, to)
    if kana * 20 > letters then return "ja" end
    if han * 4 > letters then return "zh" end
    local words = math.max(WORD:count(text, 1, to), 1)
    local english, german = ENGLISH:count(text, 1, to), GERMAN:count(text, 1, to)
    if english * 12 > words and english > german then return "en" end
    if german * 16 > words then return "de" end
    return "other"
end

local function is_cjk(language) return language == "zh" or language == "ja" end

function measure.unit(language) return is_cjk(language) and "character" or "word" end

local function measure_sentence(text, s, e, language)
    local sentence = { s = s, e = e }
    if is_cjk(language) then
        sentence.units = LETTER:count(text, s, e)
        sentence.clauses = CJK_BREAK:count(text, s, e) + 1
    else
        sentence.units = WORD:count(text, s, e)
        sentence.clauses = BREAK:count(text, s, e) + 1
        sentence.letters = LETTER:count(text, s, e)
        sentence.long = LONG_WORD:count(text, s, e)
        local count = syllables[language]
        sentence.syllables = count and count(text, s, e)
    end
    if OPEN:find(text, s, e) then sentence.clauses = sentence.clauses - 1 end
    return sentence
end

-- The places of what ends like a sentence.
local function places(doc, language)
    local text, list = doc:text(), {}
    if doc:count "sentence" == 0 then
        local cut = is_cjk(language) and CJK_CUT or CUT
        for s, e in cut:each(text) do list[#list + 1] = { s, e } end
        return list
    end
    for s, e in doc:each "sentence" do
        if END:find(text, s, e) then list[#list + 1] = { s, e } end
    end
    return list
end

-- All sentences, measured: { s, e, units, clauses } and for languages with words letters, long
-- (words of more than six letters) and syllables.
function measure.sentences(doc, language)
    local text, sentences = doc:text(), {}
    for _, place in ipairs(places(doc, language)) do
        local sentence = measure_sentence(text, place[1], place[2], language)
        if sentence.units > 1 then sentences[#sentences + 1] = sentence end
    end
    return sentences
end

-- The values of the formulas that the language has, out of sums over @n sentences.
function measure.formulas(language, n, sum)
    if is_cjk(language) then return {} end
    local asl = sum.units / n
    local asw, letters = sum.syllables / sum.units, sum.letters / sum.units
    local values = { lix = asl + 100 * sum.long / sum.units }
    if language == "en" then
        values.flesch = 206.835 - 1.015 * asl - 84.6 * asw
        values.grade = 0.39 * asl + 11.8 * asw - 15.59
        values.ari = 4.71 * letters + 0.5 * asl - 21.43
    elseif language == "de" then
        values.flesch = 180 - asl - 58.5 * asw
    end
    return values
end

return measure
