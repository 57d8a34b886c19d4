/**
 * What a backup holds of each table. A table is truth, or a projection that a restore makes anew from the log. Where the log begins later than the
 * rows, because facts were let go of (`retention.ts`), the rows before its beginning are truth too: nothing could bring them back.
 */

/** `truth`: every row. `rebuilt`: none. A column of instants: the rows from before the beginning of the log, by this column. */
type Held = 'truth' | 'rebuilt' | { readonly before: 'offered_at' | 'started_at' | 'start_at' };

/** Every table of the schema, in the order in which a backup has them. */
export const heldOf: Readonly<Record<string, Held>> = {
  event_log: 'truth',
  entity_id: 'truth',
  quarantine: 'truth',
  source_note: 'truth',
  meta: 'truth',
  board: 'truth',
  board_version: 'truth',
  alarm_rules: 'truth',
  alarm: 'truth',
  alarm_transition: 'truth',
  notice: 'truth',
  notice_version: 'truth',
  // Which shifts a day had is written when the day comes: the settings of today would say it otherwise.
  shift_span: 'truth',
  contact: { before: 'offered_at' },
  queue_stay: { before: 'offered_at' },
  agent_span: { before: 'started_at' },
  agent_pause: { before: 'started_at' },
  queue_interval: { before: 'start_at' },
  floor_interval: { before: 'start_at' },
  agent_interval: { before: 'start_at' },
  queue_setting: 'rebuilt',
  gap: 'rebuilt',
  checkpoint: 'rebuilt',
  // A restore counts every day again.
  marked_day: 'rebuilt',
};

/** Values of `meta` that stand for projections. */
export const META_REBUILT: readonly string[] = ['flush_position'];
