-- 见第三章, 本法第十二条第一款第（二）项, 《民法典》第十条、第十二条, 第三条至第五条, 见5.2, 附录A.
local units = require "cross-references.units"

local chinese = {}

local re, any = mill.re, units.any
local NUMBER = "[零〇○一二三四五六七八九十百千两\\d]+"
local SUFFIX = "(?:之([一二三四五六七八九十]+))?"
local REFERENCE = re("第\\s*(" .. NUMBER .. ")\\s*(分?[编編]|[篇章节節条條])" .. SUFFIX
    .. "(?:[至到—－–~～-]\\s*第?\\s*(" .. NUMBER .. ")\\s*(?:\\2)" .. SUFFIX .. ")?"
    .. "((?:第" .. NUMBER .. "[款项項目]|第?[（(]" .. NUMBER .. "[）)]\\s*[项項])*)")
-- Standards: only behind a word that leads there, as 5.2 alone may be any number.
local DOTTED = re([[(?:见|按照?|符合|依据|根据|满足)\s*(?:本(?:标准|规范|文件)的?\s*)?(?:第\s*)?]]
    .. [[(\d+(?:\.\d+)+)(?!\d|\.\d|\s*[%％‰万亿元米])]])
local ANNEX = re([[(附[录錄件表]|专栏)\s*]]
    .. [[([A-Z](?![A-Za-z])|\d+|[一二三四五六七八九十]+)(?![、．\d])]])

-- What is no reference although it looks like one.
local NOT_BEHIND = re [[\G(?:道路|战线|生产线|高速|铁路|车厢|课|件)]]

-- The name of a text right before 第: 《…》, or a word that ends like the name of a law.
local LAWS = "法典 宪法 通则 法 条例 规定 办法 细则 解释 规则 规程 章程 决定 公约 条约 协定 议定书 守则 准则"
local PARTS = " 标准 规范 文件 意见 通知 方案 编 章 节 协议 合同"
local TITLE = re [[《([^《》\n]+)》(?:（[^（）\n]*）|\([^()\n]*\))?\s*(?:的|中|之)?\s*$]]
local OWN = re([[(?:本|这[部个])]] .. any(LAWS .. PARTS) .. [[\s*(?:的|中)?\s*$]])
local NAMED = re([[((?:(?!、)\p{Han}){0,20}]] .. any(LAWS)
    .. [[)(?:（[^（）\n]{0,30}）)?\s*(?:的|中)?\s*$]])
local OTHER = re([[(?:该|(?<!合)同)]] .. any(LAWS) .. [[\s*$]])
-- What stands before a name that has no marks around it: 当事人可以根据民事诉讼法, 属于民法典.
local LEAD = re("^.*(?:" .. any "依照 按照 依据 根据 参照 比照 适用 违反 符合 属于 视为 构成 具有 具备 否有 位有"
    .. "|除了?|^见|[在和与及或的以于])(?=\\p{Han})")
-- The last character of all these: most references follow none, and need no closer look.
local NAME_END = re [=[[》）)法典宪则例定办释规程章决约书标准范件见知案编节议同]\s*(?:的|中|之)?\s*$]=]
local LIST = re [[^(?:\s|、|，|,|和|与|及|以及|或者?|至|到)+$]]
local BLANK = re [[^\s*$]]

-- Up to @length bytes of the text before @at, from the start of a character on.
local function before(text, at, length)
    local from = math.max(1, at - length)
    while from < at and (text:byte(from) & 0xC0) == 0x80 do from = from + 1 end
    return text:sub(from, at - 1)
end

-- The other text that a reference at @s leads into, or nil; true if it says that it is this one.
local function text_named(text, s)
    local last = before(text, s, 12)
    if not NAME_END:find(last) then return nil end
    local near = before(text, s, 150)
    local title = TITLE:match(near)
    if title then return title end
    if OWN:find(near) then return nil, true end
    local name = OTHER:match(near) or NAMED:match(near)
    return name and LEAD:gsub(name, "")
end

local function new_reference(s, e, unit, token, label)
    return { s = s, e = e, unit = unit, token = token, label = label }
end

local function read_numbered(text, found)
    local last
    for s, e, number, unit, suffix, to, to_suffix, detail in REFERENCE:each(text) do
        if not NOT_BEHIND:find(text, e + 1) then
            local reference = new_reference(s, e, units.han[unit],
                units.han_token(number, suffix),
                "第" .. number .. unit .. (suffix and suffix ~= "" and "之" .. suffix or ""))
            if to and to ~= "" then
                reference.last = units.han_token(to, to_suffix)
                reference.last_label = "第" .. to .. unit
            end
            if detail and detail ~= "" then reference.detail = detail end
            reference.law, reference.own = text_named(text, s)
            local gap = last and not reference.own and text:sub(last.e + 1, s - 1)
            if gap and not reference.law and #gap < 20 and (LIST:find(gap) or BLANK:find(gap)) then
                reference.law, reference.own = last.law, last.own
            end
            found[#found + 1] = reference
            last = reference
        end
    end
end

function chinese.read(doc, found)
    local text = doc:text()
    if text:find("第", 1, true) then read_numbered(text, found) end
    for _, e, number in DOTTED:each(text) do
        found[#found + 1] = new_reference(e - #number + 1, e, units.numbered, number, number)
    end
    for s, e, word, which in ANNEX:each(text) do
        local reference = new_reference(s, e, units.han[word], units.token(which), word .. which)
        reference.law = TITLE:match(before(text, s, 150))
        found[#found + 1] = reference
    end
end

return chinese
