-- indicators - quantified targets in Chinese plans and reports.
--
--   到2025年，城镇污水集中处理率达到97%以上
--   → indicator 城镇污水集中处理率, year 2025, comparator ">=", value 97, unit "%", direction reach
--
-- The text is read sentence by sentence and clause by clause. A number with a unit is a target if
-- its clause says so: a verb that reaches, raises, lowers or builds something, a bound (不低于,
-- 以上), or the name of a measure (…率, …面积) right before it. Years, list numbers, sizes that only
-- describe (65蒸吨以下燃煤锅炉) and figures of the past are left out.
--
-- The quantities are those that the step `entities` has found, if it stands before this one: then
-- each target also has its `amount`, the number with its scale multiplied out, and `amount_unit`.
-- Without it, and for units that it does not know, they are found by a pattern here.
--
-- Each target is a record "indicator"; its span runs from the first word of what is measured to
-- the end of the quantity.

local lexicon = require "indicators.lexicon"
local re = mill.re

local NUMBER = [[(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?]]

-- A number with its unit, what bounds it before and after, and "多" or "余" for a bit more.
local function quantity_pattern(extra_units)
    return re("(?<cmp>" .. lexicon.bounds_pattern .. ")?\\s*"
        .. "(?<![\\dA-Za-z.第])(?<num>" .. NUMBER .. ")"
        .. "(?:\\s*(?:[%％]|个?百分点)?\\s*[-—–~～至]{1,2}\\s*(?<upper>" .. NUMBER .. "))?"
        .. "(?<more>[多余])?\\s*"
        .. "(?<unit>" .. lexicon.units_pattern(extra_units) .. ")"
        .. "(?<more2>[多余])?"
        .. "(?<suffix>及?以上|及?以下|以内|之内|左右|上下)?")
end

local QUANTITY = quantity_pattern {}
local SENTENCE = re [[[^。！？!?；;\n]+]]
local CLAUSE = re [[(?:[^，,：:]++|(?<=\d)[,:](?=\d))++]]
local LIST_MARK = re [[(?x) ^(?: \s | [（(] [一二三四五六七八九十\d]+ [)）]
    | [一二三四五六七八九十\d]+ [、.．] (?!\d) | [—－·•"“”] )+ ]]
local TIME = re("^(?:" .. lexicon.time_pattern .. ")+")
local YEAR = re("(?:到|至|在|于)?(?<year>20\\d\\d|二[〇○零]\\d?[〇○零一二三四五六七八九]{2})年"
    .. "(?<end>年?[底末]|以?前)?")
local PERIOD = re "[“\"]?十(?<n>[二三四五六七八])五[”\"]?(?:规划)?(?:时?期?末|期间|时期)"
local AIM = re("^(?:" .. lexicon.aim_pattern .. ")+")
local PAST = re(lexicon.past_pattern)
local AIM_ANYWHERE = re(lexicon.strong_aim_pattern)
local BASE = re [[(?:比|较)(?:((?:19|20)\d\d)年|上年|去年|前?[一二三四五六七八九十]年)(?:同期)?$]]
local LATE_TIME = re [[(?:19|20)\d\d年[底末]?$]]
local FROM = re [[(?:从|由)$]]
local ADVERBS = re("(?:" .. lexicon.adverb_pattern .. ")+$")
local MEASURE = re("(?:" .. lexicon.measure_pattern .. ")$")
local JOINED = re [[^(?:左右|以上|以内)?[^，,。；、和及与]*(?:、|和|及|以及|与)$]]
local NOUN = re [[^(?:的)?((?:[^，,。；;、：:（(“"\s])+)]]
local HAN = re [[^(?!和|及|与|或|以)\p{Han}]]
local SHARE = re [[^占(.+?)的?(?:比重|比例)?(?:达到|达|为|保持在|提高到|提升至)?$]]

local VERB_AT_END = re("(?:" .. lexicon.adverb_pattern .. ")*(?<verb>" .. lexicon.verbs_pattern
    .. ")(?:了)?(?:" .. lexicon.adverb_pattern .. ")*$")
local VERB_INSIDE = re("(?<verb>" .. lexicon.object_verbs_pattern .. ")(?:[、和及与]?(?:"
    .. lexicon.object_verbs_pattern .. "))*+(?<object>[^，,。；、和”][^，,。；]{0,40})$")

local BOUND_BEFORE = re("(?<cmp>" .. lexicon.bounds_pattern .. ")\\s*$")
local BOUND_AFTER = re "^(?<more>[多余])?(?<suffix>及?以上|及?以下|以内|之内|左右|上下)?"
local WRITTEN = re("^(?<num>" .. NUMBER .. ")(?:[%％]?\\s*[-—–~～至]{1,2}\\s*(?<upper>" .. NUMBER
    .. "))?\\s*(?<unit>[^\\d\\s.．,，].*)$")

-- A quantity that the step `entities` found at s to e of the clause: as it is written where it is
-- written in digits, else by its value; bounded by the words around it.
local function entity_quantity(clause, s, e, entity)
    while clause.text:sub(s - 1, s - 1) == " " do s = s - 1 end
    local before = BOUND_BEFORE:groups(clause.text:sub(1, s - 1))
    local after = BOUND_AFTER:groups(clause.text:sub(e + 1)) or {}
    local written = WRITTEN:groups(clause.text:sub(entity.s, entity.e))
        or { num = tostring(entity.number), unit = entity.unit }
    local length = #(after.more or "") + #(after.suffix or "")
    return { s = before and s - #before.cmp or s, e = e + length, cmp = before and before.cmp,
        num = written.num, upper = written.upper, unit = written.unit,
        suffix = after.suffix, more = after.more,
        amount = entity.number, amount_unit = entity.unit }
end

-- The quantity that begins first in the clause, at @at or behind it.
local function next_quantity(clause, at, pattern)
    local groups, s, e = pattern:groups(clause.text, at)
    for _, entity in ipairs(clause.entities) do
        if entity.s >= at and (not s or entity.s <= e) then
            return entity_quantity(clause, entity.s, entity.e, entity)
        end
    end
    return groups and { s = s, e = e, cmp = groups.cmp, num = groups.num, upper = groups.upper,
        unit = groups.unit, suffix = groups.suffix, more = groups.more, more2 = groups.more2 }
end

local counted = { money = true, percent = true, quantity = true }

-- The entities of a clause that count something, with their places in it.
local function entities_of(doc, clause)
    local found = {}
    for s, e, _, kind, number, unit in doc:inside("entity", clause.s, clause.e, "kind", "number",
        "unit") do
        if counted[kind] then
            found[#found + 1] = { s = s - clause.s + 1, e = e - clause.s + 1, number = number,
                unit = unit }
        end
    end
    return found
end

-- What a comparator word or suffix means.
local function comparator_of(quantity, verb)
    local before = quantity.cmp and lexicon.bounds[quantity.cmp]
    local after = quantity.suffix and lexicon.suffixes[quantity.suffix]
    local more = (quantity.more or quantity.more2) and ">"
    if before == "≈" and (after == ">=" or after == "<=") then before = nil end
    if not before and not after and not more and verb and verb.limit then return "<=" end
    return before or after or more or "="
end

local function number_of(text)
    local plain = text:gsub(",", "")
    return math.tointeger(plain) or tonumber(plain)
end

-- The last year that a piece of text aims at; `firm` if it says 到 or 底 or names a five-year plan.
local function aimed_year(text)
    local year, firm
    for s, e, y, ending in YEAR:each(text) do
        local before = text:sub(1, s - 1)
        local word = text:sub(s, e)
        local to = word:find("^到") or word:find("^至") or ending ~= nil
        if to or before:match("^%s*$") then
            year, firm = mill.number(y), to
        end
    end
    for n in PERIOD:gmatch(text) do
        year, firm = 1955 + 5 * (10 + mill.number(n)), true
    end
    return year, firm
end

-- Leaves out what stands before the name of an indicator: list marks, the time, words of will.
-- Returns how many bytes that were.
local function skip_leading(text)
    local at = 1
    while true do
        local start = at
        for _, pattern in ipairs { LIST_MARK, TIME, AIM } do
            local _, e = pattern:find(text:sub(at))
            if e and e > 0 then at = at + e end
        end
        if at == start then return at end
    end
end

-- The text from @at on, less adverbs, "比2020年" and the like at its end; and that base year.
local function trim_name(text, at)
    local name = text:sub(at)
    local base
    while true do
        local s, _, year = BASE:find(name)
        s = s or ADVERBS:find(name) or LATE_TIME:find(name)
        s = s or name:find("[%s、，,的]+$") and name:match("()[%s]+$")
        if not s or s == 1 then break end
        if year then base = math.tointeger(year) end
        name = name:sub(1, s - 1)
    end
    return name, base
end

-- What is counted: the noun that follows a quantity such as 40个.
local function noun_after(clause, quantity)
    local noun = NOUN:match(clause.text:sub(quantity.e + 1))
    if not noun or lexicon.is_no_object(noun) then return nil end
    return noun
end

-- 改造仓库20座, 提供长度约45公里的岸线: a verb, its object, the number.
local function read_object_before(clause, quantity)
    local before = clause.text:sub(1, quantity.s - 1)
    local at = skip_leading(before)
    local groups, s = VERB_INSIDE:groups(before, at)
    if not groups then return nil end
    local object = trim_name(groups.object, 1)
    local subject = before:sub(at, s - 1)
    if groups.verb == "新增" and subject:find "%S" and not ADVERBS:find(subject) then -- 城镇新增就业
        object = subject .. groups.verb .. object
        s = at
    end
    if #object < 2 or object:find "^每" or lexicon.is_no_object(object) then return nil end
    local e = quantity.e
    local rest = clause.text:sub(e + 1)
    if rest:find "^的" then
        local noun = NOUN:match(rest)
        if noun then
            object = noun .. object
            e = e + #"的" + #noun
        end
    end
    return { name = object, s = s, e = e, verb = lexicon.verbs[groups.verb] }
end

-- 建设40个左右顶尖学科: a verb right before the number, the object after it.
local function read_object_after(clause, quantity, verb, verb_start)
    local noun = noun_after(clause, quantity)
    if noun then
        if lexicon.time_units[quantity.unit] then return nil end
        if quantity.suffix and not lexicon.counts[quantity.unit] and HAN:find(noun)
            and quantity.suffix ~= "左右" then
            return nil -- 65蒸吨以下燃煤锅炉 is no target but a kind of boiler
        end
        return { name = noun, s = verb_start, e = quantity.e + #noun, verb = verb }
    end
    return read_object_before(clause, quantity)
end

-- 集中处理率达到97%以上: the name, a verb, the number.
local function read_name_before(clause, quantity, verb, verb_start, context)
    local before = clause.text:sub(1, (clause.from and clause.from.s or verb_start) - 1)
    local at = skip_leading(before)
    local name, base = trim_name(before, at)
    local share = SHARE:match(name)
    if share then name = (context.subject or "") .. "占" .. share .. "比重" end
    if #name < 2 then
        local subject = context.subject or context.previous
        if not subject then return nil end
        return { name = subject, s = verb_start, e = quantity.e, verb = verb, base = base }
    end
    return { name = name, s = at, e = quantity.e, verb = verb, base = base }
end

-- 海上风电装机不低于150万千瓦: a measure and a bound, or a measure alone.
local function read_bare(clause, quantity, context)
    local before = clause.text:sub(1, quantity.s - 1)
    local at = skip_leading(before)
    local name, base = trim_name(before, at)
    local share = SHARE:match(name)
    if share then
        name = (context.subject or "") .. "占" .. share .. "比重"
    elseif #name < 2 or not (MEASURE:find(name) or quantity.cmp and quantity.cmp ~= "近") then
        return nil
    end
    return { name = name, s = at, e = quantity.e, base = base }
end

-- 、40个左右服务产业特色学科群: one more object of the verb before.
local function read_joined(clause, quantity, last)
    if not last or not last.verb or not last.verb.object then return nil end
    if not JOINED:find(clause.text:sub(last.quantity_end + 1, quantity.s - 1)) then return nil end
    local noun = noun_after(clause, quantity)
    if not noun then return nil end
    return { name = noun, s = quantity.s, e = quantity.e + #noun, verb = last.verb }
end

-- Whether a quantity with 以上 or 以下 only says which of the things that follow are meant.
local function describes(clause, quantity)
    if not quantity.suffix or quantity.suffix == "左右" or quantity.suffix == "上下" then
        return false
    end
    return HAN:find(clause.text:sub(quantity.e + 1)) ~= nil
end

local function read_target(clause, quantity, context)
    local before = clause.text:sub(1, quantity.s - 1)
    if FROM:find(before) then -- 从64%提高到65%: where it comes from
        clause.from = { s = FROM:find(before), value = number_of(quantity.num) }
        return nil
    end
    local groups, s = VERB_AT_END:groups(before)
    local verb = groups and lexicon.verbs[groups.verb]
    if verb then
        local verb_start = s
        if not verb.object then
            if describes(clause, quantity) then return nil end
            return read_name_before(clause, quantity, verb, verb_start, context)
        end
        return read_object_after(clause, quantity, verb, verb_start)
    end
    local joined = read_joined(clause, quantity, context.last)
    if joined then return joined end
    if describes(clause, quantity) then return nil end
    return read_object_before(clause, quantity) or read_bare(clause, quantity, context)
end

-- A、B达到95%: as many indicators as there are names, if all of them are names of measures.
local function split_names(name)
    local names = re("、|和|及|以及|与"):split(name)
    if #names < 2 then return { name } end
    for _, part in ipairs(names) do
        if not MEASURE:find(part) then return { name } end
    end
    return names
end

local function add_record(doc, clause, target, name, value)
    doc:record("indicator", clause.s + target.s - 1, clause.s + target.e - 1, {
        indicator = name,
        year = value.year,
        comparator = value.comparator,
        value = value.value,
        upper = value.upper,
        from = value.from,
        unit = value.unit,
        amount = value.amount,
        amount_unit = value.amount_unit,
        direction = target.verb and target.verb.direction or "reach",
        change = target.verb and target.verb.change or nil,
        base = target.base,
    })
end

local function is_date(quantity)
    return lexicon.time_units[quantity.unit] and quantity.num:find("^%d%d%d%d$")
end

-- One clause: each quantity in it, from left to right.
local function read_clause(doc, clause, context)
    context.last = nil
    local at = 1
    while true do
        local quantity = next_quantity(clause, at, context.quantity)
        if not quantity then return end
        at = quantity.e + 1
        local target = not is_date(quantity) and read_target(clause, quantity, context)
        if target then
            local value = {
                value = number_of(quantity.num),
                upper = quantity.upper and number_of(quantity.upper),
                unit = lexicon.plain_units[quantity.unit] or quantity.unit,
                amount = quantity.amount,
                amount_unit = quantity.amount_unit,
                comparator = comparator_of(quantity, target.verb),
                year = context.year,
                from = clause.from and clause.from.value,
            }
            for _, name in ipairs(split_names(target.name)) do
                add_record(doc, clause, target, name, value)
            end
            context.last = { verb = target.verb, quantity_end = quantity.e }
            clause.from = nil
            context.subject = target.name
            context.previous = target.name
        end
    end
end

-- A sentence that tells what has been done has no targets, unless it also says what is to be done.
local function is_past(sentence)
    return PAST:find(sentence) and not AIM_ANYWHERE:find(sentence)
end

local function read_sentence(doc, text, s, e, context)
    local sentence = text:sub(s, e)
    if not sentence:find "%d" or is_past(sentence) then return end
    context.subject = nil
    for cs, ce in CLAUSE:each(text, s, e) do
        local clause = { text = text:sub(cs, ce), s = cs, e = ce }
        clause.entities = context.entities and entities_of(doc, clause) or {}
        local year, firm = aimed_year(clause.text)
        if year then context.year = year end
        if firm then context.paragraph_year = year end
        read_clause(doc, clause, context)
        if not context.subject and clause.text:find "%S" and not year then
            context.subject = clause.text:sub(skip_leading(clause.text))
        end
    end
end

local function process(doc, ctx)
    local text = doc:text()
    local units = ctx.options.units
    local quantity = #units > 0 and quantity_pattern(units) or QUANTITY
    doc:columns("record.indicator", { value = "value", upper = "value",
        from = "value" }) -- 97 stays 97
    local has_entities = doc:count("entity") > 0
    local default_year = ctx.options.year > 0 and ctx.options.year or nil
    for line_start, line_end, line in doc:lines() do
        if line:find "%d" then
            local context = { quantity = quantity, paragraph_year = default_year,
                entities = has_entities }
            for s, e in SENTENCE:each(text, line_start, line_end) do
                context.year = context.paragraph_year
                read_sentence(doc, text, s, e, context)
            end
        end
    end
end

return {
    name = "indicators",
    summary = "Find quantified targets in Chinese plans",
    reads = { "section" },
    writes = { "record.indicator" },
    options = {
        year = { "int", default = 0, min = 0, max = 9999,
            doc = "the year of targets that name none; 0 for none" },
        units = { "list", doc = "further units, such as 班次" },
    },
    process = process,
}
