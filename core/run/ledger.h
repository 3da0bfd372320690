/* ledger.h - DIR/ledger.jsonl: what became of every document, and by which a folder is known.
 *
 *     {"ledger":1,"textmill":"0.1.0","pipeline":"plan","steps":["read-text","cleanup","json"]}
 *     {"id":"a.txt","outcome":"exported","files":["a.json"]}
 *     {"id":"b.txt","outcome":"dropped","step":"length","message":"too short"}
 *     {"id":"c.txt","outcome":"quarantined","step":"tags","code":"crash","message":"…","path":"…"}
 *     {"state":"finished","documents":3,"exported":1,"dropped":1,"quarantined":1,…}
 *
 * The first line is written when the run begins, a line a document as soon as its files are in
 * place, the last line when the run ends. A ledger without it belongs to a run that was killed.
 * Nothing in it depends on the time, the machine or the number of workers.
 */
#ifndef MILL_RUN_LEDGER_H
#define MILL_RUN_LEDGER_H

#include <glib.h>

#define MILL_LEDGER_NAME "ledger.jsonl"

/* Whether @path is the ledger of a results folder, by its name and its first bytes. */
gboolean mill_ledger_is(const char *path);

#endif
