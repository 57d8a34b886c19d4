/** The tables of notices: what supervisors tell the floor. Part of `schema.ts`, by its rules. */
import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './column-types.ts';

export const notice = pgTable(
  'notice',
  {
    id: text('id').primaryKey(),
    version: integer('version').notNull(),
    words: jsonb('words').notNull(),
    urgent: boolean('urgent').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
    savedAt: instant('saved_at').notNull(),
    savedBy: text('saved_by').notNull(),
  },
  (table) => [index('notice_starts_at').on(table.startsAt), index('notice_ends_at').on(table.endsAt)],
);

export const noticeVersion = pgTable(
  'notice_version',
  {
    noticeId: text('notice_id')
      .notNull()
      .references(() => notice.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    words: jsonb('words').notNull(),
    urgent: boolean('urgent').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at'),
    savedAt: instant('saved_at').notNull(),
    savedBy: text('saved_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.noticeId, table.version] })],
);
