-- Definitions written for these tests.
local function case(name, text, ...)
    return { name = name, text = text, records = { term = { ... } } }
end

return {
    -- Chinese
    case("a short name of a law", "根据《望澜市水资源条例》（以下简称《条例》），制定本办法。",
        { term = "条例", definition = "望澜市水资源条例", form = "short", language = "zh",
            text = "条例" }),
    case("a name for several", "从事生产、经营的单位(以下统称生产经营单位)应当登记。",
        { term = "生产经营单位", definition = "从事生产、经营的单位", form = "short" }),
    case("in quotes", "望澜港集团有限公司（下称“甲方”）与鹭洲码头公司（以下称为“乙方”）约定如下。",
        { term = "甲方", definition = "望澜港集团有限公司" },
        { term = "乙方", definition = "鹭洲码头公司" }),
    case("behind the number of an article", "第三条 为了规范港口管理（以下简称管理），制定本法。",
        { term = "管理", definition = "港口管理" }),
    case("what this law calls so", "本条例所称水资源,包括地表水、地下水和再生水。",
        { term = "水资源", definition = "地表水、地下水和再生水", form = "includes" }),
    case("what an article calls so", "本法第五条所称的养犬人，是指饲养犬只的个人或者单位。",
        { term = "养犬人", definition = "饲养犬只的个人或者单位", form = "means" }),
    case("a list of terms",
        "本办法下列用语的含义：\n（一）海塘，是指抗御风暴潮的堤防；\n（二）船闸：指升降船舶的设施。",
        { term = "海塘", definition = "抗御风暴潮的堤防" },
        { term = "船闸", definition = "升降船舶的设施" }),
    case("a word in quotes", "“净滩”是指清除海滩上的垃圾。",
        { term = "净滩", definition = "清除海滩上的垃圾" }),
    case("words that only begin like it", "上级部门应当，指导下级部门。（指标）被称为先进。简称不统一。"),
    -- English
    case("means",
        'In this charter: "Member" means a person who has signed the\nregister. Others do not.',
        { term = "Member", definition = "a person who has signed the register", form = "means",
            language = "en", text = "Member" }),
    case("curly quotes, and numbers in it", "“Fee” shall mean 12.50 euros a year; it is due.",
        { term = "Fee", definition = "12.50 euros a year" }),
    case("includes", '"Item" includes a book, a map or a lantern.',
        { term = "Item", form = "includes" }),
    case("the term", "The term origin server refers to a program that answers.",
        { term = "origin server", definition = "a program that answers" }),
    case("hereinafter",
        'Purpose\n\nThe Lamplighters\' Library (hereinafter referred to as "the Library") lends.',
        { term = "Library", form = "short", definition = "The Lamplighters' Library" }),
    case("no definition",
        'He said "yes" and this means "no". The means are limited (see "Library").'),
    -- German
    case("im Sinne dieses Gesetzes",
        "(1) Kraftfahrzeuge im Sinne dieses Gesetzes sind Fahrzeuge, die seit dem 1. Mai fahren.\n",
        { term = "Kraftfahrzeuge", definition = "Fahrzeuge, die seit dem 1. Mai fahren",
            form = "means", language = "de" }),
    case("im Folgenden", "Die Hafengesellschaft Nordstrand (im Folgenden: „Gesellschaft“) haftet.",
        { term = "Gesellschaft", definition = "Die Hafengesellschaft Nordstrand", form = "short" }),
    {
        name = "later uses, as whole words",
        text = '"Item" means a book. An Item is lent; Items and an Item more. 水法（以下简称“法”）与法、法。',
        options = { uses = true },
        records = { term = { { term = "Item", uses = 2 }, { term = "法", uses = 2 } } },
    },
    {
        name = "only some forms",
        text = '"Item" means a book. "Thing" includes a map.',
        options = { forms = { "includes" } },
        records = { term = { { term = "Thing" } } },
    },
    {
        name = "defined twice in different words",
        text = '"Item" means a book. "Item" means a map. "Fee" means money. "Fee" means money.',
        diagnostics = { { severity = "warning", code = "defined-twice",
            message = "“Item” was defined before as “a book”" } },
    },
    {
        name = "the span of the definition",
        text = '"Item" means a book.',
        expect = function(doc, t)
            local at = doc:get("record.term", 1, "at")
            t.equal(doc:sub(at[1], at[2]), "a book")
        end,
    },
    {
        name = "a text that is hard on patterns",
        text = ("（以下简称"):rep(300) .. ("a "):rep(3000) .. '(hereinafter "X")' .. ("“"):rep(500),
        expect = function(doc, t) t.ok(doc:count "record.term" <= 1) end,
    },
}
