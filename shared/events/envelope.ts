/**
 * The envelope of a fact: CloudEvents 1.0 attributes in the form in which the log and the engine hold them.
 * On the wire `time` is RFC 3339; here it is an instant. `at` is the platform's time corrected by the measured skew, frozen when appended.
 */
import { v } from '../schema.ts';

/** How good the time of a fact is: the platform's own clock in ms or s, the time of receipt, or worked out by us. */
export const TIME_QUALITIES = ['platform-ms', 'platform-s', 'received', 'derived'] as const;
export type TimeQuality = (typeof TIME_QUALITIES)[number];

export const timeQualitySchema = v.picklist(TIME_QUALITIES);

/** What every fact carries beside its type and data. */
export type Envelope = {
  /** Name of the connection it came by, e.g. `pbx1`. */
  readonly source: string;
  /** Unique within the source; the same fact twice has the same id. */
  readonly id: string;
  /** When it happened, corrected by the skew of the source. */
  readonly at: number;
  /** When the platform says it happened. */
  readonly sourceTime: number;
  /** Order key among facts of the same instant, compared as text; '' if the platform has none. */
  readonly sequence: string;
  readonly timequality: TimeQuality;
  /** The platform's own name of the event, for audit. */
  readonly origin?: string | undefined;
};
