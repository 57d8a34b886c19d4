/** The tables of what people compose: boards. Part of `schema.ts`, by its rules. */
import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './column-types.ts';

/** Of a board that was put away the row stays, and so its address is never given to another one. */
export const board = pgTable('board', {
  id: text('id').primaryKey(),
  version: integer('version').notNull(),
  archivedAt: instant('archived_at'),
});

export const boardVersion = pgTable(
  'board_version',
  {
    boardId: text('board_id')
      .notNull()
      .references(() => board.id),
    version: integer('version').notNull(),
    layout: jsonb('layout').notNull(),
    savedAt: instant('saved_at').notNull(),
    savedBy: text('saved_by').notNull(),
    restoredFrom: integer('restored_from'),
  },
  (table) => [primaryKey({ columns: [table.boardId, table.version] })],
);
