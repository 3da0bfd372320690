/* verify-result.c - what a document has become, held against what its source gives. */
#include "run/verify-result.h"

#include <string.h>

#include <textmill/json.h>
#include <textmill/restore.h>

#include "document/document-private.h"
#include "pipeline/pipeline-private.h"
#include "run/json-place.h"
#include "run/verify-origins.h"
#include "source/item.h"
#include "source/load.h"

#define PROOF_EXCERPT 24 /* bytes of what differs that a message shows */

struct MillProof {
    MillPipeline *pipeline;
    gboolean faithful;
    const MillVerifyOptions *options;
    MillVerification *total;
    MillOutput **outputs; /* by step: what it makes of the document; NULL before the first */
    gboolean *encoded;    /* by step: that it has been asked */
    gsize n_steps;
    /* The document under way. */
    char *id;
    MillDocument *document;
    gboolean came_through; /* the pipeline made it again */
    gboolean is_other;     /* its source is not the one that results were made from */
    const char *file;      /* of the result under way, for what is found in it */
};

MillProof *
mill_proof_new(MillPipeline *pipeline, gboolean faithful, const MillVerifyOptions *options,
               MillVerification *total)
{
    MillProof *proof = g_new0(MillProof, 1);

    proof->pipeline = pipeline;
    proof->faithful = faithful;
    proof->options = options;
    proof->total = total;
    proof->n_steps = mill_pipeline_get_n_steps(pipeline);
    proof->outputs = g_new0(MillOutput *, proof->n_steps);
    proof->encoded = g_new0(gboolean, proof->n_steps);
    return proof;
}

void
mill_proof_free(MillProof *proof)
{
    if (!proof)
        return;
    mill_proof_end(proof);
    for (gsize i = 0; i < proof->n_steps; i++)
        mill_output_free(proof->outputs[i]);
    g_free(proof->outputs);
    g_free(proof->encoded);
    g_free(proof);
}

static void
proof_report(const MillProof *proof, const MillDiscrepancy *found)
{
    proof->total->discrepancies++;
    if (proof->options->on_discrepancy)
        proof->options->on_discrepancy(found, proof->options->data);
}

void
mill_proof_tell(const MillProof *proof, const char *code, const char *id, const char *file,
                const char *message)
{
    proof_report(
        proof, &(MillDiscrepancy){
                   .code = code, .document = id, .file = file, .offset = -1, .message = message });
}

void
mill_proof_end(MillProof *proof)
{
    g_clear_pointer(&proof->document, mill_document_free);
    g_clear_pointer(&proof->id, g_free);
}

/* --- the source ----------------------------------------------------------------------------- */

/* Takes the item through the pipeline again. */
static void
proof_process(MillProof *proof)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *message = NULL;
    const char *step;

    switch (mill_pipeline_process(proof->pipeline, proof->document, &error)) {
    case MILL_KEEP:
        proof->came_through = TRUE;
        proof->total->compared += proof->faithful;
        return;
    case MILL_DROP:
        message =
            g_strdup_printf("now dropped: %s", mill_document_get_drop_reason(proof->document));
        break;
    case MILL_FAIL:
        message = g_strdup_printf("now it fails: %s", error ? error->message : "without a reason");
        break;
    }
    if (!proof->faithful)
        return;
    step = mill_document_get_step(proof->document);
    g_autofree char *where = g_strdup_printf("step '%s': %s", step ? step : "", message);

    mill_proof_tell(proof, "outcome", proof->id, NULL, where);
}

gboolean
mill_proof_begin(MillProof *proof, const MillLedgerRow *row, const MillUnit *unit)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = NULL;
    g_autofree char *message = NULL;

    proof->id = g_strdup(row->id);
    proof->came_through = FALSE;
    proof->is_other = FALSE;
    memset(proof->encoded, 0, proof->n_steps * sizeof *proof->encoded);
    bytes = unit->problem ? NULL : mill_load(unit, FALSE, &error);
    if (!bytes) {
        mill_proof_tell(proof, "source-gone", row->id, NULL,
                        unit->problem ? unit->problem : error->message);
        return FALSE;
    }
    if ((gint64) g_bytes_get_size(bytes) != row->cost.bytes) {
        message = g_strdup_printf("its source has %" G_GSIZE_FORMAT
                                  " bytes, the run read %" G_GINT64_FORMAT,
                                  g_bytes_get_size(bytes), row->cost.bytes);
        mill_proof_tell(proof, "source-changed", row->id, NULL, message);
        return FALSE;
    }
    proof->document = mill_item_open(proof->pipeline, unit, bytes, &error);
    if (!proof->document) {
        mill_proof_tell(proof, "source-changed", row->id, NULL, error->message);
        return FALSE;
    }
    proof->total->sources++;
    proof_process(proof);
    return TRUE;
}

