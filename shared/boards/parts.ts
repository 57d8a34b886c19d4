/** Parts of the floor, windows of time, names and words in both languages: what widgets, alarms and notices are told in. Knows no metric. */
import { CHANNELS, idSchema, storable, textSchema } from '../events/contact.ts';
import { v } from '../schema.ts';
import { isSeen, seen } from '../seen.ts';

export const NAME_MAX = 200;
export const WORDS_MAX = 500;

/** A name that a person gives: not empty, and not of blanks or other letters that nobody sees alone. */
export const nameSchema = v.pipe(v.string(), seen, v.maxLength(NAME_MAX, `has at most ${NAME_MAX} characters`), storable);

/** The same words in both languages of the product; where one is missing the other stands in for it. */
export const wordsSchema = v.pipe(
  v.strictObject({
    he: v.optional(v.pipe(v.string(), v.maxLength(WORDS_MAX, `has at most ${WORDS_MAX} characters`), storable), ''),
    en: v.optional(v.pipe(v.string(), v.maxLength(WORDS_MAX, `has at most ${WORDS_MAX} characters`), storable), ''),
  }),
  v.check(({ he, en }) => isSeen(he) || isSeen(en), 'needs a text in Hebrew or in English'),
);

/** As events and settings name it, whatever they take: what is on the floor can be spoken of. */
const partSchema = v.pipe(
  textSchema,
  v.check((text) => text !== '', 'must not be empty'),
);

/**
 * A part of the floor. A queue of null is the one that the address of the screen names, or else the first of the wall: a board that serves every queue.
 * A group is one of queues; a site has queues and agents; channels have the queues that serve them.
 */
export const scopeSchema = v.variant('of', [
  v.strictObject({ of: v.literal('floor') }),
  v.strictObject({ of: v.literal('queue'), id: v.nullable(idSchema) }),
  v.strictObject({ of: v.literal('group'), name: partSchema }),
  v.strictObject({ of: v.literal('team'), name: partSchema }),
  v.strictObject({ of: v.literal('site'), name: partSchema }),
  v.strictObject({
    of: v.literal('channels'),
    channels: v.pipe(
      v.array(v.picklist(CHANNELS)),
      v.minLength(1, 'needs a channel'),
      v.check((channels) => new Set(channels).size === channels.length, 'has a channel twice'),
    ),
  }),
]);
export type Words = v.InferOutput<typeof wordsSchema>;
export type Scope = v.InferOutput<typeof scopeSchema>;

/** day: the business day · shift: the one under way · interval: the quarter under way · rolling30: the last 30 minutes. */
export const WINDOWS = ['day', 'shift', 'interval', 'rolling30'] as const;
export const windowSchema = v.picklist(WINDOWS);
export type Window = (typeof WINDOWS)[number];
