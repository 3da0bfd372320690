-- 以下简称“…”, 以下统称…, 本法所称…是指…, （一）…，是指…, “…”是指…, …的含义是.
local chinese = {}

local re = mill.re
local HAN = "[\\x{4E00}-\\x{9FFF}A-Za-z0-9·—-]"
local LAW = [[(?:本|这部)(?:法|条例|规定|办法|细则|解释|规则|规程|章程|决定|标准|规范|文件|公约|]]
    .. [[意见|通知|指南|协议|合同|规划)]]
local VERB = [[(?:系|均)?(?<verb>是?指(?![导挥定派标示出引数令])|包括|为)(?:的是)?[：:]?\s*]]
local DEFINITION = [[(?<definition>[^。\n]{2,400})]]

-- （以下简称“甲方”）, (下称水法), 以下统称生产经营单位: what it stands for is before the bracket.
local SHORT = re([=[[（(，,]\s*(?:以下|下文|后文|下|本文)?]=]
    .. [[(?:均?(?:简称|统称|合称|并称)(?:为|作|是)?|称(?:为|作)?|称之为)\s*[：:]?\s*]]
    .. [=[(?:["“「『《](?<quoted>[^"”」』》\n]{1,40})["”」』》]|]=]
    .. [=[(?<plain>[^，,。；;）)("“\n]{2,20}))]=]
    .. [=[(?<more>\s*[）)]|[，,。；;])]=])
local AHEAD = re [[(?:以下|下文|后文|本文|下称|统称|合称|并称|简称)]]
-- 本法所称X，是指Y。 本条例所称X，包括Y。
local CALLED = re("(?:" .. LAW .. "(?:第[^条\\n]{1,8}条)?(?:中)?所?称(?:的)?)"
    .. "(?<term>[^，,。；;：:\n]{1,40}?)[，,]?\\s*" .. VERB .. DEFINITION)
-- “X”是指Y.
local QUOTED = re([=[["“「](?<term>[^"”」\n]{1,30})["”」]\s*[，,：:]?\s*(?:一词)?]=] .. VERB
    .. DEFINITION)
-- （一）X，是指Y; X：指Y, at the start of a line.
local LISTED = re([=[(?:^|\n)\s*(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|]=]
    .. [[\d+(?:\.\d+)*[.．、]?\s|[①-⑳])?\s*]]
    .. "(?<term>" .. HAN .. "{1,24}?(?:[（(][^（）()\\n]{1,40}[）)])?)\\s*"
    .. [[(?:[，,：:]\s*(?:系|均)?(?<verb>是?指(?![导挥定派标示出引数令]))|(?<verb2>是指|系指))]]
    .. [[(?:的是)?[：:]?\s*]] .. DEFINITION)
-- Of a term as these find it: 前款所称X, 本法第五条所称的X.
local SO_CALLED = re [[^(?:本|前|第).{0,16}?所?称(?:的)?(?=.)]]

-- What a short name stands for: back from the bracket to where the phrase begins.
local LEAD = re([[^(?:第[^条\s]{1,8}条(?:之[一二三四五六七八九十])?\s+|本(?:条例|办法|规定|法)适用于|(?:为了?|根据|依据|]]
    .. [[依照|按照|遵照|结合|违反|适用|贯彻落实|贯彻|落实|执行|有关|相关|关于|加强|规范|明确|促进|]]
    .. [[保障|维护|推进|做好|对|由|与|和|以及|及|或者|经|向|是|在|本市|本省|的|指的是|指)(?=\p{L}))+]])
local PHRASE = re([=[(?:《[^《》\n]+》(?:[（(][^（）()\n]*[）)])?|[^，,。；;：:！!？?\n《》“”（）()]++|]=]
    .. [=[[（(](?!以下|下称|下文|简称|统称)[^（）()\n]*[）)])++$]=])
local TITLE = re [[《([^《》]+)》(?:[（(][^（）()]*[）)])?$]]

local function before(text, s)
    local from = math.max(1, s - 360)
    while from < s and (text:byte(from) & 0xC0) == 0x80 do from = from + 1 end
    return from, text:sub(from, s - 1)
end

local function stands_for(text, s)
    local from, near = before(text, s)
    local ps, pe = PHRASE:find(near)
    if not ps then return nil end
    local phrase = near:sub(ps, pe)
    local title, _, ns, ne = TITLE:spans(phrase)
    if title then return from + ps + ns - 2, from + ps + ne - 2 end
    local _, lead = LEAD:find(phrase)
    local start = ps + (lead or 0)
    while near:find("^%s", start) do start = start + 1 end
    if start > pe then return nil end
    return from + start - 1, from + pe - 1
end

local function read_short(text, add)
    for s, e in SHORT:each(text) do
        if AHEAD:find(text, s, e) then
            local groups = SHORT:groups(text, s)
            local term = groups.quoted or groups.plain
            local from, to = stands_for(text, s)
            local ts, te = text:find(term, s, true)
            if from and ts then
                add { s = ts, e = te, term = term, definition = text:sub(from, to), from = from,
                    to = to, form = "short", language = "zh" }
            end
        end
    end
end

local verbs = { ["包括"] = "includes" }

local function read_meaning(text, pattern, add)
    for s in pattern:each(text) do
        local groups = pattern:groups(text, s)
        local term = SO_CALLED:gsub(groups.term, "")
        term = re([=[^["“「]|["”」]$]=]):gsub(term, "")
        local ts, te = text:find(term, s, true)
        local definition = re([=[[;；\s]+$]=]):gsub(groups.definition, "")
        local from, to = text:find(definition, te, true)
        if not term:find "^的" then
            add { s = ts, e = te, term = term, definition = definition, from = from, to = to,
                form = verbs[groups.verb] or "means", language = "zh" }
        end
    end
end

function chinese.read(text, add)
    if text:find("称", 1, true) then read_short(text, add) end
    if text:find("指", 1, true) or text:find("包括", 1, true) then
        read_meaning(text, CALLED, add)
        read_meaning(text, QUOTED, add)
        read_meaning(text, LISTED, add)
    end
end

return chinese