/* --- what is there -------------------------------------------------------------------------- */

/* What step number @step makes as its part @part, or NULL. Borrowed. */
static const GString *
proof_make(MillProof *proof, gint64 step, const char *part, const char **preamble)
{
    g_autoptr(GError) error = NULL;
    MillOutput *output;

    if (step < 0 || step >= (gint64) proof->n_steps)
        return NULL;
    if (!proof->outputs[step])
        proof->outputs[step] = mill_output_new();
    output = proof->outputs[step];
    if (!proof->encoded[step]) {
        proof->encoded[step] = TRUE;
        mill_output_reset(output);
        if (!mill_pipeline_encode(proof->pipeline, (gsize) step, proof->document, output, &error))
            mill_output_reset(output);
    }
    for (gsize i = 0; i < mill_output_get_n_parts(output); i++) {
        if (g_strcmp0(mill_output_get_part_name(output, i), part) != 0)
            continue;
        *preamble = mill_output_get_preamble(output, i);
        return mill_output_get_bytes(output, i);
    }
    return NULL;
}

/* A few of the @length bytes, from @at on, for a message. (transfer full) */
static char *
proof_quote(const char *bytes, gsize length, gsize at)
{
    gsize n = MIN(length - MIN(at, length), PROOF_EXCERPT);
    g_autofree char *piece = n > 0 ? g_strndup(bytes + at, n) : NULL;
    g_autofree char *valid = piece ? g_utf8_make_valid(piece, -1) : NULL;

    return valid ? g_strdup_printf("'%s'", valid) : g_strdup("nothing");
}

/* Backs up to where the number, word or character that byte @at is in begins. */
static gsize
proof_find_token(const char *bytes, gsize at)
{
    gsize start = at;

    while (start > 0 && at - start < PROOF_EXCERPT / 2 &&
           (g_ascii_isalnum(bytes[start - 1]) || ((guchar) bytes[start] & 0xC0) == 0x80))
        start--;
    return start;
}

/* The bytes @found at byte @offset of the file are not those @made. */
static void
proof_differ(const MillProof *proof, gint64 offset, const char *found, gsize length,
             const char *made, gsize made_length)
{
    gsize at = 0;
    g_autofree char *place = NULL;

    while (at < length && at < made_length && found[at] == made[at])
        at++;
    if (mill_verify_is_result(made, made_length))
        place = mill_json_place(made, made_length, MIN(at, made_length - 1));

    gsize start = proof_find_token(made, MIN(at, made_length));
    g_autofree char *there = proof_quote(found, length, start);
    g_autofree char *wanted = proof_quote(made, made_length, start);
    g_autofree char *message = g_strdup_printf("there is %s, the source gives %s", there, wanted);

    proof_report(proof, &(MillDiscrepancy){ .code = "result",
                                            .document = proof->id,
                                            .file = proof->file,
                                            .offset = offset + (gint64) at,
                                            .place = place && *place ? place : NULL,
                                            .message = message });
}

/* Whether the bytes are those that the pipeline makes. */
static gboolean
proof_compare(MillProof *proof, gint64 step, const char *part, gint64 offset, gboolean own,
              const char *bytes, gsize length)
{
    const char *preamble = NULL;
    const GString *made = proof_make(proof, step, part, &preamble);
    gsize head = own && preamble ? strlen(preamble) : 0;

    if (!made) {
        mill_proof_tell(proof, "result", proof->id, proof->file,
                        "the pipeline makes no such result of its source");
        return FALSE;
    }
    proof->total->results++;
    if (length == head + made->len && memcmp(bytes, preamble ? preamble : "", head) == 0 &&
        memcmp(bytes + head, made->str, made->len) == 0)
        return TRUE;
    if (head > 0 && (length < head || memcmp(bytes, preamble, head) != 0))
        proof_differ(proof, offset, bytes, length, preamble, head);
    else
        proof_differ(proof, offset + (gint64) head, bytes + head, length - head, made->str,
                     made->len);
    return FALSE;
}

