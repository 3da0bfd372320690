-- Finds what is to be hidden: detect.new(kinds) gives a function from a text to a list of
-- { s, e, kind }, in order and without overlap.
local checks = require "redact.checks"

local detect = {}

local re = mill.re

-- A number is not the part of a longer one, nor of a word, a version, an amount or a file name.
-- Signs count with digits only, so that a number may end a sentence. Chinese stands without blanks.
local FRONT = [[(?<![A-Za-z\d_+#@])(?<![\d][-./,:])(?<![$€£¥￥])(?<![$€£¥￥] )]]
local BACK = [[(?![A-Za-z\d_@])(?![-./,:]\d)]]
-- Counted things and sums of money.
local COUNTED = [[(?!\s*(?:元|万|亿|千|百|美元|人民币|吨|人|户|家|个|台|套|亩|公里|平方|立方|]]
    .. [[%|％|EUR|USD|CNY|€|\$))]]

-- The words that announce a telephone number, and those that say that it is another number.
local CUE = re([[(?<![A-Za-z])(?:tel(?:efon|ephone|efax)?|tél|phone|fax|mobile?|cell|handy|]]
    .. [[电话|電話|手机|手機|传真|傳真|热线|联系方式|固话|座机)]]
    .. [[(?:\s?(?:no\.?|nr\.?|number|号码|號碼))?\s?[:：.]?\s?]]
    .. [[((?:\+|00)?[\d(（][\d()（） ./–-]{4,22}\d)(?![A-Za-z\d])]], "i")
local NOT_PHONE = re([[(?:编号|单号|订单号?|序号|账号|帐号|案号|文号|批号|学号|工号|流水号|信用代码|]]
    .. [[ISBN|ISSN|DOI)[^\n\d]{0,6}$]])
local NO_NUMBER = re([[^\(?(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:[0-2]?\d|3[01])\b|]]
    .. [[^\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|^\d+\.\d+$]])

local CANDIDATE = re [[\d[\d()（） ./–-]{5,}\d]]
local GAP = "[- –]?"
local phones = {
    -- Chinese mobile numbers: 138 1234 5678, +86 13812345678.
    FRONT .. [[(?:(?:\+|00)86]] .. GAP .. [[|86[- ])?[1１][3-9３-９]\d]] .. GAP .. [[\d{4}]] .. GAP
        .. [[\d{4}]] .. BACK .. COUNTED,
    -- Chinese landlines: 022-12345678, (010)12345678转123; service numbers 400-123-4567.
    FRONT .. [[(?:0(?:10|2\d|[3-9]\d{2})[-–]|[(（]0(?:10|2\d|[3-9]\d{2})[)）]\s?)\d{7,8}]]
        .. [[(?:(?:-|转|\s?ext\.?\s?)\d{1,6})?]] .. BACK,
    FRONT .. [[[48]00-\d{3,4}-\d{3,4}]] .. BACK,
    -- International: +49 30 123456, +1 (212) 555-0100, 0044 20 7946 0958.
    [=[(?<![\w+)\]])\+[1-9]\d{0,2}(?:[ .–-]?(?:\(\d{1,5}\)|\d{1,5})){2,7}(?![A-Za-z\d_@])]=],
    [[\(\+\)\s?[1-9]\d{0,2}(?:[ .–-]?(?:\(\d{1,5}\)|\d{1,5})){2,7}]] .. BACK,
    FRONT .. [[(?<!\d )00[1-9]\d{1,2} \d{1,5}(?: \d{2,5}){1,4}]] .. BACK,
    FRONT .. [[001-[2-9]\d{2}-[2-9]\d{2}-\d{4}]] .. BACK,
    -- United States: (212) 555-0100, 212-555-0100, 1-212-555-0100.
    FRONT .. [[(?:1[-. ])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[-.])[2-9]\d{2}[-.]\d{4}]] .. BACK,
    -- Europe, as dialled at home: 030/12345678, 0221 1234567, 01 23 45 67 89, 020 7946 0958.
    FRONT .. [[(?<!\d )0[1-9]\d{1,3}(?: ?[/–-] ?| )\d{5,8}(?:-\d{1,4})?]] .. BACK
        .. COUNTED,
    FRONT .. [[(?<![\dA-Fa-f]{2} )0[1-9](?:([ .])\d\d)(?:\g{-1}\d\d){3}(?! [\dA-Fa-f]{2}\b)]]
        .. BACK,
    FRONT .. [[(?<!\d )0[1-378]\d{1,3} \d{3,4} \d{3,4}]] .. BACK .. COUNTED,
}
for i, pattern in ipairs(phones) do phones[i] = re(pattern) end

local LETTERS = [[\p{Latin}\p{Cyrillic}\p{Greek}\d]]
local AT = [[(?:[@＠]|\s?[\[(]\s?(?:at|AT)\s?[\])]\s?)]]
local DOT = [[(?:\.|\s?[\[(]\s?(?:dot|DOT)\s?[\])]\s?)]]
local EMAIL = re("(?:(?<![" .. LETTERS .. "._%+-])[" .. LETTERS .. [[._%+-]++]]
    .. [[|\{[^{}\n@]{3,120}\}\s?)]] .. AT
    .. "(?:[" .. LETTERS .. "-]+" .. DOT .. [[)+(?:[A-Za-z]{2,24}|\p{Cyrillic}{2,10})(?![A-Za-z])]])
