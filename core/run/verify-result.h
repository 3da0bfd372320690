/* verify-result.h - what a document has become, held against what its source gives. */
#ifndef MILL_RUN_VERIFY_RESULT_H
#define MILL_RUN_VERIFY_RESULT_H

#include <textmill/run.h>

#include "results/ledger-read.h"
#include "source/unit.h"

/* A document being verified. */
typedef struct MillProof MillProof;

/* For the results of @pipeline. @faithful: it is that of the run, so what it makes are the bytes
 * that are to be there. What is wrong goes to @options, what is counted to @total; all are
 * borrowed. (transfer full) */
MillProof *mill_proof_new(MillPipeline *pipeline, gboolean faithful,
                          const MillVerifyOptions *options, MillVerification *total);
void mill_proof_free(MillProof *proof);
/* Tells what is wrong with the document @id. */
void mill_proof_tell(const MillProof *proof, const char *code, const char *id, const char *file,
                     const char *message);

/* Reads @unit again, for the results of the document @row. FALSE if it is not what it was, which
 * has been told. */
gboolean mill_proof_begin(MillProof *proof, const MillLedgerRow *row, const MillUnit *unit);
/* Looks at the bytes that step number @step made as its part @part (or NULL): they stand in @file
 * of the results folder, from byte @offset on. @own: the file is that document's alone. */
void mill_proof_check(MillProof *proof, gint64 step, const char *part, const char *file,
                      gint64 offset, gboolean own, const char *bytes, gsize length);
/* Ends the document. */
void mill_proof_end(MillProof *proof);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MillProof, mill_proof_free)

#endif
