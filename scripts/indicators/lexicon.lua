-- The words by which `indicators` knows a target.
local lexicon = {}

-- An alternation of plain words, longest first.
local function alternation(words)
    local sorted = { table.unpack(words) }
    table.sort(sorted, function(a, b)
        if #a ~= #b then return #a > #b end
        return a < b
    end)
    for i, word in ipairs(sorted) do
        sorted[i] = (word:gsub("[%^%$%(%)%%%.%[%]%*%+%-%?|{}\\/]", "\\%0"))
    end
    return table.concat(sorted, "|")
end

local function words(text)
    local list = {}
    for word in text:gmatch("%S+") do list[#list + 1] = word end
    return list
end

-- Verbs ---------------------------------------------------------------------------------------

-- direction: what happens to the indicator; change: the number is by how much, not to what;
-- object: what is counted stands after the number or after the verb; limit: the number is a cap.
local verb_groups = {
    { "达到 达 保持在 稳定在 维持在 保持 稳定 为 占 占到 实现 完成率达 不断达到 普及率达 突破",
        { direction = "reach" } },
    { "控制在 控制到 严控在 限制在", { direction = "reach", limit = true } },
    { "提高到 提高至 提升到 提升至 增加到 增加至 增至 增长到 增长至 上升到 上升至 升至 扩大到 扩大至 "
        .. "延长到 延长至 壮大到 发展到", { direction = "increase" } },
    { "降低到 降低至 降到 降至 下降到 下降至 减少到 减少至 减至 压减到 压减至 压缩到 压缩至 缩短到 缩短至 "
        .. "缩减到 缩减至 压降至", { direction = "decrease" } },
    { "提高 提升 增长 增加 上升 扩大 递增 年均增长 年均增速 增幅 翻", { direction = "increase", change = true } },
    { "降低 下降 减少 压减 压缩 缩短 削减 缩减 减排 累计下降 年均下降", { direction = "decrease", change = true } },
    { "新增 净增 增设 新增加", { direction = "increase", change = true, object = true } },
    { "淘汰 关停 退出 压降 腾退 清退", { direction = "decrease", change = true, object = true } },
    { "建设 建成 新建 改建 扩建 改扩建 新改建 新建改造 新建改扩建 改造 打造 培育 创建 布局 引进 引育 建立 设立 形成 "
        .. "培养 培训 提供 认定 治理 修复 恢复 种植 绿化 推广 孵化 集聚 布设 开通 投放 配备 开工 争创 建 共建 "
        .. "举办 筹集 供应 发放 安置 完成 实施 开展 确保 选派 选树 支持 投入 推出 吸引 储备 争取 培树 "
        .. "建设改造 提升改造 开发 发展 落实 组建 遴选 招引 扶持 推动", { direction = "build", object = true } },
}

lexicon.verbs = {}
local all_verbs, object_verbs = {}, {}
for _, group in ipairs(verb_groups) do
    for _, word in ipairs(words(group[1])) do
        lexicon.verbs[word] = group[2]
        all_verbs[#all_verbs + 1] = word
        if group[2].object and utf8.len(word) > 1 then object_verbs[#object_verbs + 1] = word end
    end
end
lexicon.verbs_pattern = alternation(all_verbs)
lexicon.object_verbs_pattern = alternation(object_verbs)

-- Words between a name, its verb and the number.
lexicon.adverb_pattern = alternation(words("年均 平均 累计 总计 共计 合计 共 约 均 都 全部 基本 总体 分别 力争 要 将 应 需 须 "
    .. "再 每年 逐年 稳步 努力 同比 达 超额 左右 稳定 持续 同步 平均每年 提前 也 已 实际"))

-- Bounds --------------------------------------------------------------------------------------

lexicon.bounds = {
    ["不低于"] = ">=", ["不少于"] = ">=", ["不小于"] = ">=", ["不得低于"] = ">=", ["不得少于"] = ">=",
    ["至少"] = ">=", ["最少"] = ">=", ["超过"] = ">", ["突破"] = ">", ["高于"] = ">", ["大于"] = ">",
    ["多于"] = ">", ["超"] = ">", ["不超过"] = "<=", ["不高于"] = "<=", ["不大于"] = "<=",
    ["不多于"] = "<=", ["不得超过"] = "<=", ["不得高于"] = "<=", ["最多"] = "<=", ["低于"] = "<",
    ["小于"] = "<", ["少于"] = "<", ["约"] = "≈", ["大约"] = "≈", ["约为"] = "≈", ["近"] = "≈", ["接近"] = "≈",
    ["将近"] = "≈",
}
local bounds = {}
for word in pairs(lexicon.bounds) do bounds[#bounds + 1] = word end
lexicon.bounds_pattern = alternation(bounds)

lexicon.suffixes = {
    ["以上"] = ">=", ["及以上"] = ">=", ["以下"] = "<=", ["及以下"] = "<=", ["以内"] = "<=", ["之内"] = "<=",
    ["左右"] = "≈", ["上下"] = "≈",
}

-- Units ---------------------------------------------------------------------------------------

-- Words that count things; what they count follows.
local counts = words("个 家 项 所 座 条 处 件 套 台 辆 艘 架 支 名 位 张 块 门 部 只 株 对 种 类 栋 间 床 片 人 户 场 "
    .. "次 人次 批 班 幢 眼 口 段 篇 枚 节 届 村 县 镇 区 市 项次 例")
lexicon.counts = {}
for _, word in ipairs(counts) do
    for _, scale in ipairs { "", "万", "千", "百", "亿" } do lexicon.counts[scale .. word] = true end
end

local measures = words("% ％ ‰ 个百分点 百分点 微克/立方米 微克每立方米 毫克/升 毫克/立方米 吨标准煤 吨标煤 吨 公斤 千克 "
    .. "克 平方米 平方公里 立方米 公顷 亩 公里 千米 米 千瓦时 千瓦 兆瓦 吉瓦 度 蒸吨 元 美元 人民币 岁 年 天 日 小时 分钟 倍 "
    .. "成 标准箱 标箱 床位 吨公里 人公里 MW GW kW TEU Gbps Mbps PB EB EFLOPS 千瓦小时 斤 公斤标准煤 步 层 番 册 "
    .. "学时 人年 毫米 厘米 摄氏度 分贝 分 级")

function lexicon.units_pattern(extra)
    local units = {}
    for _, list in ipairs { counts, measures, extra } do
        for _, word in ipairs(list) do units[#units + 1] = word end
    end
    local unit = alternation(units)
    return "(?:(?:[百千]?万亿|[百千十]?万|[百千十]?亿|千|百)(?:" .. unit .. ")?|" .. unit .. ")"
end

-- A number of these before a noun describes it: 5年过渡期.
lexicon.time_units = { ["年"] = true, ["日"] = true, ["天"] = true, ["小时"] = true,
    ["分钟"] = true, ["岁"] = true }
lexicon.plain_units = { ["％"] = "%", ["百分点"] = "个百分点" }

-- Names ---------------------------------------------------------------------------------------

-- How the names of measures end.
lexicon.measure_pattern = alternation(words("率 比例 比重 占比 比率 量 总量 产量 数 数量 浓度 面积 里程 "
    .. "规模 总值 产值 增加值 收入 支出 "
    .. "寿命 强度 长度 容量 能力 装机 投资 总额 额 密度 人口 时间 年限 指数 金额 资金 贡献 覆盖 吞吐 消费 储量 蓄积 "
    .. "用量 排放 能耗 水耗 电量 产能 增速 增长 出口 增幅 专利 拥有量 床位 学位 就业 占全市比重 水平"))

-- Objects that are ways of speaking: as a whole, or by how they begin.
local no_objects = {}
for _, word in ipairs(words "月 年 工作日 人") do no_objects[word] = true end
local no_heads = words "方面 阶段 步骤 层次 环节 层面 维度"

function lexicon.is_no_object(object)
    if no_objects[object] then return true end
    for _, head in ipairs(no_heads) do
        if object:find(head, 1, true) == 1 then return true end
    end
    return false
end

-- Time and will -------------------------------------------------------------------------------

lexicon.time_pattern = [[(?:到|至|在|于|力争|争取|确保)?]]
    .. [[(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年(?:[底末]|年底)?(?:以?前|时|之前)?]]
    .. [[|(?:到|至|在)?[“"]?十[二三四五六七八]五[”"]?(?:规划)?(?:时?期?末|期间|时期)?]]
    .. [[|(?:未来|今后)?[一二三四五六七八九十\d]+年(?:内|间)?(?:时间)?|(?:到|至)?规划期末|其中|到那时]]
lexicon.aim_pattern = alternation(words("力争 争取 努力 确保 保证 使 将 要 推动 实现 并 且 同时 "
    .. "全市 全省 全国 全县 全区 我市 我省 我国 我区 我县 本市 进一步 逐步 加快 基本 预计 计划 目标是 目标 主要是 不断 大力 积极 鼓励 支持 引导 让 以及 和 、"))
lexicon.past_pattern = [[同比|比上年|较上年|[一二三四五六七八九十]年来|以来|截至|去年|上年]]
    .. [[|过去[一二三四五六七八九十]?年|已(?:经)?(?:达|建|完|累|有|成)|累计完成|(?:完成|实现|建成|新增|达到|增长|提高|下降|增加|减少|改造|培育|突破)了]]
lexicon.strong_aim_pattern = [[(?:到|至)20\d\d年|力争|目标|计划|预期|预计|今后|未来|争取]]

return lexicon
