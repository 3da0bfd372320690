-- Sentences written for these tests.
local function case(name, text, ...)
    return { name = name, text = text, records = { project = { ... } } }
end

local function none(name, text) return case(name, text) end

-- A box with two items, as the step `sections` would mark them.
local function box(title, first, second, between)
    local head, one = "专栏3 " .. title .. "\n", "(一)" .. first .. "。" .. (between or "") .. "\n"
    local two = "(二)" .. second .. "。\n"
    return {
        text = head .. one .. two,
        setup = function(doc)
            doc:columns("section", { id = "integer", parent = "integer", kind = "string",
                label = "string", title = "string", heading = "span" })
            doc:add("section", 1, #head + #one + #two,
                { id = 1, kind = "box", label = "专栏3", title = title })
            doc:add("section", #head + 1, #head + #one,
                { id = 2, parent = 1, kind = "item", label = "(一)", title = first })
            doc:add("section", #head + #one + 1, #head + #one + #two,
                { id = 3, parent = 1, kind = "item", label = "(二)", title = second })
        end,
    }
end

local function in_box(name, parts, ...)
    return { name = name, text = parts.text, setup = parts.setup, records = { project = { ... } } }
end

return {
    case("work by its name", "加快实施智慧消防工程,推进改革。",
        { name = "智慧消防工程", action = "实施", level = "named", text = "智慧消防工程" }),
    case("a list", "建成鹭洲医科大学新校区、望澜市青石谷博物馆。",
        { name = "鹭洲医科大学新校区" }, { name = "望澜市青石谷博物馆", places = { "望澜市" } }),
    case("a list with its class", "推进实施老码头改造、北岭谷电站扩建、青石谷三期等重大项目。",
        { name = "老码头改造", class = "项目" }, { name = "北岭谷电站扩建" }, { name = "青石谷三期" }),
    case("works that share their object", "实施鹭洲医院扩建及改造、青石谷医院新址建设等项目。",
        { name = "鹭洲医院扩建及改造" }, { name = "青石谷医院新址建设" }),
    case("names that share their head", "实施海河、澜河河口清洁整治工程。",
        { name = "海河、澜河河口清洁整治工程", places = { "海河" } }),
    case("pieces without a name", "建设观鸟屋、望澜市解说系统。", { name = "望澜市解说系统" }),
    case("和 within a name", "建设和平区绿道。", { name = "和平区绿道", places = { "和平区" } }),
    case("what it rests on", "依托老码头铁路等资源,打造“海上灯塔博物馆”。",
        { name = "“海上灯塔博物馆”", basis = "老码头铁路" }),
    case("carried out", "积极推进望澜市滨海绿道建设。",
        { name = "望澜市滨海绿道", action = "推进建设" }),
    case("actors in charge", "建设望澜市观鸟公园。(责任单位:市水务局、市林业局)",
        { name = "望澜市观鸟公园" }),
    case("actors in the sentence", "由市水务局牵头实施引澜入港工程,市财政局、市住建委配合。",
        { name = "引澜入港工程", actors = { "市水务局", "市财政局", "市住建委" } }),
    case("with whom", "与教育部共建望澜市海洋大学。", { name = "望澜市海洋大学", actors = { "教育部" },
        action = "共建" }),
    case("who is helped", "支持鹭洲大学建设北岭谷海洋实验室,支持创新。"),
    none("without a name of its own", "建设一批高水平实训基地,打造一流平台,建设3个示范区。"),
    none("kinds and not things", "建设社区医院,推进重大工程,实施重点项目,建立房地产市场。"),
    none("slogans", "建设“两中心一小镇四岸线”,打造“一核多点”。"),
    none("functions of one thing", "构建集管理、教育、旅游等功能于一体的展示平台。"),
    none("land for building", "加强建设用地准入管理。"),
    none("prose", "过去一年,我国发展面临的国际国内环境复杂严峻。"),
    in_box("a box of projects", box("环境治理工程", "水环境治理", "建设鹭洲湿地公园",
        "扩建北岭谷第一污水厂、青石谷污水处理厂等远郊污水处理厂。新建津沽、张庄等一批处置设施。"),
        { level = "item", name = "水环境治理", box = "环境治理工程", item = "水环境治理" },
        { name = "北岭谷第一污水厂", class = "远郊污水处理厂", item = "水环境治理", section = 2 },
        { name = "青石谷污水处理厂", action = "扩建" },
        { name = "津沽", class = "处置设施" }, { name = "张庄" },
        { level = "item", name = "鹭洲湿地公园", action = "建设", places = { "鹭洲湿地" },
            text = "鹭洲湿地公园" }),
    in_box("a box of a layout", box("产业空间布局", "北岭新区", "中心城区", "打造产业融合核心区。")),
    {
        name = "boxes only", text = "实施智慧消防工程。", options = { boxes_only = true },
        records = { project = {} },
    },
    {
        name = "places of one's own", text = "实施津沽排涝工程。", options = { places = { "津沽" } },
        records = { project = { { name = "津沽排涝工程", places = { "津沽" } } } },
    },
    {
        name = "no record for items",
        text = box("环境治理工程", "水环境治理", "土壤治理").text,
        setup = box("环境治理工程", "水环境治理", "土壤治理").setup,
        options = { items = false },
        records = { project = {} },
    },
    case("English", "The council will build the Heron Bridge in Northport. "
        .. "The Old Quay Museum will be renovated by the Harbour Trust.",
        { name = "Heron Bridge", action = "build", actors = { "The council" },
            places = { "Northport" } },
        { name = "The Old Quay Museum", action = "renovated", actors = { "the Harbour Trust" } }),
    none("plain English", "We will build a bridge. The project is open. Open the park."),
    {
        name = "columns are there without projects", text = "无",
        expect = function(doc, t)
            t.equal(doc:columns("record.project").actors, "value")
        end,
    },
}
