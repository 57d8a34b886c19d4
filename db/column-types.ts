/** The types of columns that the tables share. */
import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'string' });
export const durationMs = (name: string) => bigint(name, { mode: 'number' });
export const position = (name = 'position') => bigint(name, { mode: 'number' });
export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