local RESIDENT = re([[(?<![A-Za-z\d])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])]]
    .. [[(?:0[1-9]|[12]\d|3[01])\d{3}[\dXxＸｘ](?![A-Za-z\d])]])
local RESIDENT_CUE = re([[(?:身份证|身份證|公民身份)(?:件)?(?:号码?|號碼?)?\s?[:：为是]?\s?]]
    .. [[([1-9]\d{14}(?:\d{2}[\dXxＸｘ])?)(?![A-Za-z\d])]])
local SOCIAL = re([[(?<![A-Za-z\d-])\d{3}-\d{2}-\d{4}(?![A-Za-z\d-])]], "a")
local IBAN = re([[(?<![A-Za-z\d])[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}]], "a")
-- In the groups that are printed on cards, or in one run.
local CARD = re(FRONT .. [[(?:\d{13,19}|\d{4}([ -])\d{4}\g{-1}\d{4}\g{-1}\d{1,4}(?:\g{-1}\d{3})?|]]
    .. [[\d{4}[ -]\d{6}[ -]\d{4,5}|\d{6}[ -]\d{13})]] .. BACK)

-- Each finds all of its kind and hands s and e to @add.
local finders = {}

function finders.email(text, add)
    if not (text:find "@" or text:find "＠" or text:find "[%[%(]%s?[aA][tT]") then return end
    for s, e in EMAIL:each(text) do add(s, e) end
end

function finders.iban(text, add)
    for s, e in IBAN:each(text) do
        local last = checks.iban_end(text, s, e)
        if last then add(s, last) end
    end
end

function finders.identity(text, add)
    for s, e in RESIDENT:each(text) do
        if checks.resident(text:sub(s, e)) then add(s, e) end
    end
    for _, e, number in RESIDENT_CUE:each(text) do add(e - #number + 1, e) end
    for s, e in SOCIAL:each(text) do
        if checks.social(text:sub(s, e)) then add(s, e) end
    end
end

function finders.card(text, add)
    for s, e in CARD:each(text) do
        if checks.card(text:sub(s, e)) then add(s, e) end
    end
end

-- The start of a character, at @at or before it.
local function aligned(text, at)
    while at > 1 and (text:byte(at) & 0xC0) == 0x80 do at = at - 1 end
    return at
end

-- The bytes before @s that may say what kind of number follows.
local function before(text, s)
    return text:sub(aligned(text, math.max(1, s - 48)), s - 1)
end

-- The parts of the text that may hold a telephone number, with what stands around them: the
-- patterns are many, and most of a text has no digits.
local function parts_with_numbers(text)
    local parts = {}
    for s, e in CANDIDATE:each(text) do
        local from = aligned(text, math.max(1, s - 48))
        local to = e + 24 < #text and aligned(text, e + 25) - 1 or #text
        local last = parts[#parts]
        if last and from <= last.to then
            last.to = to
        else
            parts[#parts + 1] = { from = from, to = to }
        end
    end
    return parts
end

function finders.phone(text, add)
    for _, part in ipairs(parts_with_numbers(text)) do
        for _, pattern in ipairs(phones) do
            for s, e in pattern:each(text, part.from, part.to) do
                local length = #checks.digits(text:sub(s, e))
                if length >= 7 and length <= 17 and not NOT_PHONE:find(before(text, s)) then
                    add(s, e)
                end
            end
        end
        for _, e, number in CUE:each(text, part.from, part.to) do
            local length = #checks.digits(number)
            if length >= 7 and length <= 15 and not NO_NUMBER:find(number) then
                add(e - #number + 1, e)
            end
        end
    end
end

-- Where two overlap, the kind that comes first here wins; of the same kind, the longer one.
detect.kinds = { "email", "iban", "identity", "card", "phone" }

local function overlaps(found, s, e)
    for i = #found, 1, -1 do
        if found[i].s <= e and found[i].e >= s then return found[i] end
    end
end

function detect.new(kinds)
    local wanted = {}
    for _, kind in ipairs(kinds) do wanted[kind] = true end
    return function(text)
        local found = {}
        if not text:find "[@%d\xEF\xBC]" and not text:find "[aA][tT]" then return found end
        for _, kind in ipairs(detect.kinds) do
            if #kinds == 0 or wanted[kind] then
                finders[kind](text, function(s, e)
                    local other = overlaps(found, s, e)
                    if not other then
                        found[#found + 1] = { s = s, e = e, kind = kind }
                    elseif other.kind == kind and e - s > other.e - other.s then
                        other.s, other.e = s, e
                    end
                end)
            end
        end
        table.sort(found, function(a, b) return a.s < b.s end)
        return found
    end
end

return detect
