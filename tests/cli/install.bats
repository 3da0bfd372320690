#!/usr/bin/env bats
# The installed program, and plugins built against it as a stranger would. $PREFIX is the installation.

load helper

setup_file() {
    PREFIX=$("$TEXTMILL_SOURCE/tests/installed" "$TEXTMILL_BUILD" echo @PREFIX@)
    LIBRARY=$(dirname "$(find "$PREFIX" -name libtextmill.so)")
    export PREFIX LIBRARY
}

# Only the installed textmill is in sight.
use_prefix() {
    export PATH="$TEXTMILL_BUILD/sanitized-cc:$PREFIX/bin:${PATH#"$TEXTMILL_BUILD:"}"
    export PKG_CONFIG_PATH="$LIBRARY/pkgconfig"
    export LD_LIBRARY_PATH="$LIBRARY"
}

@test "program, library, headers, man page, completions, plugins, scripts, guides and examples are there" {
    [ -x "$PREFIX/bin/textmill" ]
    [ -f "$LIBRARY/libtextmill.so" ]
    [ -f "$PREFIX/include/textmill/plugin.h" ]
    [ -f "$LIBRARY/pkgconfig/textmill.pc" ]
    [ -f "$PREFIX/share/man/man1/textmill.1" ]
    [ -f "$PREFIX/share/bash-completion/completions/textmill" ]
    [ -f "$PREFIX/share/zsh/site-functions/_textmill" ]
    [ -f "$PREFIX/share/fish/vendor_completions.d/textmill.fish" ]
    [ -f "$LIBRARY/textmill/plugins/cleanup.so" ]
    [ -f "$PREFIX/share/textmill/scripts/indicators.lua" ]
    [ -f "$PREFIX/share/doc/textmill/writing-plugins.md" ]
    [ -f "$PREFIX/share/doc/textmill/examples/plugins/read-email/read-email.c" ]
    [ -z "$(find "$PREFIX" -name '*_test.lua')" ]
}

@test "the program runs without the build tree's help, and finds its plugins and their data" {
    use_prefix
    unset LD_LIBRARY_PATH
    exits 0 textmill inspect cleanup
    has "From:   $LIBRARY/textmill/plugins/cleanup.so"
    exits 0 textmill run "$examples/plan.yaml" "$examples/documents/plan-page.txt" -o out
    has "1 exported"
}

@test "a plugin built with one cc command" {
    use_prefix
    cp "$examples"/plugin/* .
    # shellcheck disable=SC2046
    cc -shared -fPIC -Wall -Werror -o word-length.so word-length.c $(pkg-config --cflags --libs textmill)
    exits 0 textmill run example.yaml example.txt -o out --plugin-dir .
    has "1 exported"
    [ "$(json out/example.json 'd["metadata"]["longest_word"]')" = "extraordinarily" ]
}

@test "the same plugin built with Meson" {
    use_prefix
    cp -r "$examples/plugin" plugin
    meson setup plugin/build plugin >log
    ninja -C plugin/build >>log
    exits 0 textmill run plugin/example.yaml plugin/example.txt -o out --plugin-dir plugin/build
    [ "$(json out/example.json 'd["metadata"]["longest_word"]')" = "extraordinarily" ]
}

@test "what 'new plugin' writes builds without warnings, passes its test, loads and runs" {
    use_prefix
    textmill new plugin word-finder
    meson setup --werror word-finder/build word-finder >log
    meson test -C word-finder/build >>log 2>&1 || { cat log word-finder/build/meson-logs/testlog.txt >&2; false; }
    exits 0 textmill inspect --plugin-dir word-finder/build word-finder
    pipeline plan.yaml '- use: word-finder' '  with: { word: mill }' '- use: json'
    echo "a mill, two mills" >a.txt
    exits 0 textmill run plan.yaml a.txt -o out --plugin-dir word-finder/build
    [ "$(json out/a.json 'len(d["records"]["word-finder"])')" = 2 ]
}

@test "plugins of each other role build without warnings, pass their tests and validate" {
    use_prefix
    for role in writer sink corpus; do
        textmill new plugin "my-$role" --role "$role"
        # shellcheck disable=SC2046
        cc -shared -fPIC -Wall -Werror -o "my-$role/my-$role.so" "my-$role/my-$role.c" \
            $(pkg-config --cflags --libs textmill)
        (cd "my-$role" && TEXTMILL_PLUGIN_PATH=$PWD exits 0 sh test.sh)
        exits 0 textmill validate "./my-$role/my-$role.so"
    done
    textmill new plugin my-reader --role reader
    meson setup --werror my-reader/build my-reader >log
    meson test -C my-reader/build >>log 2>&1 || { cat log my-reader/build/meson-logs/testlog.txt >&2; false; }
}

# What docs/writing-plugins.md says of data/meson.build.
@test "a plugin with a data file: beside it in the build folder, and where the installed one looks" {
    use_prefix
    textmill new plugin drop-lines
    awk '/file: drop-lines.c/,/^```/' "$TEXTMILL_SOURCE/docs/writing-plugins.md" | grep -v '^```' >drop-lines/drop-lines.c
    mkdir drop-lines/data
    awk '/^```meson/,/^```$/' "$TEXTMILL_SOURCE/docs/writing-plugins.md" | grep -v '^```' >drop-lines/data/meson.build
    grep -q copyfile drop-lines/data/meson.build
    sed -i '/^# What it does/,$d' drop-lines/meson.build
    echo "subdir('data')" >>drop-lines/meson.build
    echo 'Subscribe' >drop-lines/data/lines.txt
    printf 'One\nSubscribe\nTwo\n' >page.txt
    pipeline plan.yaml '- use: drop-lines' '- use: text'
    { meson setup --werror drop-lines/build drop-lines && ninja -C drop-lines/build; } >log
    exits 0 textmill run plan.yaml page.txt -o out --plugin-dir drop-lines/build
    [ "$(cat out/page.txt)" = "$(printf 'One\nTwo')" ]
    DESTDIR="$PWD/stage" meson install -C drop-lines/build >log
    find stage -path '*share/textmill/drop-lines/lines.txt' | grep .
}

@test "a program that embeds the library" {
    use_prefix
    cat >embed.c <<'END'
#include <textmill/textmill.h>

int
main(void)
{
    g_autoptr(MillReport) report = mill_report_new();
    g_autoptr(MillPipeline) pipeline = mill_pipeline_load("plan.yaml", NULL, report);
    g_autoptr(MillDocument) document = mill_document_new_text("id", "# Title\n\ntext\n", -1, NULL);

    g_assert_nonnull(pipeline);
    g_assert_cmpint(mill_pipeline_process(pipeline, document, NULL), ==, MILL_KEEP);
    g_print("%d\n", (int) mill_layer_get_length(mill_document_get_layer(document, "section")));
    return 0;
}
END
    pipeline plan.yaml '- use: sections' '  with: { scheme: markdown }' '- use: json'
    # shellcheck disable=SC2046
    cc -Wall -Werror -o embed embed.c $(pkg-config --cflags --libs textmill)
    exits 0 ./embed
    [ "$output" = 1 ]
}
