-- Sentences written for these tests.
local function case(name, text, ...)
    return { name = name, text = text, records = { indicator = { ... } } }
end

local function none(name, text)
    return { name = name, text = text, records = { indicator = {} } }
end

return {
    case("at least, with a year", "到2025年，城镇污水集中处理率达到97%以上。",
        { indicator = "城镇污水集中处理率", year = 2025, comparator = ">=", value = 97, unit = "%",
            direction = "reach", text = "城镇污水集中处理率达到97%以上" }),
    case("about, with a compound unit", "到2025年细颗粒物年均浓度控制在36微克/立方米左右。",
        { indicator = "细颗粒物年均浓度", year = 2025, comparator = "≈", value = 36,
            unit = "微克/立方米" }),
    case("a cap", "城镇调查失业率控制在5.5%以内，物价涨幅控制在3%。",
        { indicator = "城镇调查失业率", comparator = "<=", value = 5.5 },
        { indicator = "物价涨幅", comparator = "<=", value = 3 }),
    case("a lower bound without a verb", "自然岸线保有率不低于36%。",
        { indicator = "自然岸线保有率", comparator = ">=", value = 36 }),
    case("more than", "力争游客人数超过800万人次。",
        { indicator = "游客人数", comparator = ">", value = 800, unit = "万人次" }),
    case("share of a whole", "到2025年，高新技术产业产值占全市比重保持在60%以上。",
        { indicator = "高新技术产业产值占全市比重", value = 60, comparator = ">=" }),
    case("share in a clause of its own", "可再生能源装机容量达到420万千瓦，占全部装机的45%以上。",
        { indicator = "可再生能源装机容量", value = 420, unit = "万千瓦" },
        { indicator = "可再生能源装机容量占全部装机比重", value = 45, unit = "%", comparator = ">=" }),
    case("by how much", "单位产值能耗比2020年下降14%，全员劳动生产率年均增长6%左右。",
        { indicator = "单位产值能耗", direction = "decrease", change = true, base = 2020, value = 14 },
        { indicator = "全员劳动生产率", direction = "increase", change = true, comparator = "≈",
            value = 6 }),
    case("from what to what", "高峰时段公交出行比重从32.5%提高到40%。",
        { indicator = "高峰时段公交出行比重", from = 32.5, value = 40, direction = "increase",
            text = "高峰时段公交出行比重从32.5%提高到40%" }),
    case("lowered to", "万元产值用水量降至12立方米以下。",
        { indicator = "万元产值用水量", value = 12, unit = "立方米", comparator = "<=",
            direction = "decrease" }),
    case("the object after the number", "建设30个左右重点实验室、20个左右中试基地。",
        { indicator = "重点实验室", value = 30, unit = "个", comparator = "≈", direction = "build" },
        { indicator = "中试基地", value = 20, unit = "个", comparator = "≈", direction = "build" }),
    case("the object before the number", "新建改造污水管网480公里，改造仓库20座以上。",
        { indicator = "污水管网", value = 480, unit = "公里", direction = "build" },
        { indicator = "仓库", value = 20, unit = "座", comparator = ">=" }),
    case("an attribute of an object", "为居民提供长度约28公里的滨水步道。",
        { indicator = "滨水步道长度", value = 28, unit = "公里", comparator = "≈" }),
    case("more of it", "新增公共充电桩1.5万个，城镇新增就业12万人。",
        { indicator = "公共充电桩", value = 1.5, unit = "万个", direction = "increase" },
        { indicator = "城镇新增就业", value = 12, unit = "万人", direction = "increase" }),
    case("two measures, one value", "到2030年，生活垃圾分类覆盖率、无害化处理率均达到100%。",
        { indicator = "生活垃圾分类覆盖率", value = 100, year = 2030 },
        { indicator = "无害化处理率", value = 100, year = 2030 }),
    case("a number inside of a name", "到2025年，每千人口拥有3岁以下婴幼儿托位数达到4.5个。",
        { indicator = "每千人口拥有3岁以下婴幼儿托位数", value = 4.5, unit = "个" }),
    case("a range", "研发投入年均增长7%—8%。",
        { indicator = "研发投入", value = 7, upper = 8, unit = "%" }),
    case("four characters are no year", "人均预期寿命提高到80.5岁。",
        { indicator = "人均预期寿命", value = 80.5, unit = "岁", direction = "increase" }),
    case("thousands", "建成保障性住房12,500套。",
        { indicator = "保障性住房", value = 12500, unit = "套" }),
    case("and a bit more", "培育专精特新企业200多家。",
        { indicator = "专精特新企业", value = 200, unit = "家", comparator = ">" }),
    case("half-width punctuation", "到2025年,森林覆盖率达到18.5%以上,湿地保护率达到70%。",
        { indicator = "森林覆盖率", year = 2025, value = 18.5 },
        { indicator = "湿地保护率", year = 2025, value = 70 }),
    case("a year in characters", "到二〇三〇年，绿色建筑占比达到90%。",
        { indicator = "绿色建筑占比", year = 2030, value = 90 }),
    case("the end of a five-year plan", "“十四五”期末，常住人口城镇化率提高到72%。",
        { indicator = "常住人口城镇化率", year = 2025, value = 72, direction = "increase" }),
    case("the year goes on in the paragraph", "到2025年，林地面积达到30万亩。湿地面积达到8万亩。\n草地面积达到5万亩。",
        { indicator = "林地面积", year = 2025 }, { indicator = "湿地面积", year = 2025 },
        { indicator = "草地面积" }),
    case("a target after a qualifier", "（一）淘汰35蒸吨以下燃煤锅炉，空气优良天数比率达到85%。",
        { indicator = "空气优良天数比率", value = 85 }),

    none("dates", "2021年3月5日发布，自2022年起实施，2023年底前并网。"),
    none("list numbers", "专栏16 重点项目\n（一）5G网络\n3.完善制度\n第12条"),
    none("names with numbers", "创建5A级景区，加强5G和III类水质监测，办好2023年运动会。"),
    none("phone numbers", "联系电话：13800000000，邮编300100。"),
    none("qualifiers", "对65蒸吨以下燃煤锅炉实施改造，规范3岁以下婴幼儿照护。"),
    none("the past", "五年来建成学校60所，去年森林覆盖率达到17%，已完成投资30亿元。"),
    none("ways of speaking", "推动3个方面的工作，设立5年过渡期。"),
    none("no digits", "“一核三带六园区”，十大工程，三个功能节点。"),

    {
        name = "the year of the plan by option",
        text = "森林覆盖率达到18%。到2030年达到20%。",
        options = { year = 2025 },
        records = { indicator = { { year = 2025, value = 18 }, { year = 2030, value = 20 } } },
    },
    {
        name = "units by option",
        text = "地铁增加到320班列。",
        options = { units = { "班列" } },
        records = { indicator = { { indicator = "地铁", value = 320, unit = "班列" } } },
    },
    {
        name = "section of a target",
        text = "第一节 总体\n覆盖率达到9成。\n第二节 交通\n公交出行比重达到40%。",
        setup = function(doc)
            doc:columns("section", { id = "integer", kind = "string" })
            local s = doc:text():find("第二节", 1, true)
            doc:add("section", 1, s - 1, { id = 1, kind = "section" })
            doc:add("section", s, doc.length, { id = 2, kind = "section" })
        end,
        expect = function(doc, t)
            t.equal(doc:get("record.indicator", 1, "section"), 1)
            t.equal(doc:get("record.indicator", 2, "section"), 2)
        end,
    },
    {
        name = "numbers stay as they were written",
        text = "甲覆盖率达到97%，乙覆盖率达到97.5%。",
        expect = function(doc, t)
            t.equal(math.type(doc:get("record.indicator", 1, "value")), "integer")
            t.equal(math.type(doc:get("record.indicator", 2, "value")), "float")
        end,
    },
}
