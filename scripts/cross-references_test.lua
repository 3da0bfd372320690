-- Sections are made from lines that begin with a label, as the step `sections` would.
local LABEL = mill.re([[^(第[^ ]+?[章节条编](?:之[一二])?(?= )|§§? [\da-z]+(?: bis \d+)?]]
    .. [[|\d[\d.]*(?= )|Appendix [A-Z]$|[一二三]、|Article \d+|Chapter [IVX]+|附录A)]])

local function add_sections(doc)
    local open = {}
    doc:columns("section", { id = "integer", parent = "integer", level = "integer",
        label = "string", title = "string" })
    local function close(level, e)
        while #open > 0 and open[#open].level >= level do
            local section = table.remove(open)
            section.e = e
        end
    end
    local all = {}
    for s, _, line in doc:lines() do
        local label = LABEL:match(line)
        if label then
            local level = (label:find "编$" or label:find "^Chapter") and 1
                or label:find "章$" and 2 or label:find "节$" and 3 or 4
            close(level, s - 1)
            local section = { id = #all + 1, s = s, level = level, label = label,
                parent = #open > 0 and open[#open].id or nil, title = line:sub(#label + 2) }
            all[#all + 1], open[#open + 1] = section, section
        end
    end
    close(0, #doc)
    for _, section in ipairs(all) do
        doc:add("section", section.s, section.e, { id = section.id, parent = section.parent,
            level = section.level, label = section.label, title = section.title })
    end
end

local function case(name, text, ...)
    return { name = name, text = text, setup = add_sections, records = { reference = { ... } } }
end

local law = "第一章 总则\n第一条 目的。\n第二条 见%s。\n第二章 罚则\n第三条 处罚。\n第三条之一 加重。\n"
local rfc = "1. Introduction\n2. Terms\n2.1. More\nText %s here.\n10. End\nAppendix A\nB\n"
local gesetz = "§ 1 Zweck\n§ 2 Pflichten\nText %s gilt.\n§§ 3 bis 5\n§ 7a Ende\n"

local function at(text, name, written, ...)
    return case(name, text:format(written:gsub("%%", "%%%%")), ...)
end

return {
    -- Chinese
    at(law, "an article of this law", "本法第三条第一款第（二）项",
        { kind = "article", label = "第三条", detail = "第一款第（二）项", status = "resolved",
            target = 5, text = "第三条第一款第（二）项" }),
    at(law, "a chapter", "第二章", { kind = "chapter", status = "resolved", target = 4 }),
    at(law, "an article put in later", "第三条之一",
        { label = "第三条之一", status = "resolved", target = 6 }),
    at(law, "a range", "第一条至第三条",
        { label = "第一条", last = "第三条", target = 2, last_target = 5, status = "resolved" }),
    at(law, "digits", "第3条", { target = 5 }),
    at(law, "another law by its marks", "《民法典》第三条、第九百条和第五条",
        { status = "external", law = "民法典" }, { status = "external", law = "民法典" },
        { status = "external", law = "民法典", label = "第五条" }),
    at(law, "another law by its name", "当事人可以根据民事诉讼法第三条",
        { status = "external", law = "民事诉讼法" }),
    at(law, "names that hold words of leading", "反垄断法第三条，票据法第一条，合同法第二条",
        { law = "反垄断法" }, { law = "票据法" }, { law = "合同法" }),
    at(law, "that law is not this one", "该法第三条", { status = "external", law = "该法" }),
    at(law, "in one breath with another law", "合同法第五十五条规定的“1年”、第七十五条规定的“5年”",
        { status = "external" }, { status = "external", law = "合同法" }),
    at(law, "this one after another", "刑法第三条和本法第三条",
        { status = "external" }, { status = "resolved", target = 5 }),
    at(law, "names of things", "第三条道路、第三条生产线"),
    {
        name = "one that leads nowhere",
        text = law:format "本法第九条",
        setup = add_sections,
        records = { reference = { { status = "dangling", label = "第九条" } } },
        metadata = { references = { dangling = 1 } },
        diagnostics = { { severity = "warning", code = "dangling-reference",
            message = "“第九条”: the document has no article 第九条" } },
    },
    case("sections that begin again, from where one stands",
        "第一章 甲\n第一节 子\n见第二节。\n第二节 丑\n第二章 乙\n第一节 寅\n见第二节、第一章第二节。\n第二节 卯\n",
        { target = 3 }, { target = 6 }, { kind = "chapter", target = 1 },
        { kind = "section", target = 3 }),
    case("numbers of a list are cited as articles", "一、甲\n比照本解释第二条。\n二、乙\n",
        { status = "resolved", target = 2 }),
    case("numbered clauses", "1 范围\n按照2.1的规定，面积2.1公顷，见3.4。\n2 要求\n2.1 通则\n附录A\n",
        { label = "2.1", status = "resolved" }, { label = "3.4", status = "dangling" }),
    case("no sections of this kind", "见第三章和第五条。",
        { status = "unknown" }, { status = "unknown" }),
    -- English
    at(rfc, "a section", "see Section 2.1", { label = "2.1", status = "resolved", target = 3 }),
    at(rfc, "a list", "in Sections 1, 2.1 and\n   10", { target = 1 }, { target = 3 },
        { target = 4, text = "10" }),
    at(rfc, "a range in English", "Sections 1 to 10",
        { label = "1", last = "10", last_target = 4 }),
    at(rfc, "an appendix", "Appendix A and Appendix Q", { target = 5 }, { status = "dangling" }),
    at(rfc, "of another document", "Section 2 of [RFC2119] and Section 2.1 of the same",
        { status = "external", law = "[RFC2119]" }, { status = "resolved" }),
    at(rfc, "of a named document", "Section 2 of the OAuth spec [RFC6749]",
        { status = "external" }),
    at(rfc, "behind its name", "[URI], Section 2.1 and RFC 7841, Section 2",
        { status = "external", law = "URI" }, { status = "external", law = "RFC 7841" }),
    at(rfc, "of this document", "Section 99 of this document", { status = "dangling" }),
    at(rfc, "plain words",
        "this section 'A' in part of a section, Section Two"),
    case("articles and chapters", "Chapter I General\nArticle 1\nChapter III Rules\nArticle 12\n"
        .. "see Chapter III, Article 12(3)(a), article 1. Article 5 of the Geneva Convention.",
        { kind = "chapter", label = "III", target = 3 },
        { label = "12", detail = "(3)(a)", target = 4 }, { target = 2 },
        { status = "external", law = "the Geneva Convention" }),
    -- German
    at(gesetz, "a paragraph", "nach § 2 Abs. 2 Satz 1 Nr. 3", { label = "2",
        detail = "Abs. 2 Satz 1 Nr. 3", status = "resolved", target = 2 }),
    at(gesetz, "a list of paragraphs", "der §§ 1, 2 und 7a", { target = 1 }, { target = 2 },
        { target = 4 }),
    at(gesetz, "a heading for several", "§ 4", { target = 3, status = "resolved" }),
    at(gesetz, "of a law", "§ 1 und des § 2 des Beamtenversorgungsgesetzes",
        { status = "external" }, { status = "external", law = "Beamtenversorgungsgesetzes" }),
    at(gesetz, "of a code in short", "§ 433 Abs. 1 BGB", { status = "external", law = "BGB" }),
    at(gesetz, "of this law", "§ 1 dieses Gesetzes", { status = "resolved" }),
    at(gesetz, "and those that follow", "§ 7a ff.", { target = 4, text = "§ 7a ff." }),
    {
        name = "languages by option",
        text = law:format "本法第三条，Section 2, § 3",
        setup = add_sections,
        options = { languages = { "zh" } },
        records = { reference = { { label = "第三条" } } },
    },
    {
        name = "without those of others",
        text = law:format "《民法典》第三条，本法第三条",
        setup = add_sections,
        options = { external = false },
        records = { reference = { { status = "resolved" } } },
        metadata = { references = { external = 1, resolved = 1 } },
    },
    {
        name = "nothing to find",
        text = "Nothing here.",
        records = { reference = {} },
        diagnostics = {},
    },
}
