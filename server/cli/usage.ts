export const IMPORT_USAGE = 'usage: moked import queue-log FILE --source NAME [--new-source]';
export const RECOUNT_USAGE = 'usage: moked recount --from 2026-11-15 --to 2026-11-17';
export const BACKUP_USAGE = 'usage: moked backup FILE   (- for the standard output)';
export const RESTORE_USAGE = 'usage: moked restore FILE   (- for the standard input)';

export const usage = `usage: moked <command>

  start                                    run the server
  check                                    validate the configuration; reach every source and the database
  import queue-log FILE --source NAME      back-fill history from an Asterisk queue_log; --new-source: of a PBX
                                           that is no source yet, beside one that is
  recount --from DAY --to DAY              count business days again from the log
  backup FILE                              everything in one checked file, while the server runs or not
  restore FILE                             a backup into an empty database
  help                                     this text

The environment is described in CONFIG.md. Exit codes: 0 fine, 1 failed, 2 bad usage or configuration.`;

const USAGES: Readonly<Record<string, string>> = {
  start: 'usage: moked start',
  check: 'usage: moked check',
  import: IMPORT_USAGE,
  recount: RECOUNT_USAGE,
  backup: BACKUP_USAGE,
  restore: RESTORE_USAGE,
};

/** How to call one command. */
export function usageOf(command: string): string {
  return USAGES[command] ?? usage;
}