/* Whether @root says that it was made from the source that is there. */
static gboolean
proof_compare_source(MillProof *proof, const MillValue *root)
{
    const MillValue *source = mill_value_get(root, "source");
    const char *claimed = mill_value_get_string(mill_value_get(source, "sha256"), NULL);
    const char *is = mill_document_get_source_sha256(proof->document);
    g_autofree char *message = NULL;

    if (g_strcmp0(claimed, is) == 0)
        return TRUE;
    message = g_strdup_printf("its source has the SHA-256 %s, the result says %s", is,
                              claimed ? claimed : "nothing");
    mill_proof_tell(proof, "source-changed", proof->id, proof->file, message);
    return FALSE;
}

/* In a pipeline that is not that of the run, other bytes are no mistake, but these are. */
static void
proof_compare_claims(MillProof *proof, const MillValue *root)
{
    gsize size = mill_document_get_source_size(proof->document);
    gint64 claimed = mill_value_get_int(mill_value_get(mill_value_get(root, "source"), "bytes"));
    g_autofree char *message = NULL;

    if (claimed == (gint64) size)
        return;
    message = g_strdup_printf("its source has %" G_GSIZE_FORMAT
                              " bytes, the result says %" G_GINT64_FORMAT,
                              size, claimed);
    mill_proof_tell(proof, "result", proof->id, proof->file, message);
}

static void
proof_take_origin(const char *place, const char *message, gpointer data)
{
    const MillProof *proof = data;

    proof_report(proof, &(MillDiscrepancy){ .code = "origin",
                                            .document = proof->id,
                                            .file = proof->file,
                                            .offset = -1,
                                            .place = place,
                                            .message = message });
}

/* A document that was read back from a result leads to a source that is not at hand. */
static void
proof_compare_origins(MillProof *proof, const MillValue *root)
{
    MillOriginCount count = { 0 };

    if (proof->document->restored)
        return;
    mill_verify_origins(root, mill_document_get_source(proof->document), &count, proof_take_origin,
                        proof);
    proof->total->origins += count.origins;
    proof->total->exact += count.exact;
    proof->total->inserted += count.inserted;
    proof->total->unread += count.unread;
}

/* The result that the bytes are, by docs/json-format.md; NULL if they are something else. (transfer
 * full) */
static MillValue *
proof_parse(const char *bytes, gsize length, GError **error)
{
    g_autoptr(MillValue) root = NULL;

    if (!mill_verify_is_result(bytes, length))
        return NULL;
    root = mill_json_parse(bytes, (gssize) length, error);
    if (mill_value_get_type(mill_value_get(root, "id")) != MILL_TYPE_STRING ||
        mill_value_get_type(mill_value_get(root, "source")) != MILL_TYPE_MAP)
        return NULL;
    return g_steal_pointer(&root);
}

void
mill_proof_check(MillProof *proof, gint64 step, const char *part, const char *file, gint64 offset,
                 gboolean own, const char *bytes, gsize length)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(MillValue) root = NULL;
    const char *id;
    gboolean mine;

    if (proof->is_other)
        return;
    proof->file = file;
    root = proof_parse(bytes, length, &error);
    id = mill_value_get_string(mill_value_get(root, "id"), NULL);
    mine = g_strcmp0(id, proof->id) == 0;
    /* What the result of another document says of its source is not about this one's. */
    if (mine && !proof_compare_source(proof, root)) {
        proof->is_other = TRUE;
        return;
    }
    if (proof->faithful && proof->came_through &&
        !proof_compare(proof, step, part, offset, own, bytes, length))
        return;
    if (error)
        mill_proof_tell(proof, "result", proof->id, file, error->message);
    else if (root && !mine)
        mill_proof_tell(proof, "result", proof->id, file, "it is the result of another document");
    if (!mine)
        return;
    proof_compare_claims(proof, root);
    proof_compare_origins(proof, root);
}
