#!/usr/bin/env bats
# Scripts that say something about all documents together.

load helper

setup_corpus() {
    cat >letters.lua <<'END'
return {
    summary = "Count letters by the first character of the document",
    start = function() return { documents = 0, by = {} } end,
    accumulate = function(state, doc)
        local text = doc:text()
        local first = tonumber(text:sub(1, 1)) or text:sub(1, 1)
        state.documents, state.by[first] = 1, {}
        for letter in text:gmatch("%a") do
            state.by[first][letter] = (state.by[first][letter] or 0) + 1
        end
    end,
    finish = function(state, ctx)
        for first, counts in pairs(state.by) do
            for letter, n in pairs(counts) do
                ctx:write(tostring(first), math.type(first) or "", " ", letter, " ", tostring(n), "\n")
            end
        end
        return { documents = state.documents .. "\n" }
    end,
}
END
    printf 'textmill: 1\nsteps:\n  - script: letters.lua\n    file: counts.txt\n' >count.yaml
    mkdir in
    local tails=(ab ab abab ababab abababab)
    for i in {1..60}; do
        printf '%s' "$((i % 3)) ${tails[i % 5]}c" >"in/$i.txt"
    done
}

@test "counts of many documents: the same bytes for any number of workers" {
    setup_corpus
    exits 0 textmill run count.yaml in -o one -j 1
    for jobs in 2 4; do
        exits 0 textmill run count.yaml in -o many -j "$jobs"
        same_results one many
    done
    exits 0 textmill run count.yaml in -o many --in-process
    same_results one many
    [ "$(cat one/counts.documents.txt)" = 60 ]
    [ "$(head -2 one/counts.txt)" = "0integer a 44
0integer b 44" ]
    exits 0 textmill run count.yaml in -o - --quiet
    [ "$output" = "$(cat one/counts.txt one/counts.documents.txt)" ]
}

@test "documents that another step drops or fails do not count" {
    setup_corpus
    cat >pick.lua <<'END'
return { process = function(doc, ctx)
    if doc.id == "1.txt" then return ctx:drop("one") end
    if doc.id == "2.txt" then ctx:fail("two") end
    doc.meta.small = #doc < 6
end }
END
    printf 'textmill: 1\nsteps:\n  - script: pick.lua\n  - script: letters.lua\n' >count.yaml
    exits 1 textmill run count.yaml in -o out
    [ "$(cat out/letters.documents.txt)" = 58 ]
    printf "    when: { small: true }\n" >>count.yaml
    exits 1 textmill run count.yaml in -o out
    [ "$(cat out/letters.documents.txt)" = 23 ]
}

@test "a combine() that never ends stops the run, with its place; no result is left" {
    setup_corpus
    sed -i 's/    finish = /    combine = function(a, b)\n        while true do a = b end\n    end,\n&/' letters.lua
    printf '    limits: { time: 100ms }\n' >>count.yaml
    exits 3 textmill run count.yaml in -o out -j 2
    has "step 'letters': document '1.txt': letters.lua:13: stopped after 0.1 s, the limit for combine()"
    has "letters.lua:13: in the function of line 12"
    [ ! -e out/counts.txt ]
}

@test "a file for each document, or a start() that fails: found by check" {
    setup_corpus
    printf 'textmill: 1\nsteps:\n  - script: letters.lua\n    file: "{stem}.txt"\n' >each.yaml
    exits 2 textmill check each.yaml
    has "each.yaml:3:13" "{stem}"
    sed -i 's/start = .*/start = function() return { print } end,/' letters.lua
    exits 2 textmill check count.yaml
    has "state[1] is a function"
}

@test "what steps count: the same sums for any number of workers, shown by --stats" {
    setup_corpus
    cat >count.lua <<'END'
return { process = function(doc, ctx)
    ctx:metric("documents")
    ctx:metric("share", #doc / 10)
    if doc.id == "1.txt" then return ctx:drop("one") end
    if doc.id == "2.txt" then ctx:fail("two") end
end }
END
    cat >write.lua <<'END'
return { encode = function(doc, ctx) ctx:metric("written.bytes", #doc) end }
END
    printf 'textmill: 1\nsteps:\n  - script: count.lua\n  - script: write.lua\n' >metrics.yaml
    for jobs in 1 2 4; do
        exits 1 textmill run metrics.yaml in -o out -j "$jobs" --stats
        echo "$stderr" | grep -A9 COUNTED | grep -E '^(count|write) ' >"sums.$jobs"
    done
    exits 1 textmill run metrics.yaml in -o out --in-process --stats --stats-json stats.json --metrics run.prom
    has "documents" "written.bytes"
    [ "$(json stats.json '[m["sum"] for m in d["metrics"]]')" = "[59.0, 43.7, 432.0]" ]
    grep -F 'textmill_counted_sum{step="count",name="share"} 43.7' run.prom
    diff sums.1 sums.2
    diff sums.1 sums.4
    [ "$(awk '{ print $1, $2, $3, $4 }' sums.1)" = "count documents 59 59
count share 43.7 59
write written.bytes 432 58" ]
    echo 'return { process = function(doc, ctx) ctx:metric("a b") end }' >count.lua
    exits 1 textmill run metrics.yaml in/3.txt -o out
    has "'a b' cannot name a metric"
}
